package io.patchwork.worker.production;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Crashed;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Listener;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.ffmpeg.Ran;
import io.patchwork.worker.intake.Intake.Material;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.production.Contribution.Harvest;
import io.patchwork.worker.reader.Reader;
import io.patchwork.worker.run.JobContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes everything that is wanted of one source in one pass. What did not come out of it is made
 * again alone; if it fails then, too, it is missed where the source is of use without it.
 * Thread-safe.
 */
public final class Workshop {

  private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);
  private static final int SHORT = 16;

  private final FFmpeg ffmpeg;
  private final Reader reader;
  private final ObjectStore store;
  private final Metrics metrics;

  public Workshop(FFmpeg ffmpeg, Reader reader, ObjectStore store, Metrics metrics) {
    this.ffmpeg = ffmpeg;
    this.reader = reader;
    this.store = store;
    this.metrics = metrics;
  }

  /**
   * Runs the pass and stores what comes out.
   *
   * @param folder holds the material
   * @throws BadMedia if one that cannot be missed, or the only one, cannot be made
   */
  public Findings make(
      Material material,
      List<Contribution> contributions,
      Path folder,
      JobRef job,
      JobContext context)
      throws Failure, InterruptedException {
    Run run = new Run(material, folder, job, context);
    List<Contribution> missing = new ArrayList<>();
    Findings findings = claims(material.info()).plus(run.found(contributions, missing));
    if (missing.isEmpty()) {
      return findings;
    }
    List<Contribution> again = new ArrayList<>();
    try {
      findings = findings.plus(run.make(missing, again));
    } catch (BadMedia | Crashed together) {
      if (contributions.size() == 1 && missing.getFirst().lesser().isEmpty()) {
        throw together;
      }
      if (missing.size() == 1) {
        return findings.plus(run.without(missing.getFirst(), together));
      }
      LOG.atWarn().addKeyValue("detail", together.detail()).log("the pass failed as a whole");
      again.clear();
      again.addAll(missing);
    }
    for (Contribution contribution : again) {
      findings = findings.plus(run.alone(contribution));
    }
    return findings;
  }

  /** What a person should know of a header that claims what is not there. */
  private static Findings claims(MediaInfo info) {
    if (info.claimed() == null || info.duration() == null) {
      return Findings.NOTHING;
    }
    return Findings.warning(
        "The file says that it is "
            + info.claimed().toClock()
            + " long, but "
            + info.duration().toClock()
            + " is what it holds"
            + (info.claimed().compareTo(info.duration()) > 0
                ? ". Was the upload cut short?"
                : "; that is its length everywhere here."));
  }

  /** What is made of one source. For one job. */
  private final class Run {
    private final Material material;
    private final Path folder;
    private final JobRef job;
    private final JobContext context;
    private final Ledger ledger;
    private final Foreign foreign = new Foreign();

    Run(Material material, Path folder, JobRef job, JobContext context) {
      this.material = material;
      this.folder = folder;
      this.job = job;
      this.context = context;
      this.ledger = new Ledger(store, material.asset(), material.sha256());
    }

    /**
     * What was made before.
     *
     * @param missing receives those that were not
     */
    Findings found(List<Contribution> contributions, List<Contribution> missing) {
      Findings findings = Findings.NOTHING;
      for (Contribution contribution : contributions) {
        Optional<Findings> found = ledger.find(key(contribution));
        if (found.isEmpty()) {
          missing.add(contribution);
        }
        findings = findings.plus(found.orElse(Findings.NOTHING));
      }
      return findings;
    }

    /** What the reader makes of the source. */
    private final class Foreign implements Bench.Foreign {
      private Reader.@Nullable Reading reading;

      @Override
      public Reader.Reading read() throws Failure, InterruptedException {
        if (reading == null) {
          reading = reader.read(folder, material.file(), material.info().mediaType());
        }
        return reading;
      }

      @Override
      public void toStandardColours(String png, String converted)
          throws Failure, InterruptedException {
        reader.convert(folder, material.file(), png, converted);
      }
    }

    private Pass pass(Demuxer demuxer, List<Contribution> contributions) {
      boolean isOfKeyFrames = contributions.stream().allMatch(Contribution::isOfKeyFrames);
      return Pass.of(
          isOfKeyFrames
              ? Input.keyFrames(material.decodable(), demuxer)
              : Input.whole(material.decodable(), demuxer),
          material.info().picture().map(Run::specifier).orElse(""),
          material.info().sound().map(sound -> "0:" + sound.index()).orElse(""),
          contributions.stream().flatMap(each -> each.products().stream()).toList(),
          material.info().duration());
    }

    /** The tiles of a picture are a group of streams, which FFmpeg puts together. */
    private static String specifier(VideoStream picture) {
      return picture.isTiled() ? "0:g:0" : "0:" + picture.index();
    }

    /**
     * Makes some in one pass.
     *
     * @param again receives those that did not come out
     */
    Findings make(List<Contribution> contributions, List<Contribution> again)
        throws Failure, InterruptedException {
      Map<Contribution, Harvest> harvests = new LinkedHashMap<>();
      Map<String, Listener> listeners = new LinkedHashMap<>();
      for (Contribution contribution : contributions) {
        Harvest harvest = contribution.begin();
        harvests.put(contribution, harvest);
        contribution.products().stream()
            .filter(Product::isStream)
            .map(Product::file)
            .forEach(file -> listeners.put(file, bytes -> harvest.hear(file, bytes)));
      }
      Optional<Ran> ran = Optional.empty();
      if (material.demuxer().isPresent()) {
        ran = Optional.of(run(pass(material.demuxer().get(), contributions), listeners));
      }
      Set<String> failed = ran.map(Ran::failed).orElse(Set.of());
      Findings damage = ran.map(this::damage).orElse(Findings.NOTHING);
      Findings findings = Findings.NOTHING;
      for (Map.Entry<Contribution, Harvest> entry : harvests.entrySet()) {
        Contribution contribution = entry.getKey();
        if (contribution.products().stream().anyMatch(made -> failed.contains(made.file()))) {
          again.add(contribution);
          continue;
        }
        String key = key(contribution);
        Bench bench = new Bench(folder, ffmpeg, foreign, shelf(key));
        Findings made = entry.getValue().collect(bench).plus(damage);
        ledger.enter(key, made);
        findings = findings.plus(made);
      }
      return findings;
    }

    /** What a person should know of what could not be decoded as it was meant. */
    private Findings damage(Ran ran) {
      List<String> warnings = new ArrayList<>();
      if (material
          .info()
          .picture()
          .filter(picture -> ran.hasDamaged(picture.codec()))
          .isPresent()) {
        warnings.add("Parts of the picture are damaged and look wrong in everything made of it.");
      }
      if (material.info().sound().filter(sound -> ran.hasDamaged(sound.codec())).isPresent()) {
        warnings.add("Parts of the sound are damaged; there may be gaps or noise.");
      }
      // Of a still, what its demuxer stumbles over is what lies beside the picture.
      boolean isStill = material.info().kind() == MediaKind.IMAGE;
      if (!isStill && material.demuxer().filter(ran::hasDamaged).isPresent()) {
        warnings.add("The file is damaged or was cut short; what can be read of it was used.");
      }
      return Findings.ofWarnings(warnings);
    }

    private Ran run(Pass pass, Map<String, Listener> listeners)
        throws Failure, InterruptedException {
      return ffmpeg.run(
          pass,
          folder,
          listeners,
          progress -> context.progress(List.of(job), "encode", progress.permille(), 1000));
    }

    /** Makes one, or a warning where it may be missed. */
    Findings alone(Contribution contribution) throws Failure, InterruptedException {
      List<Contribution> failed = new ArrayList<>();
      try {
        Findings findings = make(List.of(contribution), failed);
        if (failed.isEmpty()) {
          return findings;
        }
        throw new BadMedia(
            FailureCode.UNDECODABLE,
            "Nothing could be decoded from this file; export it again from the program that made"
                + " it.",
            contribution.name() + " did not come out");
      } catch (BadMedia | Crashed e) {
        return without(contribution, e);
      }
    }

    /** What there is where one cannot be made: something lesser, or a warning. */
    Findings without(Contribution contribution, Failure why) throws Failure, InterruptedException {
      for (Contribution lesser : contribution.lesser()) {
        try {
          return alone(lesser)
              .plus(
                  Findings.warning(
                      "The file is damaged: there is only its " + lesser.name() + "."));
        } catch (BadMedia | Crashed next) {
          why.addSuppressed(next);
        }
      }
      if (!contribution.isOptional()) {
        throw why;
      }
      LOG.atWarn()
          .addKeyValue("missing", contribution.name())
          .addKeyValue("detail", why.detail())
          .log("made without it");
      return Findings.warning(
          "There is no " + contribution.name() + ": it could not be made of this file.");
    }

    /** What determines what one makes: content, arguments, and what reads and encodes. */
    private String key(Contribution contribution) {
      List<String> arguments =
          material
              .demuxer()
              .map(demuxer -> pass(demuxer, List.of(contribution)).arguments())
              .orElse(List.of());
      return Sha256.of(
              material.sha256()
                  + "\n"
                  + ffmpeg.build()
                  + "\n"
                  + Reader.VERSION
                  + "\n"
                  + contribution.name()
                  + "\n"
                  + String.join("\n", arguments)
                  + "\n"
                  + contribution.recipe())
          .hex()
          .substring(0, SHORT);
    }

    private Shelf shelf(String key) {
      return new Shelf(
          store,
          metrics,
          folder,
          name -> StoreLayout.assetContent(material.asset(), material.sha256(), key + "-" + name));
    }
  }
}
