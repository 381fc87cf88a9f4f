package io.patchwork.worker.ffmpeg;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An output of a pass. The metadata of the inputs, such as authors and places, is not copied into
 * it, but for that of one input of our own.
 *
 * @param file its name in the job's {@code out} folder, made by us
 * @param streams its video and audio: labels of the graph, or {@code 0:1} for a stream of an input
 * @param kind a file, a pipe, or nothing
 * @param chapters index of the input whose chapters and tags are copied; {@value #NO_CHAPTERS} for
 *     none
 */
public record Output(
    String file,
    List<String> streams,
    Encoding encoding,
    OutputSpec.Kind kind,
    int chapters,
    SubtitleTracks subtitles) {

  public static final int NO_CHAPTERS = -1;

  public Output {
    streams = List.copyOf(streams);
  }

  /** Without chapters and subtitles. */
  public Output(String file, List<String> streams, Encoding encoding, OutputSpec.Kind kind) {
    this(file, streams, encoding, kind, NO_CHAPTERS, SubtitleTracks.NONE);
  }

  /** A file without chapters and subtitles. */
  public Output(String file, List<String> streams, Encoding encoding) {
    this(file, streams, encoding, OutputSpec.Kind.FILE);
  }

  /**
   * No output: only the files that filters write.
   *
   * @param name for readers of the pass
   */
  public static Output nothing(String name, String stream) {
    return new Output(name, List.of(stream), Encoding.nothing(), OutputSpec.Kind.NOTHING);
  }

  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    Stream.concat(streams.stream(), subtitles.streams().stream())
        .forEach(stream -> arguments.addAll(List.of("-map", stream)));
    // Chapter titles count as metadata, too.
    String chapterInput = Integer.toString(chapters);
    arguments.addAll(List.of("-map_metadata", chapterInput, "-map_chapters", chapterInput));
    arguments.add("-dn");
    if (subtitles.isEmpty()) {
      arguments.add("-sn");
    }
    arguments.addAll(encoding.options());
    arguments.addAll(subtitles.options());
    arguments.add(kind == OutputSpec.Kind.NOTHING ? "-" : "file:" + file);
    return arguments;
  }
}
