package io.patchwork.worker.attribution;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Composition;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.composition.MixClip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Tells where renders are played and silent, so that nobody is heard through them there. */
final class SilentRenders {

  private SilentRenders() {}

  /**
   * Uses with those of renders cut where these are silent, and not heard there.
   *
   * @param uses those of one clip after each other
   * @param duration of the film
   * @param inside the composed film of a content; empty where it is no film of ours
   */
  static List<Use> cut(
      List<Use> uses, RationalTime duration, Function<Sha256, Optional<Mosaic>> inside) {
    List<Use> cut = new ArrayList<>();
    for (List<Use> clip : clips(uses, duration)) {
      Use first = clip.getFirst();
      Optional<Mosaic> film =
          first.medium() == Medium.AUDIO ? inside.apply(first.sha256()) : Optional.empty();
      if (film.isEmpty()) {
        cut.addAll(clip);
      } else {
        IntervalSet silent = silent(clip, film.get());
        clip.forEach(use -> cut.addAll(use.isPresent() ? cut(use, silent) : List.of(use)));
      }
    }
    return cut;
  }

  private static List<Use> cut(Use use, IntervalSet silent) {
    List<Interval> heard = silent.gapsIn(use.out().start(), use.out().end());
    if (heard.equals(List.of(use.out()))) {
      return List.of(use);
    }
    return Stream.concat(
            heard.stream().map(part -> use.during(part, Fraction.ONE)),
            IntervalSet.of(heard).gapsIn(use.out().start(), use.out().end()).stream()
                .map(part -> use.during(part, Fraction.ZERO)))
        .sorted(Comparator.comparing(part -> part.out().start()))
        .toList();
  }

  /** Uses in their order, those of one clip together that only its gain cuts. */
  private static List<List<Use>> clips(List<Use> uses, RationalTime duration) {
    List<List<Use>> clips = new ArrayList<>();
    for (Use use : uses) {
      if (!clips.isEmpty() && isContinued(clips.getLast(), use, duration)) {
        clips.getLast().add(use);
      } else {
        clips.add(new ArrayList<>(List.of(use)));
      }
    }
    return clips;
  }

  private static boolean isContinued(List<Use> clip, Use next, RationalTime duration) {
    Use last = clip.getLast();
    // The film may end before the last sample of a clip does.
    boolean goesOn =
        next.speed().equals(clip.getFirst().speed()) || next.out().end().equals(duration);
    return goesOn
        && next.medium() == Medium.AUDIO
        && last.medium() == Medium.AUDIO
        && last.layer() == next.layer()
        && last.content().equals(next.content())
        && last.out().end().equals(next.out().start())
        && last.source().end().equals(next.source().start());
  }

  /**
   * Where a clip of a render is silent. Sounds that follow each other in a render may be a sample
   * apart, because edges are rounded to samples; that is no silence. Asked of a whole clip, so that
   * what its gain cuts off, which may be less than a sample, is not taken for such a gap.
   */
  private static IntervalSet silent(List<Use> clip, Mosaic film) {
    Use first = clip.getFirst();
    Fraction speed = first.speed();
    Interval out = new Interval(first.out().start(), clip.getLast().out().end());
    RationalTime from = first.source().start();
    Interval source = new Interval(from, from.plus(out.length().times(speed)));
    RationalTime sample = RationalTime.ofSamples(1, MixClip.SAMPLE_RATE);
    return IntervalSet.of(
        Composition.audible(out, source, film, MixClip.SAMPLE_RATE)
            .gapsIn(out.start(), out.end())
            .stream()
            .filter(gap -> gap.length().times(speed.abs()).compareTo(sample) > 0)
            .toList());
  }
}
