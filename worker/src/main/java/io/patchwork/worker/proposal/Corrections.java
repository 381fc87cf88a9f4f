package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.proposal.Correction;
import io.patchwork.schema.proposal.Correction.Cause;
import io.patchwork.schema.proposal.Correction.Change;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.proposal.ProposalBody;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The difference of two proposals by line, each with why. */
public final class Corrections {

  private static final int MAX_CAUSES = 5;

  /** All of an asset in a pool of a render. */
  private record Work(int render, Pool pool, Line.Part part, Id asset) implements Comparable<Work> {
    private static final Comparator<Work> ORDER =
        Comparator.comparing(Work::asset)
            .thenComparing(Work::pool)
            .thenComparingInt(Work::render)
            .thenComparing(Work::part);

    @Override
    public int compareTo(Work other) {
      return ORDER.compare(this, other);
    }
  }

  private final ProposalBody old;
  private final ProposalBody now;
  private final Currency currency;
  private final SortedMap<String, Line> oldLines = new TreeMap<>(LargestRemainder.BY_CODE_POINT);
  private final SortedMap<String, Line> newLines = new TreeMap<>(LargestRemainder.BY_CODE_POINT);
  private final SortedMap<Work, List<Cause>> ofWork = new TreeMap<>();
  private final List<Cause> ofAll = new ArrayList<>();

  private Corrections(ProposalBody old, ProposalBody now, Currency currency) {
    this.old = old;
    this.now = now;
    this.currency = currency;
    old.lines().forEach(line -> oldLines.put(line.id(), line));
    now.lines().forEach(line -> newLines.put(line.id(), line));
  }

  /**
   * New minus old.
   *
   * @throws Failure.Refused if their currencies differ
   */
  public static Correction between(ProposalBody old, ProposalBody now) throws Failure.Refused {
    if (!old.currency().equals(now.currency())) {
      throw InvalidProposal.because(
          "The earlier proposal is in "
              + old.currency()
              + " and this one in "
              + now.currency()
              + "; give an amount in the currency that was paid.");
    }
    return new Corrections(old, now, Money.currency(now.currency())).correction();
  }

  private Correction correction() throws Failure.Refused {
    findCauses();
    SortedSet<String> ids = new TreeSet<>(LargestRemainder.BY_CODE_POINT);
    ids.addAll(oldLines.keySet());
    ids.addAll(newLines.keySet());
    List<Correction.ChangedLine> changed = new ArrayList<>();
    for (String id : ids) {
      Line before = oldLines.get(id);
      Line after = newLines.get(id);
      BigInteger difference = units(after, false).subtract(units(before, false));
      BigInteger payable = units(after, true).subtract(units(before, true));
      if (difference.signum() != 0 || payable.signum() != 0) {
        Line line = after == null ? Objects.requireNonNull(before) : after;
        changed.add(
            new Correction.ChangedLine(
                id,
                line.payee(),
                text(units(before, false)),
                text(units(after, false)),
                text(difference),
                text(payable),
                causes(before, after, line, difference)));
      }
    }
    return new Correction(
        old.digest(),
        text(units(now.amount()).subtract(units(old.amount()))),
        text(units(now.due()).subtract(units(old.due()))),
        changed);
  }

  private void findCauses() throws Failure.Refused {
    if (!old.policy().equals(now.policy())) {
      ofAll.add(cause(Change.POLICY_CHANGED));
    }
    if (!old.adjustments().equals(now.adjustments())) {
      ofAll.add(cause(Change.ADJUSTMENTS_CHANGED));
    }
    if (!old.amount().equals(now.amount())) {
      ofAll.add(cause(Change.AMOUNT_CHANGED));
    } else if (reserve(now).compareTo(reserve(old)) < 0) {
      ofAll.add(cause(Change.RESERVE_GIVEN_OUT));
    }
    SortedMap<Work, List<Line>> before = works(old);
    SortedMap<Work, List<Line>> after = works(now);
    SortedSet<Work> works = new TreeSet<>(before.keySet());
    works.addAll(after.keySet());
    for (Work work : works) {
      List<Cause> causes =
          causes(work, before.getOrDefault(work, List.of()), after.getOrDefault(work, List.of()));
      if (!causes.isEmpty()) {
        ofWork.put(work, causes);
      }
    }
  }

  private BigInteger reserve(ProposalBody body) throws Failure.Refused {
    BigInteger units = BigInteger.ZERO;
    for (Line line : body.lines()) {
      if (line.part() == Line.Part.RESERVE) {
        units = units.add(units(line.amount()));
      }
    }
    return units;
  }

  private static Cause cause(Change change) {
    return new Cause(change, null, null, List.of());
  }

  private static SortedMap<Work, List<Line>> works(ProposalBody body) {
    SortedMap<Work, List<Line>> works = new TreeMap<>();
    for (Line line : body.lines()) {
      work(line).ifPresent(work -> works.computeIfAbsent(work, key -> new ArrayList<>()).add(line));
    }
    return works;
  }

  private static Optional<Work> work(Line line) {
    Id asset = line.asset();
    Pool pool = line.pool();
    return asset == null || pool == null
        ? Optional.empty()
        : Optional.of(
            new Work(
                line.render(),
                pool,
                line.part() == Line.Part.CONTAINED ? Line.Part.SOURCE : line.part(),
                asset));
  }

  /** What changed about all of an asset in a pool. */
  private static List<Cause> causes(Work work, List<Line> before, List<Line> after) {
    if (before.isEmpty()
        || after.isEmpty()
        || !before.getFirst().seconds().equals(after.getFirst().seconds())) {
      return List.of(new Cause(Change.LINEAGE_CHANGED, work.asset, work.pool, List.of()));
    }
    Map<Id, Fraction> old = splits(before);
    Map<Id, Fraction> now = splits(after);
    List<Id> added = now.keySet().stream().filter(id -> !old.containsKey(id)).sorted().toList();
    List<Id> removed = old.keySet().stream().filter(id -> !now.containsKey(id)).sorted().toList();
    List<Cause> causes = new ArrayList<>();
    if (!added.isEmpty()) {
      causes.add(new Cause(Change.PEOPLE_ADDED, work.asset, null, added));
    }
    if (!removed.isEmpty()) {
      causes.add(new Cause(Change.PEOPLE_REMOVED, work.asset, null, removed));
    }
    if (causes.isEmpty() && !old.equals(now)) {
      causes.add(new Cause(Change.SPLIT_CHANGED, work.asset, null, List.of()));
    }
    return causes;
  }

  private static Map<Id, Fraction> splits(List<Line> lines) {
    Map<Id, Fraction> splits = new HashMap<>();
    for (Line line : lines) {
      if (line.payee() != null) {
        splits.merge(line.payee(), line.split(), Fraction::plus);
      }
    }
    return splits;
  }

  /** Why a line changed: its own asset first, then its pool, then the whole. */
  private List<Cause> causes(
      @Nullable Line before, @Nullable Line after, Line line, BigInteger difference) {
    if (difference.signum() == 0) {
      return List.of(new Cause(Change.HOLD_CHANGED, line.asset(), null, List.of()));
    }
    List<Cause> own =
        work(line).map(work -> ofWork.getOrDefault(work, List.of())).orElse(List.of());
    List<Cause> found = new ArrayList<>(own);
    found.addAll(ofAll);
    boolean isMeasuredAlike =
        before != null && after != null && before.measuredShare().equals(after.measuredShare());
    if (own.isEmpty() && !isMeasuredAlike) {
      found.addAll(lineageIn(line));
    }
    return found.isEmpty()
        ? List.of(cause(Change.DIVISION_CHANGED))
        : found.stream().distinct().limit(MAX_CAUSES).toList();
  }

  /** Changes of other assets, which change what the line is a share of. */
  private List<Cause> lineageIn(Line line) {
    Stream<Map.Entry<Work, List<Cause>>> near =
        ofWork.entrySet().stream()
            .filter(each -> each.getKey().render == line.render())
            .filter(each -> each.getKey().pool.equals(line.pool()));
    List<Cause> causes = lineage(near);
    return causes.isEmpty() ? lineage(ofWork.entrySet().stream()) : causes;
  }

  private static List<Cause> lineage(Stream<Map.Entry<Work, List<Cause>>> works) {
    return works
        .flatMap(each -> each.getValue().stream())
        .filter(each -> each.change() == Change.LINEAGE_CHANGED)
        .distinct()
        .limit(MAX_CAUSES)
        .toList();
  }

  private BigInteger units(@Nullable Line line, boolean isDue) throws Failure.Refused {
    return line == null ? BigInteger.ZERO : units(isDue ? line.due() : line.amount());
  }

  private BigInteger units(String text) throws Failure.Refused {
    return Money.parse(text, currency).units();
  }

  private String text(BigInteger units) {
    return Money.text(units, currency);
  }
}
