package io.patchwork.worker.bench;

import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Pass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs FFmpeg alone on a source: nobody hears it, nothing is stored. */
final class BarePass {

  /** The name of the source in its folder. */
  static final String SOURCE = "source";

  private final Path out;
  private final MediaInfo info;

  BarePass(Path folder, Path source, MediaInfo info) throws Exception {
    this.out = Files.createDirectories(folder.resolve("out"));
    this.info = info;
    Files.createLink(Files.createDirectories(folder.resolve("in")).resolve(SOURCE), source);
  }

  static List<OutputSpec> outputs(List<ArtifactSpec> contributions) {
    return contributions.stream().flatMap(each -> each.outputs().stream()).toList();
  }

  /** Where it runs. */
  Path out() {
    return out;
  }

  void run(List<OutputSpec> outputs) throws Exception {
    run(outputs, Input.whole(SOURCE, Demuxer.MOV));
  }

  void run(List<OutputSpec> outputs, Input input) throws Exception {
    TestMedia.ffmpegIn(out, arguments(outputs, input));
  }

  /** FFmpeg's arguments; what would be heard goes into files. */
  List<String> arguments(List<OutputSpec> outputs, Input input) {
    List<OutputSpec> quiet =
        outputs.stream()
            .map(output ->
                output.isPipe()
                    ? OutputSpec.file(output.file(), output.taps(), output.encoding())
                    : output)
            .toList();
    return Pass.of(
            input,
            "0:" + info.videoStream().orElseThrow().index(),
            "0:" + info.audioStream().orElseThrow().index(),
            quiet,
            null)
        .arguments();
  }
}
