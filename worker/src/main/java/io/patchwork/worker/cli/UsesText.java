package io.patchwork.worker.cli;

import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The uses of a lineage as lines for a person, in order of time. The document cuts a use where its
 * weight bends; here the pieces of one use are one line.
 */
final class UsesText {

  private static final int DIGITS = 3;
  private static final int MAX_VALUES = 6;

  private UsesText() {}

  static List<String> lines(Lineage lineage) {
    Stream<Line> uses =
        joined(lineage.uses()).stream().filter(JoinedUse::isNoticed).map(JoinedUse::line);
    Stream<Line> generated = joinedGenerated(lineage.generated()).stream();
    return Stream.concat(uses, generated)
        .sorted(
            Comparator.comparing((Line line) -> line.out.start())
                .thenComparing(Line::medium)
                .thenComparingInt(Line::layer))
        .map(Line::text)
        .toList();
  }

  /**
   * A line.
   *
   * @param layer that of a use; -1, below all, for what is generated
   */
  private record Line(Medium medium, int layer, Interval out, String what) {
    String text() {
      return String.format(
          "%-8s %s – %s  %s", medium.wireName(), out.start().toClock(), out.end().toClock(), what);
    }
  }

  /** What generated pieces are of. */
  private record Generator(Medium medium, String name) {}

  /** What is generated without a gap is a line, with its average share of the frame. */
  private static List<Line> joinedGenerated(List<Generated> generated) {
    Map<Generator, List<Generated>> pieces =
        generated.stream()
            .collect(
                Collectors.groupingBy(
                    piece -> new Generator(piece.medium(), piece.generator()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<Line> lines = new ArrayList<>();
    pieces.forEach((generator, of) -> {
      for (Interval out : IntervalSet.of(of.stream().map(Generated::out).toList()).parts()) {
        Fraction sum =
            of.stream()
                .filter(piece -> isWithin(piece.out(), out))
                .map(piece -> piece.visible().times(piece.out().length().seconds()))
                .reduce(Fraction.ZERO, Fraction::plus);
        String seen = seen(sum.dividedBy(out.length().seconds()));
        lines.add(new Line(generator.medium, -1, out, "(" + generator.name + ")" + seen));
      }
    });
    return lines;
  }

  private static boolean isWithin(Interval part, Interval whole) {
    return whole.start().compareTo(part.start()) <= 0 && part.end().compareTo(whole.end()) <= 0;
  }

  /** Joins the pieces of each use, in order of their beginnings. */
  private static List<JoinedUse> joined(List<Use> uses) {
    List<JoinedUse> joined = new ArrayList<>();
    uses.stream()
        .sorted(Comparator.comparing(use -> use.out().start()))
        .forEach(use ->
            joined.stream()
                .filter(each -> each.isFollowedBy(use))
                .findFirst()
                .ifPresentOrElse(
                    each -> each.pieces.add(use), () -> joined.add(new JoinedUse(use))));
    return joined;
  }

  /** Pieces that follow each other without a gap, in the output and in the asset. */
  private static final class JoinedUse {
    private final List<Use> pieces = new ArrayList<>();

    JoinedUse(Use first) {
      pieces.add(first);
    }

    boolean isFollowedBy(Use next) {
      Use last = pieces.getLast();
      boolean isWeighed = !last.weight().isEmpty() || !next.weight().isEmpty();
      return last.medium() == next.medium()
          && last.layer() == next.layer()
          && last.asset().equals(next.asset())
          && last.sha256().equals(next.sha256())
          && last.out().end().equals(next.out().start())
          && last.source().end().equals(next.source().start())
          && isForward(last.source()) == isForward(next.source())
          && Objects.equals(last.box(), next.box())
          && (isWeighed || last.visible().equals(next.visible()));
    }

    private static boolean isForward(Interval source) {
      return source.end().compareTo(source.start()) >= 0;
    }

    /** Whether a person notices it: sound of gain 0 is not there, a covered picture is. */
    boolean isNoticed() {
      return pieces.getFirst().medium() != Medium.AUDIO || pieces.stream().anyMatch(Use::isPresent);
    }

    Line line() {
      Use first = pieces.getFirst();
      Interval out = new Interval(first.out().start(), pieces.getLast().out().end());
      // Of a sound, only what is silent is not all there, and the gain says that.
      String seen = first.medium() == Medium.AUDIO ? "" : seen(visible(out));
      return new Line(
          first.medium(), first.layer(), out, first.asset() + seen + weight(first.medium()));
    }

    /** The average over all pieces. */
    private Fraction visible(Interval out) {
      Fraction sum = Fraction.ZERO;
      for (Use piece : pieces) {
        sum = sum.plus(piece.visible().times(length(piece.out()).seconds()));
      }
      Fraction whole = length(out).seconds();
      return whole.signum() == 0 ? pieces.getFirst().visible() : sum.dividedBy(whole);
    }

    private static RationalTime length(Interval interval) {
      return interval.end().minus(interval.start());
    }

    /** The weights at the ends and where they turn. */
    private String weight(Medium medium) {
      List<Fraction> values = new ArrayList<>();
      for (Use piece : pieces) {
        add(product(piece.weight(), Ramp::start), values);
        add(product(piece.weight(), Ramp::end), values);
      }
      if (values.equals(List.of(Fraction.ONE))) {
        return "";
      }
      List<String> shown = values.stream().map(UsesText::decimal).toList();
      boolean isLong = shown.size() > MAX_VALUES;
      return (medium == Medium.AUDIO ? "  gain " : "  opacity ")
          + String.join(" → ", shown.subList(0, isLong ? MAX_VALUES - 1 : shown.size()))
          + (isLong ? " → … → " + shown.getLast() : "");
    }

    /** Adds a value; one between its neighbours says nothing. */
    private static void add(Fraction value, List<Fraction> values) {
      int size = values.size();
      if (size > 0 && values.getLast().equals(value)) {
        return;
      }
      boolean isOnTheWay =
          size > 1
              && values.get(size - 2).compareTo(values.get(size - 1))
                  == values.get(size - 1).compareTo(value);
      if (isOnTheWay) {
        values.removeLast();
      }
      values.add(value);
    }

    private static Fraction product(
        List<Ramp> weight, java.util.function.Function<Ramp, Fraction> end) {
      return weight.stream().map(end).reduce(Fraction.ONE, Fraction::times);
    }
  }

  private static String seen(Fraction visible) {
    if (visible.signum() == 0) {
      return "  (not visible)";
    }
    return visible.equals(Fraction.ONE)
        ? ""
        : "  (" + decimal(visible.times(Fraction.of(100))) + " %)";
  }

  private static String decimal(Fraction value) {
    return value.toDecimal(new MathContext(DIGITS)).stripTrailingZeros().toPlainString();
  }
}
