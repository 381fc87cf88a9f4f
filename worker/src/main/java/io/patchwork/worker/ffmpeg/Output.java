package io.patchwork.worker.ffmpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * A file that a pass writes.
 *
 * @param file its name in the job's {@code out} folder, made by us
 * @param streams what goes into it: labels of the graph, or {@code 0:1} for a stream of an input
 * @param options codec and muxer options
 * @param kind whether it is a file, a pipe that somebody hears, or goes nowhere
 */
public record Output(String file, List<String> streams, List<String> options, Product.Kind kind) {

  public Output {
    streams = List.copyOf(streams);
    options = List.copyOf(options);
  }

  /** A file. */
  public Output(String file, List<String> streams, List<String> options) {
    this(file, streams, options, Product.Kind.FILE);
  }

  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    streams.forEach(stream -> arguments.addAll(List.of("-map", stream)));
    // What a file says about its maker and where it was shot stays out of what we hand on.
    if (!options.contains("-map_metadata")) {
      arguments.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1"));
    }
    arguments.add("-dn");
    if (streams.stream().noneMatch(stream -> stream.endsWith(":s"))) {
      arguments.add("-sn");
    }
    arguments.addAll(options);
    arguments.add(kind == Product.Kind.NOTHING ? "-" : "file:" + file);
    return arguments;
  }
}
