package io.patchwork.worker.ffmpeg;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file that a pass writes. What its inputs say of their makers and of where they were shot stays
 * out of it.
 *
 * @param file its name in the job's {@code out} folder, made by us
 * @param streams its pictures and sounds: labels of the graph, or {@code 0:1} for a stream of an
 *     input
 * @param kind whether it is a file, a pipe that somebody hears, or goes nowhere
 * @param chapters number of the input whose chapters and their titles it has; {@value #NO_CHAPTERS}
 *     for none
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

  /** A file. */
  public Output(String file, List<String> streams, Encoding encoding) {
    this(file, streams, encoding, OutputSpec.Kind.FILE);
  }

  /**
   * No output: what is wanted is what filters write beside.
   *
   * @param name of what is wanted, for whoever reads the pass
   */
  public static Output nothing(String name, String stream) {
    return new Output(name, List.of(stream), Encoding.nothing(), OutputSpec.Kind.NOTHING);
  }

  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    Stream.concat(streams.stream(), subtitles.streams().stream())
        .forEach(stream -> arguments.addAll(List.of("-map", stream)));
    // Titles of chapters count as metadata, of which their list has no other.
    String described = Integer.toString(chapters);
    arguments.addAll(List.of("-map_metadata", described, "-map_chapters", described));
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
