package io.patchwork.worker.cli;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.flat.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The uses of a lineage as lines for a person, in order of time. The document cuts a use where its
 * weight bends; here the pieces of one use are one line.
 */
final class UsesText {

  private static final int MAX_VALUES = 6;

  private UsesText() {}

  /**
   * The uses of a film's own timeline, with what is in a render below it.
   *
   * @param runs of the film
   */
  static List<String> lines(Lineage lineage, List<Run> runs, LineageLabels labels) {
    Set<Id> renders =
        runs.stream().filter(Run::isRender).map(Run::asset).collect(Collectors.toSet());
    Stream<Line> uses =
        joined(lineage.uses()).stream()
            .filter(JoinedUse::isNoticed)
            .map(use -> use.line(labels))
            .map(line -> line.with(inside(line, renders, runs, labels)));
    Stream<Line> generated = joinedGenerated(lineage.generated()).stream();
    return Stream.concat(uses, generated)
        .sorted(
            Comparator.comparing((Line line) -> line.out.start())
                .thenComparing(Line::medium)
                .thenComparingInt(Line::layer))
        .flatMap(line -> line.texts().stream())
        .toList();
  }

  /** All uses of a film whose renders are replaced by what is in them. */
  static List<String> flat(List<Use> uses, LineageLabels labels) {
    return joined(uses).stream()
        .filter(JoinedUse::isNoticed)
        .map(use -> use.line(labels))
        .sorted(
            Comparator.comparing((Line line) -> line.out.start())
                .thenComparing(Line::medium)
                .thenComparingInt(Line::layer))
        .flatMap(line -> line.texts().stream())
        .toList();
  }

  /**
   * A line.
   *
   * @param layer that of a use; -1, below all, for what is generated
   * @param asset null for what is generated
   * @param below lines about what is in it
   */
  private record Line(
      Medium medium, int layer, Interval out, @Nullable Id asset, String what, List<String> below) {
    Line with(List<String> lines) {
      return new Line(medium, layer, out, asset, what, lines);
    }

    List<String> texts() {
      List<String> texts = new ArrayList<>();
      texts.add(String.format("%-8s %s  %s", medium.wireName(), LineageLabels.range(out), what));
      texts.addAll(below);
      return texts;
    }
  }

  /** Who comes through a render during its use. */
  private static List<String> inside(
      Line line, Set<Id> renders, List<Run> runs, LineageLabels labels) {
    Id render = line.asset();
    if (render == null || !renders.contains(render)) {
      return List.of();
    }
    return runs.stream()
        .filter(run ->
            !run.isRender()
                && run.medium() == line.medium
                && run.through().contains(render)
                && run.out().start().compareTo(line.out.end()) < 0
                && line.out.start().compareTo(run.out().end()) < 0)
        .map(run ->
            "   in it "
                + LineageLabels.range(
                    new Interval(
                        RationalTime.max(run.out().start(), line.out.start()),
                        RationalTime.min(run.out().end(), line.out.end())))
                + "  "
                + labels.madeAsset(run.content()))
        .toList();
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
        String name = "(" + generator.name + ")" + seen;
        lines.add(new Line(generator.medium, -1, out, null, name, List.of()));
      }
    });
    return lines;
  }

  private static boolean isWithin(Interval part, Interval whole) {
    return whole.start().compareTo(part.start()) <= 0 && part.end().compareTo(whole.end()) <= 0;
  }

  /** What pieces of one use have in common. */
  private record Source(Medium medium, Id asset, Sha256 sha256, List<List<Id>> via) {}

  /** Joins the pieces of each use, in order of their beginnings. */
  private static List<JoinedUse> joined(List<Use> uses) {
    Map<Source, List<JoinedUse>> open = new HashMap<>();
    List<JoinedUse> joined = new ArrayList<>();
    uses.stream()
        .sorted(Comparator.comparing(use -> use.out().start()))
        .forEach(use -> {
          List<JoinedUse> alike =
              open.computeIfAbsent(
                  new Source(use.medium(), use.asset(), use.sha256(), use.via()),
                  any -> new ArrayList<>());
          alike.removeIf(
              each -> each.pieces.getLast().out().end().compareTo(use.out().start()) < 0);
          Optional<JoinedUse> before =
              alike.stream().filter(each -> each.isFollowedBy(use)).findFirst();
          if (before.isPresent()) {
            before.get().pieces.add(use);
          } else {
            JoinedUse first = new JoinedUse(use);
            alike.add(first);
            joined.add(first);
          }
        });
    return joined;
  }

  /** Pieces that follow each other without a gap, in the output and in the asset. */
  private static final class JoinedUse {
    private final List<Use> pieces = new ArrayList<>();

    JoinedUse(Use first) {
      pieces.add(first);
    }

    /** Whether a use of the same source goes on with this one, seen more or less than before. */
    boolean isFollowedBy(Use next) {
      Use last = pieces.getLast();
      boolean isAsVisible = (last.visible().signum() > 0) == (next.visible().signum() > 0);
      return last.out().end().equals(next.out().start())
          && last.source().end().equals(next.source().start())
          && isForward(last.source()) == isForward(next.source())
          && Objects.equals(last.box(), next.box())
          && (isAsVisible || last.medium() == Medium.AUDIO);
    }

    private static boolean isForward(Interval source) {
      return source.end().compareTo(source.start()) >= 0;
    }

    /** Whether a person notices it: sound of gain 0 is not there, a covered picture is. */
    boolean isNoticed() {
      return pieces.getFirst().medium() != Medium.AUDIO || pieces.stream().anyMatch(Use::isPresent);
    }

    Line line(LineageLabels labels) {
      Use first = pieces.getFirst();
      Interval out = new Interval(first.out().start(), pieces.getLast().out().end());
      // Of a sound, only what is silent is not all there, and the gain says that.
      String seen = first.medium() == Medium.AUDIO ? "" : seen(visible(out));
      List<Id> through = first.via().isEmpty() ? List.of() : first.via().getFirst();
      String people = labels.makers(first.content());
      return new Line(
          first.medium(),
          first.layer(),
          out,
          first.asset(),
          labels.asset(first.asset())
              + seen
              + weight(first.medium())
              + (people.isEmpty() ? "" : "  by " + people)
              + labels.through(through),
          List.of());
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
      List<String> shown = values.stream().map(LineageLabels::decimal).toList();
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
    return visible.equals(Fraction.ONE) ? "" : "  (" + LineageLabels.perCent(visible) + ")";
  }
}
