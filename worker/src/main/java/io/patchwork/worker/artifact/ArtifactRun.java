package io.patchwork.worker.artifact;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Crashed;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.PassResult;
import io.patchwork.worker.ffmpeg.PipeReader;
import io.patchwork.worker.ffmpeg.Progress;
import io.patchwork.worker.ffmpeg.SourceClock;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the artifacts of one source, or takes them from the cache: in one pass where possible, or
 * by chunks that it joins. For one job.
 */
final class ArtifactRun {

  private static final Logger LOG = LoggerFactory.getLogger(ArtifactRun.class);
  private static final int SHORT = 16;

  private final MediaTools tools;
  private final FetchedSource material;
  private final Path folder;
  private final ArtifactCache cache;
  private final SourceReadings readings;
  private final Consumer<Progress> progress;

  /**
   * A run for a source in a job's folder.
   *
   * @param cache what was made earlier of it
   * @param folder holds the source
   * @param progress receives the progress of the pass
   */
  ArtifactRun(
      MediaTools tools,
      FetchedSource material,
      ArtifactCache cache,
      Path folder,
      Consumer<Progress> progress) {
    this.tools = tools;
    this.material = material;
    this.folder = folder;
    this.cache = cache;
    this.readings = new SourceReadings(tools, material, folder);
    this.progress = progress;
  }

  /**
   * The cached artifacts.
   *
   * @param missing receives the specs that are not cached
   */
  ArtifactSet found(List<ArtifactSpec> specs, List<ArtifactSpec> missing) {
    ArtifactSet findings = ArtifactSet.NOTHING;
    for (ArtifactSpec spec : specs) {
      Optional<ArtifactSet> found = cache.find(key(spec));
      if (found.isEmpty()) {
        missing.add(spec);
      }
      findings = findings.plus(found.orElse(ArtifactSet.NOTHING));
    }
    return findings;
  }

  /**
   * Makes artifacts of a whole source.
   *
   * @param isAll whether the job wants nothing else, so that the only spec is required
   * @throws BadMedia if a required spec, or the only one, cannot be made
   */
  ArtifactSet whole(List<ArtifactSpec> specs, boolean isAll) throws Failure, InterruptedException {
    Chunk whole = new Chunk.Whole();
    List<ArtifactSpec> failedSpecs = new ArrayList<>();
    ArtifactSet findings = ArtifactSet.NOTHING;
    try {
      findings = make(whole, specs, this::collect, failedSpecs);
    } catch (BadMedia | Crashed together) {
      ArtifactSpec first = specs.getFirst();
      if (specs.size() == 1 && isAll && first.fallbacks().isEmpty()) {
        throw together;
      }
      if (specs.size() == 1) {
        return without(first, together, this::alone);
      }
      LOG.atWarn().addKeyValue("detail", together.detail()).log("the pass failed as a whole");
      failedSpecs.clear();
      failedSpecs.addAll(specs);
    }
    for (ArtifactSpec spec : failedSpecs) {
      try {
        findings = findings.plus(alone(spec));
      } catch (BadMedia | Crashed e) {
        findings = findings.plus(without(spec, e, this::alone));
      }
    }
    return findings;
  }

  /**
   * Makes the outputs of a chunk and saves them until all chunks are done. What cannot be made of
   * the chunk is missing when they are joined.
   *
   * @param keys the keys of saved files, by file name
   * @param isLastTry whether an output whose pass crashes is given up instead of retried
   */
  ChunkRecord chunk(
      Chunk chunk, List<ArtifactSpec> specs, Function<String, ObjectKey> keys, boolean isLastTry)
      throws Failure, InterruptedException {
    List<ArtifactSpec> wanted =
        specs.stream().filter(each -> each.outputs().stream().anyMatch(chunk::has)).toList();
    List<ChunkRecord.SavedFile> files = new ArrayList<>();
    Finishing finishing =
        (spec, builder, damage) -> {
          if (chunk instanceof Chunk.OfAudio && spec.outputs().stream().allMatch(chunk::has)) {
            // All outputs are audio, in this one chunk: the artifacts need no join.
            return collect(spec, builder, damage);
          }
          ArtifactWriter writer = writer(name -> keys.apply(key(spec) + "-" + name));
          BuildContext context = new BuildContext(folder, tools.ffmpeg(), readings, writer);
          for (String file : builder.saveChunk(chunk, context)) {
            files.add(new ChunkRecord.SavedFile(spec.kind(), file, writer.chunkFile(file).value()));
          }
          return damage;
        };
    List<ArtifactSpec> failedSpecs = new ArrayList<>();
    ArtifactSet findings = ArtifactSet.NOTHING;
    try {
      findings = make(chunk, wanted, finishing, failedSpecs);
    } catch (BadMedia | Crashed together) {
      LOG.atWarn().addKeyValue("detail", together.detail()).log("the pass failed as a whole");
      files.clear();
      failedSpecs.clear();
      failedSpecs.addAll(wanted);
    }
    for (ArtifactSpec spec : failedSpecs) {
      try {
        findings = findings.plus(make(chunk, List.of(spec), finishing, new ArrayList<>()));
      } catch (BadMedia | Crashed e) {
        if (e instanceof Crashed && !spec.isOptional() && !isLastTry) {
          // A worker may crash for other reasons: one crash must not turn a film into audio only.
          throw e;
        }
        LOG.atWarn()
            .addKeyValue("missing", spec.kind())
            .addKeyValue("detail", e.detail())
            .log("a chunk without it");
      }
    }
    return new ChunkRecord(files, findings.warnings());
  }

  /** Joins the saved outputs of all chunks. */
  ArtifactSet joined(List<ArtifactSpec> specs, ChunkOutputs saved)
      throws Failure, InterruptedException {
    ArtifactSet findings = saved.damage();
    for (ArtifactSpec spec : specs) {
      Joining joining = candidate -> join(candidate, spec.kind(), saved);
      try {
        findings = findings.plus(joining.of(spec));
      } catch (BadMedia e) {
        findings = findings.plus(without(spec, e, joining));
      }
    }
    return findings;
  }

  private ArtifactSet join(ArtifactSpec spec, String name, ChunkOutputs saved)
      throws Failure, InterruptedException {
    ArtifactBuilder builder = tools.builders().apply(spec);
    BuildContext context = context(spec);
    saved.load(spec, name, builder, context);
    return collect(spec, builder, saved.damage());
  }

  /** Finishes one builder. */
  private interface Finishing {
    ArtifactSet reap(ArtifactSpec spec, ArtifactBuilder builder, ArtifactSet damage)
        throws Failure, InterruptedException;
  }

  /** Makes one spec. */
  private interface Joining {
    ArtifactSet of(ArtifactSpec spec) throws Failure, InterruptedException;
  }

  private ArtifactSet collect(ArtifactSpec spec, ArtifactBuilder builder, ArtifactSet damage)
      throws Failure, InterruptedException {
    ArtifactSet made = builder.finish(context(spec)).plus(damage);
    cache.enter(key(spec), made);
    return made;
  }

  private BuildContext context(ArtifactSpec spec) {
    String key = key(spec);
    return new BuildContext(
        folder,
        tools.ffmpeg(),
        readings,
        writer(name ->
            StoreLayout.assetContent(material.asset(), material.sha256(), key + "-" + name)));
  }

  private Pass pass(Chunk chunk, Demuxer demuxer, List<ArtifactSpec> specs) {
    List<OutputSpec> outputs =
        specs.stream().flatMap(each -> each.outputs().stream()).filter(chunk::has).toList();
    Optional<VideoStream> video = material.info().videoStream();
    if (chunk instanceof Chunk.OfPicture(var range) && video.isPresent()) {
      return Pass.of(
          Input.whole(material.decodable(), demuxer).of(video.get()),
          range,
          specifier(video.get()),
          HouseFormat.rate(video.get()),
          outputs);
    }
    boolean needsKeyFramesOnly = specs.stream().allMatch(ArtifactSpec::needsKeyFramesOnly);
    Input input =
        needsKeyFramesOnly
            ? Input.keyFrames(material.decodable(), demuxer)
            : Input.whole(material.decodable(), demuxer);
    return Pass.of(
        material.info().shown().map(input::of).orElse(input),
        SourceClock.of(material.info(), demuxer),
        material.info().shown().map(ArtifactRun::specifier).orElse(""),
        material.info().audioStream().map(audio -> "0:" + audio.index()).orElse(""),
        outputs,
        material.info().duration());
  }

  /** The stream specifier; a tiled image is a group of streams, which FFmpeg puts together. */
  private static String specifier(VideoStream video) {
    return video.isTiled() ? "0:g:0" : "0:" + video.index();
  }

  /**
   * Makes several specs in one pass.
   *
   * @param failedSpecs receives the specs whose outputs failed
   */
  private ArtifactSet make(
      Chunk chunk, List<ArtifactSpec> specs, Finishing finishing, List<ArtifactSpec> failedSpecs)
      throws Failure, InterruptedException {
    Map<ArtifactSpec, ArtifactBuilder> builders = new LinkedHashMap<>();
    Map<String, PipeReader> readers = new LinkedHashMap<>();
    for (ArtifactSpec spec : specs) {
      ArtifactBuilder builder = tools.builders().apply(spec);
      builders.put(spec, builder);
      spec.outputs().stream()
          .filter(chunk::has)
          .filter(OutputSpec::isPipe)
          .map(OutputSpec::file)
          .forEach(file -> readers.put(file, bytes -> builder.consume(file, bytes)));
    }
    if (specs.stream().anyMatch(ArtifactSpec::readsLut)) {
      readings.provideLut();
    }
    Optional<PassResult> result = Optional.empty();
    if (material.demuxer().isPresent()) {
      Pass pass = pass(chunk, material.demuxer().get(), specs);
      result = Optional.of(tools.ffmpeg().run(pass, folder, readers, progress));
    }
    Set<String> failed = result.map(PassResult::failed).orElse(Set.of());
    ArtifactSet damage =
        ArtifactSet.ofWarnings(
            result.map(pass -> DamageWarnings.of(material, pass)).orElse(List.of()));
    List<AtOnce.Task<ArtifactSet>> reaping = new ArrayList<>();
    for (Map.Entry<ArtifactSpec, ArtifactBuilder> entry : builders.entrySet()) {
      ArtifactSpec spec = entry.getKey();
      if (spec.outputs().stream().anyMatch(made -> failed.contains(made.file()))) {
        failedSpecs.add(spec);
      } else {
        reaping.add(() -> finishing.reap(spec, entry.getValue(), damage));
      }
    }
    return all(reaping);
  }

  /** Those of a picture at once: they only store. Others run FFmpeg in the same folder. */
  private ArtifactSet all(List<AtOnce.Task<ArtifactSet>> reaping)
      throws Failure, InterruptedException {
    ArtifactSet findings = ArtifactSet.NOTHING;
    if (material.info().kind() == MediaKind.IMAGE) {
      for (ArtifactSet each : AtOnce.all(reaping)) {
        findings = findings.plus(each);
      }
    } else {
      for (AtOnce.Task<ArtifactSet> each : reaping) {
        findings = findings.plus(each.run());
      }
    }
    return findings;
  }

  private ArtifactSet alone(ArtifactSpec spec) throws Failure, InterruptedException {
    List<ArtifactSpec> failed = new ArrayList<>();
    ArtifactSet findings = make(new Chunk.Whole(), List.of(spec), this::collect, failed);
    if (failed.isEmpty()) {
      return findings;
    }
    throw new BadMedia(
        FailureCode.UNDECODABLE,
        "Nothing could be decoded from this file; export it again from the program that made it.",
        spec.kind() + " did not come out");
  }

  /** The substitute of a spec that cannot be made: a fallback, or a warning. */
  private ArtifactSet without(ArtifactSpec spec, Failure why, Joining making)
      throws Failure, InterruptedException {
    for (ArtifactSpec fallback : spec.fallbacks()) {
      try {
        return making
            .of(fallback)
            .plus(
                ArtifactSet.warning(
                    "The file is damaged, and only its "
                        + fallback.madeOf()
                        + " could be used; upload a whole copy if you have one."));
      } catch (BadMedia | Crashed next) {
        why.addSuppressed(next);
      }
    }
    if (!spec.isOptional()) {
      throw why;
    }
    LOG.atWarn()
        .addKeyValue("missing", spec.kind())
        .addKeyValue("detail", why.detail())
        .log("made without it");
    return ArtifactSet.warning(
        "There is no "
            + spec.noun()
            + ", because something in the file could not be read; export the file again if you need"
            + " it.");
  }

  /**
   * The cache key of a spec: a digest of content, arguments, and the versions of reader and
   * encoder.
   */
  private String key(ArtifactSpec spec) {
    List<String> arguments =
        material
            .demuxer()
            .map(demuxer -> pass(new Chunk.Whole(), demuxer, List.of(spec)).arguments())
            .orElse(List.of());
    return Sha256.of(
            material.sha256()
                + "\n"
                + tools.ffmpeg().build()
                + "\n"
                + SandboxedJvm.VERSION
                + "\n"
                + spec.kind()
                + "\n"
                + String.join("\n", arguments)
                + "\n"
                + spec.cacheKeyExtra())
        .hex()
        .substring(0, SHORT);
  }

  private ArtifactWriter writer(Function<String, ObjectKey> keys) {
    return new ArtifactWriter(tools.store(), tools.metrics(), folder, keys);
  }
}
