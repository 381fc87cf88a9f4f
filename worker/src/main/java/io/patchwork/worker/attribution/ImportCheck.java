package io.patchwork.worker.attribution;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Composition;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.SignCheck;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses a film of an imported lineage that contradicts itself, or claims more than there is.
 *
 * @param name of the film, for people
 * @param remixes how long the films that it may use are, as far as anything is known of them
 */
record ImportCheck(String name, Map<Id, RationalTime> remixes) {

  private static final RationalTime MAX_DURATION = RationalTime.ofSeconds(24L * 3600, 1);

  /** Factors of one weight, so that an exact check of it ends. */
  private static final int MAX_FACTORS = 16;

  ImportCheck {
    remixes = Map.copyOf(remixes);
  }

  /** How long the films are that only their uses are known of. */
  static Map<Id, RationalTime> lengths(Map<Id, List<ImportedLineage.Segment>> films) {
    Map<Id, RationalTime> lengths = new HashMap<>();
    films.forEach((film, segments) -> lengths.put(film, end(segments)));
    return lengths;
  }

  /** When the last use ends. */
  static RationalTime end(List<ImportedLineage.Segment> segments) {
    return segments.stream()
        .map(segment -> segment.out().end())
        .reduce(RationalTime.ZERO, RationalTime::max);
  }

  /** Checks the uses of a film. */
  void check(List<ImportedLineage.Segment> segments, RationalTime length) throws Refused {
    for (ImportedLineage.Segment segment : segments) {
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

  private void check(ImportedLineage.Segment segment) throws Refused {
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
  private void checkSource(ImportedLineage.Segment segment) throws Refused {
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
  private void checkNumber(List<ImportedLineage.Segment> segments) throws Refused {
    for (Medium medium : List.of(Medium.VIDEO, Medium.AUDIO)) {
      List<Interval> uses =
          segments.stream()
              .filter(segment -> segment.kind() == medium)
              .map(ImportedLineage.Segment::out)
              .toList();
      RationalTime[] starts =
          uses.stream().map(Interval::start).sorted().toArray(RationalTime[]::new);
      RationalTime[] ends = uses.stream().map(Interval::end).sorted().toArray(RationalTime[]::new);
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
