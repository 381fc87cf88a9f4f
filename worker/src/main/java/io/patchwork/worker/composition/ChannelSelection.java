package io.patchwork.worker.composition;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.timeline.SourceChannel;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which channels of its source a clip plays. */
sealed interface ChannelSelection {

  /** All, mixed to stereo. */
  record All() implements ChannelSelection {}

  /**
   * Some.
   *
   * @param numbers from 0; one for both sides, or the left one and the right one, of which one may
   *     be {@link MixClip#SILENT}
   */
  record Some(List<Integer> numbers) implements ChannelSelection {
    public Some {
      numbers = List.copyOf(numbers);
    }
  }

  /** Channels that the source does not have: silence. */
  record None() implements ChannelSelection {}

  /** The channels of a stream that a document names. */
  static ChannelSelection of(List<SourceChannel> wanted, AudioStream stream) {
    List<Integer> numbers = wanted.stream().map(SourceChannel::channel).toList();
    List<Integer> all = IntStream.range(0, stream.channels()).boxed().toList();
    if (wanted.isEmpty() || isOfAnotherTrack(wanted) || numbers.equals(all)) {
      return new All();
    }
    List<Integer> there = numbers.stream().filter(all::contains).toList();
    if (there.isEmpty()) {
      return new None();
    }
    if (there.size() > 2 || stream.channels() == 1) {
      return new All();
    }
    boolean isOneSide = numbers.size() == 2 && there.size() == 1;
    return new Some(
        isOneSide
            ? numbers.stream().map(each -> all.contains(each) ? each : MixClip.SILENT).toList()
            : there);
  }

  /** What a person is told of a selection that is not played as it is written. */
  static Optional<String> note(
      List<SourceChannel> wanted, AudioStream stream, String where, String asset) {
    List<Integer> numbers = wanted.stream().map(SourceChannel::channel).toList();
    if (isOfAnotherTrack(wanted)) {
      return Optional.of(
          where
              + " plays sound track "
              + (wanted.getFirst().track() + 1)
              + " of asset "
              + asset
              + ", of which one track is heard; use a file of that track alone.");
    }
    List<Integer> missing = numbers.stream().filter(each -> each >= stream.channels()).toList();
    // A mono file on a stereo track has both.
    boolean isMono = stream.channels() == 1 && missing.size() < numbers.size();
    if (!missing.isEmpty() && !isMono) {
      return Optional.of(
          where
              + " plays channel "
              + (missing.getFirst() + 1)
              + " of asset "
              + asset
              + ", which has "
              + stream.channels()
              + "; that channel is silent. Choose another one.");
    }
    boolean isMixed = of(wanted, stream) instanceof All && numbers.size() > 2;
    return isMixed && numbers.size() != stream.channels()
        ? Optional.of(
            where
                + " plays "
                + numbers.size()
                + " of the "
                + stream.channels()
                + " channels of asset "
                + asset
                + "; all of them are heard. Put each channel on a track of its own.")
        : Optional.empty();
  }

  private static boolean isOfAnotherTrack(List<SourceChannel> wanted) {
    return wanted.stream().anyMatch(each -> each.track() != 0);
  }
}
