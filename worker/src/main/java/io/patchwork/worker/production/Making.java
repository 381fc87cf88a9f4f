package io.patchwork.worker.production;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Crashed;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Listener;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.ffmpeg.Progress;
import io.patchwork.worker.ffmpeg.Ran;
import io.patchwork.worker.intake.Intake.Material;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.reader.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what is wanted of one source, or of a part of it, in one pass; what did not come out of it
 * is made again alone. For one job.
 */
final class Making {

  private static final Logger LOG = LoggerFactory.getLogger(Making.class);
  private static final int SHORT = 16;

  private final MediaTools tools;
  private final Material material;
  private final Path folder;
  private final Ledger ledger;
  private final Foreign foreign = new Foreign();
  private final Consumer<Progress> progress;

  /**
   * For a source in a job's folder.
   *
   * @param folder holds the material
   * @param progress hears how far the pass is
   */
  Making(MediaTools tools, Material material, Path folder, Consumer<Progress> progress) {
    this.tools = tools;
    this.material = material;
    this.folder = folder;
    this.ledger = new Ledger(tools.store(), material.asset(), material.sha256());
    this.progress = progress;
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

  /**
   * Makes what is wanted of a source.
   *
   * @param isAll whether nothing else is wanted, so that none of it can be missed
   * @throws BadMedia if one that cannot be missed, or the only one, cannot be made
   */
  Findings whole(List<Contribution> contributions, boolean isAll)
      throws Failure, InterruptedException {
    Part whole = new Part.Whole();
    List<Contribution> again = new ArrayList<>();
    Findings findings = Findings.NOTHING;
    try {
      findings = make(whole, contributions, this::collect, again);
    } catch (BadMedia | Crashed together) {
      Contribution first = contributions.getFirst();
      if (contributions.size() == 1 && isAll && first.lesser().isEmpty()) {
        throw together;
      }
      if (contributions.size() == 1) {
        return without(first, together, this::alone);
      }
      LOG.atWarn().addKeyValue("detail", together.detail()).log("the pass failed as a whole");
      again.clear();
      again.addAll(contributions);
    }
    for (Contribution contribution : again) {
      try {
        findings = findings.plus(alone(contribution));
      } catch (BadMedia | Crashed e) {
        findings = findings.plus(without(contribution, e, this::alone));
      }
    }
    return findings;
  }

  /**
   * Makes what is wanted of a part and keeps it until all parts are there. What cannot be made of
   * the part is missed by whoever joins them.
   *
   * @param keys of what is kept, by file names
   * @param isLastTry whether what crashes is missed, and not left to another try
   */
  Findings part(
      Part part,
      List<Contribution> contributions,
      Function<String, ObjectKey> keys,
      boolean isLastTry)
      throws Failure, InterruptedException {
    List<Contribution> wanted =
        contributions.stream()
            .filter(each -> each.products().stream().anyMatch(part::has))
            .toList();
    Reaping reaping =
        (contribution, harvest, damage) -> {
          if (part instanceof Part.OfSound
              && contribution.products().stream().allMatch(part::has)) {
            // There is nothing to wait for.
            return collect(contribution, harvest, damage);
          }
          Shelf shelf = shelf(name -> keys.apply(key(contribution) + "-" + name));
          Bench bench = new Bench(folder, tools.ffmpeg(), foreign, shelf);
          List<Artifact> kept = new ArrayList<>();
          for (String file : harvest.keep(part, bench)) {
            kept.add(shelf.file(contribution.kind(), file));
          }
          return Findings.of(kept, null).plus(damage);
        };
    List<Contribution> again = new ArrayList<>();
    Findings findings = Findings.NOTHING;
    try {
      findings = make(part, wanted, reaping, again);
    } catch (BadMedia | Crashed together) {
      LOG.atWarn().addKeyValue("detail", together.detail()).log("the pass failed as a whole");
      again.clear();
      again.addAll(wanted);
    }
    for (Contribution contribution : again) {
      try {
        findings = findings.plus(make(part, List.of(contribution), reaping, new ArrayList<>()));
      } catch (BadMedia | Crashed e) {
        if (e instanceof Crashed && !contribution.isOptional() && !isLastTry) {
          // A worker may crash for reasons of its own: no film becomes a sound by one crash.
          throw e;
        }
        LOG.atWarn()
            .addKeyValue("missing", contribution.kind())
            .addKeyValue("detail", e.detail())
            .log("a part without it");
      }
    }
    return findings;
  }

  /** Joins what was kept of all parts. */
  Findings joined(List<Contribution> contributions, KeptParts kept)
      throws Failure, InterruptedException {
    Findings findings = kept.damage();
    for (Contribution contribution : contributions) {
      Joining joining = candidate -> join(candidate, contribution.kind(), kept);
      try {
        findings = findings.plus(joining.of(contribution));
      } catch (BadMedia e) {
        findings = findings.plus(without(contribution, e, joining));
      }
    }
    return findings;
  }

  private Findings join(Contribution contribution, String name, KeptParts kept)
      throws Failure, InterruptedException {
    Harvest harvest = tools.harvests().apply(contribution);
    Bench bench = bench(contribution);
    kept.give(contribution, name, harvest, bench);
    return collect(contribution, harvest, kept.damage());
  }

  /** What is made of a harvest. */
  private interface Reaping {
    Findings reap(Contribution contribution, Harvest harvest, Findings damage)
        throws Failure, InterruptedException;
  }

  /** Makes one. */
  private interface Joining {
    Findings of(Contribution contribution) throws Failure, InterruptedException;
  }

  private Findings collect(Contribution contribution, Harvest harvest, Findings damage)
      throws Failure, InterruptedException {
    Findings made = harvest.collect(bench(contribution)).plus(damage);
    ledger.enter(key(contribution), made);
    return made;
  }

  private Bench bench(Contribution contribution) {
    String key = key(contribution);
    return new Bench(
        folder,
        tools.ffmpeg(),
        foreign,
        shelf(name ->
            StoreLayout.assetContent(material.asset(), material.sha256(), key + "-" + name)));
  }

  /** What the reader makes of the source. */
  private final class Foreign implements Bench.Foreign {
    private Reader.@Nullable Reading reading;

    @Override
    public Reader.Reading read() throws Failure, InterruptedException {
      if (reading == null) {
        reading = tools.reader().read(folder, material.file(), material.info().mediaType());
      }
      return reading;
    }

    @Override
    public void toStandardColours(String png, String converted)
        throws Failure, InterruptedException {
      tools.reader().convert(folder, material.file(), png, converted);
    }
  }

  private Pass pass(Part part, Demuxer demuxer, List<Contribution> contributions) {
    List<Product> products =
        contributions.stream().flatMap(each -> each.products().stream()).filter(part::has).toList();
    Optional<VideoStream> picture = material.info().picture();
    if (part instanceof Part.OfPicture(var stretch) && picture.isPresent()) {
      return Pass.of(
          Input.whole(material.decodable(), demuxer),
          stretch,
          specifier(picture.get()),
          Conform.rate(picture.get()),
          products);
    }
    boolean isOfKeyFrames = contributions.stream().allMatch(Contribution::isOfKeyFrames);
    Input input =
        isOfKeyFrames
            ? Input.keyFrames(material.decodable(), demuxer)
            : Input.whole(material.decodable(), demuxer);
    return Pass.of(
        input,
        material.info().shown().map(Making::specifier).orElse(""),
        material.info().sound().map(sound -> "0:" + sound.index()).orElse(""),
        products,
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
  private Findings make(
      Part part, List<Contribution> contributions, Reaping reaping, List<Contribution> again)
      throws Failure, InterruptedException {
    Map<Contribution, Harvest> harvests = new LinkedHashMap<>();
    Map<String, Listener> listeners = new LinkedHashMap<>();
    for (Contribution contribution : contributions) {
      Harvest harvest = tools.harvests().apply(contribution);
      harvests.put(contribution, harvest);
      contribution.products().stream()
          .filter(part::has)
          .filter(Product::isStream)
          .map(Product::file)
          .forEach(file -> listeners.put(file, bytes -> harvest.hear(file, bytes)));
    }
    Optional<Ran> ran = Optional.empty();
    if (material.demuxer().isPresent()) {
      Pass pass = pass(part, material.demuxer().get(), contributions);
      ran = Optional.of(tools.ffmpeg().run(pass, folder, listeners, progress));
    }
    Set<String> failed = ran.map(Ran::failed).orElse(Set.of());
    Findings damage = ran.map(this::damage).orElse(Findings.NOTHING);
    Findings findings = Findings.NOTHING;
    for (Map.Entry<Contribution, Harvest> entry : harvests.entrySet()) {
      Contribution contribution = entry.getKey();
      if (contribution.products().stream().anyMatch(made -> failed.contains(made.file()))) {
        again.add(contribution);
      } else {
        findings = findings.plus(reaping.reap(contribution, entry.getValue(), damage));
      }
    }
    return findings;
  }

  /** What a person should know of what could not be decoded as it was meant. */
  private Findings damage(Ran ran) {
    MediaInfo info = material.info();
    List<String> warnings = new ArrayList<>();
    if (info.picture().filter(picture -> ran.hasDamaged(picture.codec())).isPresent()) {
      warnings.add("Parts of the picture are damaged and look wrong in everything made of it.");
    }
    if (info.sound().filter(sound -> ran.hasDamaged(sound.codec())).isPresent()) {
      warnings.add("Parts of the sound are damaged; there may be gaps or noise.");
    }
    // Of a still, what its demuxer stumbles over is what lies beside the picture.
    boolean isStill = info.kind() == MediaKind.IMAGE;
    if (!isStill && material.demuxer().filter(ran::hasDamaged).isPresent()) {
      warnings.add("The file is damaged or was cut short; what can be read of it was used.");
    }
    return Findings.ofWarnings(warnings);
  }

  private Findings alone(Contribution contribution) throws Failure, InterruptedException {
    List<Contribution> failed = new ArrayList<>();
    Findings findings = make(new Part.Whole(), List.of(contribution), this::collect, failed);
    if (failed.isEmpty()) {
      return findings;
    }
    throw new BadMedia(
        FailureCode.UNDECODABLE,
        "Nothing could be decoded from this file; export it again from the program that made it.",
        contribution.kind() + " did not come out");
  }

  /** What there is where one cannot be made: something lesser, or a warning. */
  private Findings without(Contribution contribution, Failure why, Joining making)
      throws Failure, InterruptedException {
    for (Contribution lesser : contribution.lesser()) {
      try {
        return making
            .of(lesser)
            .plus(
                Findings.warning("The file is damaged: there is only its " + lesser.noun() + "."));
      } catch (BadMedia | Crashed next) {
        why.addSuppressed(next);
      }
    }
    if (!contribution.isOptional()) {
      throw why;
    }
    LOG.atWarn()
        .addKeyValue("missing", contribution.kind())
        .addKeyValue("detail", why.detail())
        .log("made without it");
    return Findings.warning(
        "There is no " + contribution.noun() + ": it could not be made of this file.");
  }

  /** What determines what one makes: content, arguments, and what reads and encodes. */
  private String key(Contribution contribution) {
    List<String> arguments =
        material
            .demuxer()
            .map(demuxer -> pass(new Part.Whole(), demuxer, List.of(contribution)).arguments())
            .orElse(List.of());
    return Sha256.of(
            material.sha256()
                + "\n"
                + tools.ffmpeg().build()
                + "\n"
                + Reader.VERSION
                + "\n"
                + contribution.kind()
                + "\n"
                + String.join("\n", arguments)
                + "\n"
                + contribution.recipe())
        .hex()
        .substring(0, SHORT);
  }

  private Shelf shelf(Function<String, ObjectKey> keys) {
    return new Shelf(tools.store(), tools.metrics(), folder, keys);
  }
}
