package io.patchwork.worker.ffmpeg;

import java.util.List;
import java.util.stream.Stream;

/**
 * A stream of an input whose frames are brought into one form, written by an encoder that copies
 * them, and read again by a loopback decoder of FFmpeg. FFmpeg builds this small graph again
 * whenever size, pixel format, rotation, sample rate or channel layout of the stream change; the
 * graph behind it is built once and keeps its state, such as frame numbers and loudness.
 *
 * @param from the stream, as in {@code 0:1}
 * @param filters whose frames have the same form, whatever comes in
 */
public record Loopback(String from, Tap.StreamType streamType, List<Filter> filters) {

  public Loopback {
    filters = List.copyOf(filters);
  }

  /** The input pad of the graph that the loopback of a position feeds. */
  static String pad(int position) {
    return "dec:" + position;
  }

  /**
   * FFmpeg's options.
   *
   * @param position among the loopbacks of the pass, which come before its outputs
   */
  List<String> arguments(int position) {
    String label = "steady" + position;
    FilterGraph graph =
        new FilterGraph(List.of(new FilterGraph.Chain(List.of(from), filters, List.of(label))));
    List<String> codec =
        switch (streamType) {
          // Every frame with its own time, without copying its pixels.
          case VIDEO ->
              List.of(
                  "-enc_time_base", "demux", "-fps_mode", "passthrough", "-c", "wrapped_avframe");
          case AUDIO -> List.of("-c", "pcm_f32le");
        };
    return Stream.of(
            List.of("-filter_complex", graph.toString(), "-map", "[" + label + "]"),
            codec,
            List.of("-f", "null", "-", "-dec", position + ":0"))
        .flatMap(List::stream)
        .toList();
  }
}
