package io.patchwork.worker.attribution;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Ancestry;
import io.patchwork.worker.attribution.ancestry.Composition;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Playback;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.SignCheck;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Slices;
import io.patchwork.worker.attribution.ancestry.Tile;
import io.patchwork.worker.attribution.ancestry.Via;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lineage from elsewhere: what a film uses when, and the same of the films that it uses. It has
 * no rectangles and no frames, so a change is where it is said to be, in between frames too.
 *
 * @param duration of the film; absent where it ends with its last use
 * @param render uses of the film
 * @param remixes uses of the films among its assets, by their ids
 */
public record ImportedLineage(
    @Nullable RationalTime duration, List<Segment> render, Map<Id, List<Segment>> remixes) {

  @SuppressWarnings("nullness") // an absent map arrives as null
  public ImportedLineage {
    render = List.copyOf(render);
    remixes = remixes == null ? Map.of() : Map.copyOf(remixes);
  }

  /**
   * A use.
   *
   * @param out range in the film
   * @param src range in the asset; backwards in reverse, and a point for a freeze
   * @param weight factors of the share of the picture, or of the gain; none for 1
   */
  public record Segment(Medium kind, Interval out, Id asset, Interval src, List<Ramp> weight) {

    @SuppressWarnings("nullness") // what is absent arrives as null
    public Segment {
      if (kind == null || asset == null || !isWhole(out) || !isWhole(src)) {
        throw new IllegalArgumentException("a use needs kind, out, asset and src");
      }
      weight = weight == null ? List.of() : List.copyOf(weight);
    }

    @SuppressWarnings("nullness") // what is absent arrives as null
    private static boolean isWhole(Interval range) {
      return range != null && range.start() != null && range.end() != null;
    }
  }

  /**
   * The film with the parts of the films in it in their places.
   *
   * @throws Refused if it contradicts itself, if a film is in itself, or if there is too much in it
   */
  public Mosaic composed() throws Refused {
    Map<AssetContent, Mosaic> films = films();
    return new Ancestry(asset -> Optional.ofNullable(films.get(asset))).compose(film());
  }

  /** The film's own parts. */
  public Mosaic film() throws Refused {
    return film("the film", render, duration);
  }

  /** The own parts of the films in it. */
  public Map<AssetContent, Mosaic> films() throws Refused {
    Map<AssetContent, Mosaic> films = new HashMap<>();
    for (Map.Entry<Id, List<Segment>> each : remixes.entrySet()) {
      films.put(
          AssetContent.unknown(each.getKey()), film(each.getKey().value(), each.getValue(), null));
    }
    return films;
  }

  private Mosaic film(String name, List<Segment> segments, @Nullable RationalTime length)
      throws Refused {
    Check check = new Check(name, Check.lengths(remixes));
    RationalTime whole = length == null ? Check.end(segments) : length;
    check.check(segments, whole);
    return new Mosaic(
        whole,
        null,
        pictures(check, Slices.of(spans(segments, Medium.VIDEO), whole)),
        Slices.of(spans(segments, Medium.AUDIO), whole),
        List.of());
  }

  private List<Slices.Ranged> spans(List<Segment> segments, Medium medium) {
    return segments.stream()
        .filter(segment -> segment.kind == medium)
        .map(segment ->
            new Slices.Ranged(
                segment.out,
                new Part(
                    new Origin.OfAsset(AssetContent.unknown(segment.asset)),
                    segment.src,
                    Box.WHOLE,
                    Polynomial.product(segment.weight),
                    segment.weight,
                    Via.NONE,
                    Use.RENDERED,
                    remixes.containsKey(segment.asset) ? new Playback.Continuous() : null,
                    null)))
        .toList();
  }

  /** The same with black where nobody is. */
  private static List<Slice> pictures(Check check, List<Slice> slices) throws Refused {
    List<Slice> filled = new ArrayList<>();
    for (Slice slice : slices) {
      List<Part> parts = new ArrayList<>();
      Polynomial rest = Polynomial.ONE;
      for (Tile tile : slice.tiles()) {
        for (Part part : tile.parts()) {
          parts.add(part);
          rest = rest.minus(part.weight());
        }
      }
      check.checkRest(slice.out(), rest);
      if (!rest.isZero()) {
        parts.add(Part.generated(Generated.BLACK, rest));
      }
      filled.add(new Slice(slice.out(), List.of(Tile.of(Box.WHOLE, parts))));
    }
    return filled;
  }

  /**
   * Refuses a film of an imported lineage that contradicts itself, or claims more than there is.
   *
   * @param name of the film, for people
   * @param remixes how long the films that it may use are, as far as anything is known of them
   */
  private record Check(String name, Map<Id, RationalTime> remixes) {

    private static final RationalTime MAX_DURATION = RationalTime.ofSeconds(24L * 3600, 1);

    /** Factors of one weight, so that an exact check of it ends. */
    private static final int MAX_FACTORS = 16;

    Check {
      remixes = Map.copyOf(remixes);
    }

    /** How long the films are that only their uses are known of. */
    static Map<Id, RationalTime> lengths(Map<Id, List<Segment>> films) {
      Map<Id, RationalTime> lengths = new HashMap<>();
      films.forEach((film, segments) -> lengths.put(film, end(segments)));
      return lengths;
    }

    /** When the last use ends. */
    static RationalTime end(List<Segment> segments) {
      return segments.stream()
          .map(segment -> segment.out().end())
          .reduce(RationalTime.ZERO, RationalTime::max);
    }

    /** Checks the uses of a film. */
    void check(List<Segment> segments, RationalTime length) throws Refused {
      for (Segment segment : segments) {
        check(segment);
      }
      RationalTime end = end(segments);
      if (end.compareTo(length) > 0) {
        throw invalid(
            " names a use up to "
                + end.toClock()
                + ", but the film is "
                + length.toClock()
                + " long; correct the document.");
      }
      if (length.isNegative() || length.compareTo(MAX_DURATION) > 0) {
        throw invalid(
            " says that it is "
                + length
                + " s long; a film has 0 to "
                + MAX_DURATION.seconds()
                + " s.");
      }
      checkNumber(segments);
    }

    private void check(Segment segment) throws Refused {
      Interval out = segment.out();
      if (out.isEmpty() || out.start().isNegative()) {
        throw invalid(
            " has a use of "
                + segment.asset()
                + " from "
                + out.start()
                + " to "
                + out.end()
                + ", which is no range of a film; correct the document.");
      }
      if (segment.kind() == Medium.TEXT) {
        throw invalid(" has a use of the kind text; only video and audio can be imported.");
      }
      for (Ramp ramp : segment.weight()) {
        if (ramp.start().signum() < 0 || ramp.end().signum() < 0) {
          throw invalid(" has a weight below 0 for " + segment.asset() + "; correct the document.");
        }
      }
      if (segment.weight().size() > MAX_FACTORS) {
        throw tooLarge(
            " has a weight of "
                + segment.weight().size()
                + " factors for "
                + segment.asset()
                + "; multiply them out to at most "
                + MAX_FACTORS
                + ".");
      }
      checkSource(segment);
    }

    /** A film holds nobody's work behind its end. */
    private void checkSource(Segment segment) throws Refused {
      RationalTime low = RationalTime.min(segment.src().start(), segment.src().end());
      RationalTime high = RationalTime.max(segment.src().start(), segment.src().end());
      if (low.isNegative()) {
        throw invalid(
            " uses "
                + segment.asset()
                + " from "
                + low
                + ", which is before its beginning; correct the document.");
      }
      RationalTime length = remixes.get(segment.asset());
      if (length == null) {
        return;
      }
      boolean isPoint = low.equals(high);
      if (high.compareTo(length) > 0 || (isPoint && high.equals(length))) {
        throw invalid(
            " uses "
                + segment.asset()
                + (isPoint ? " at " : " up to ")
                + high.toClock()
                + ", but it is "
                + length.toClock()
                + " long; correct the use, or name what is behind that in "
                + segment.asset()
                + ".");
      }
    }

    /** Counts uses by the ranges into which they cut each other, before these are made. */
    private void checkNumber(List<Segment> segments) throws Refused {
      for (Medium medium : List.of(Medium.VIDEO, Medium.AUDIO)) {
        List<Interval> uses =
            segments.stream()
                .filter(segment -> segment.kind() == medium)
                .map(Segment::out)
                .toList();
        RationalTime[] starts =
            uses.stream().map(Interval::start).sorted().toArray(RationalTime[]::new);
        RationalTime[] ends =
            uses.stream().map(Interval::end).sorted().toArray(RationalTime[]::new);
        RationalTime[] edges =
            uses.stream()
                .flatMap(use -> List.of(use.start(), use.end()).stream())
                .distinct()
                .sorted()
                .toArray(RationalTime[]::new);
        long parts = 0;
        int started = 0;
        int ended = 0;
        for (RationalTime edge : edges) {
          while (started < starts.length && starts[started].compareTo(edge) <= 0) {
            started++;
          }
          while (ended < ends.length && ends[ended].compareTo(edge) <= 0) {
            ended++;
          }
          parts += started - ended;
        }
        if (parts > Composition.MAX_PARTS) {
          throw tooLarge(
              " has uses that cut each other into more than "
                  + Composition.MAX_PARTS
                  + " parts; give the document in several.");
        }
      }
    }

    /**
     * Checks that nobody has less than nothing.
     *
     * @param rest of the picture, which nobody has
     */
    void checkRest(Interval out, Polynomial rest) throws Refused {
      if (!rest.isReadable()) {
        throw tooLarge(
            " has weights from "
                + out.start().toClock()
                + " to "
                + out.end().toClock()
                + " that come to more than "
                + Fraction.MAX_DIGITS
                + " digits; give them with fewer.");
      }
      Optional<Fraction> at = SignCheck.belowZero(rest);
      if (at.isPresent()) {
        throw invalid(
            " gives more than the whole picture away from "
                + out.start().toClock()
                + " to "
                + out.end().toClock()
                + ", first at about "
                + out.start().plus(out.length().times(at.get())).toClock()
                + "; correct the weights.");
      }
    }

    private Refused invalid(String what) {
      return new Refused(FailureCode.INVALID_LINEAGE, "The lineage of " + name + what);
    }

    private Refused tooLarge(String what) {
      return new Refused(FailureCode.TOO_LARGE, "The lineage of " + name + what);
    }
  }
}
