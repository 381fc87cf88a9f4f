package io.patchwork.worker.attribution.export;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.composition.ClipPlace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the clip that each use of a lineage comes from: of the clips of its asset the one whose
 * source runs as the use's does, of several the nearest in time, as handles of transitions lie
 * outside of their clips.
 */
final class ClipUses {

  /** By less than which frames and samples move a source range at speed 1, and in reverse. */
  private static final RationalTime SNAP = RationalTime.ofSeconds(1, 50);

  private static final RationalTime SNAP_IN_REVERSE = RationalTime.ofSeconds(1, 20);

  /** In order of time, then of layers. */
  static final Comparator<Use> ORDER =
      Comparator.comparing((Use use) -> use.out().start())
          .thenComparing(Use::medium)
          .thenComparingInt(Use::layer)
          .thenComparing(use -> use.out().end())
          .thenComparing(Use::asset)
          .thenComparing(use -> use.source().start())
          .thenComparing(use -> use.via().toString());

  /**
   * Names of clips that a transition shows outside of their places.
   *
   * @param before those that one leads to
   * @param behind those that one leads away from
   */
  record Handles(Set<String> before, Set<String> behind) {
    Handles {
      before = Set.copyOf(before);
      behind = Set.copyOf(behind);
    }

    /** Whether a clip can be on in all of a range. */
    boolean reach(ClipPlace place, Interval out) {
      boolean isBefore = out.start().compareTo(place.out().start()) < 0;
      boolean isBehind = out.end().compareTo(place.out().end()) > 0;
      return (!isBefore || before.contains(place.clip()))
          && (!isBehind || behind.contains(place.clip()));
    }
  }

  private record Key(Medium medium, Id asset) {}

  /** The places of an asset, in order of the document and by time. */
  private static final class Places {
    private final List<ClipPlace> all = new ArrayList<>();
    private final Map<Long, List<Integer>> buckets = new HashMap<>();

    void add(ClipPlace place) {
      for (long each = bucket(place.out().start()); each <= bucket(place.out().end()); each++) {
        buckets.computeIfAbsent(each, any -> new ArrayList<>()).add(all.size());
      }
      all.add(place);
    }

    private static long bucket(RationalTime time) {
      return time.seconds().dividedBy(BUCKET).floor().longValueExact();
    }

    /** Those near a use that it may come from; all, where none of the near ones fits. */
    List<ClipPlace> near(Use use) {
      TreeSet<Integer> found = new TreeSet<>();
      for (long each = bucket(use.out().start()) - 1; each <= bucket(use.out().end()) + 1; each++) {
        found.addAll(buckets.getOrDefault(each, List.of()));
      }
      List<ClipPlace> near = found.stream().map(all::get).toList();
      return near.stream().anyMatch(place -> isAlong(use, place)) ? near : all;
    }
  }

  /** Of the index by which clips are found, in seconds. */
  private static final Fraction BUCKET = Fraction.of(10);

  private final Handles handles;
  private final Map<Key, Places> places = new HashMap<>();
  private final Map<String, List<Use>> uses = new TreeMap<>();
  private final Map<String, Set<Use>> nested = new TreeMap<>();
  private final List<Use> unplaced = new ArrayList<>();

  /**
   * Places all uses.
   *
   * @param clips places of clips, under names of which no two are equal
   */
  ClipUses(Lineage lineage, List<ClipPlace> clips, Handles handles) {
    this.handles = handles;
    clips.stream()
        .filter(place -> place.state() == ClipPlace.State.PLAYED)
        .forEach(place ->
            places
                .computeIfAbsent(new Key(place.medium(), place.asset()), any -> new Places())
                .add(place));
    lineage.uses().stream().sorted(ORDER).forEach(this::place);
    Map<Id, Set<String>> clipsOf = new HashMap<>();
    clips.forEach(place ->
        clipsOf.computeIfAbsent(place.asset(), any -> new LinkedHashSet<>()).add(place.clip()));
    lineage.nestedUses().stream().sorted(ORDER).forEach(use -> nest(use, clipsOf));
  }

  /** The uses of a clip's own asset. */
  List<Use> of(String clip) {
    return uses.getOrDefault(clip, List.of());
  }

  /** The uses of other assets through a clip. */
  Set<Use> through(String clip) {
    return nested.getOrDefault(clip, Set.of());
  }

  /** Uses that no clip can have made. */
  List<Use> unplaced() {
    return List.copyOf(unplaced);
  }

  private void place(Use use) {
    Places known = places.get(new Key(use.medium(), use.asset()));
    if (known == null) {
      unplaced.add(use);
      return;
    }
    List<ClipPlace> candidates = known.near(use);
    List<Use> parts = parts(use, candidates);
    List<String> clips = parts.stream().map(part -> nearest(part, candidates)).toList();
    if (Set.copyOf(clips).size() == 1) {
      add(clips.getFirst(), use);
      return;
    }
    for (int i = 0; i < parts.size(); i++) {
      add(clips.get(i), parts.get(i));
    }
  }

  private void add(String clip, Use use) {
    uses.computeIfAbsent(clip, any -> new ArrayList<>()).add(use);
  }

  /** A use cut where clips meet that only go on with each other; it is constant all along. */
  private List<Use> parts(Use use, List<ClipPlace> candidates) {
    boolean isConstant =
        use.weight().stream().allMatch(ramp -> ramp.start().equals(ramp.end()))
            && use.medium() != Medium.TEXT;
    TreeSet<RationalTime> cuts = new TreeSet<>();
    if (isConstant) {
      for (ClipPlace place : candidates) {
        RationalTime end = place.out().end();
        if (use.out().start().compareTo(end) < 0
            && end.compareTo(use.out().end()) < 0
            && !handles.behind().contains(place.clip())
            && isAlong(use, place)) {
          cuts.add(end);
        }
      }
    }
    cuts.add(use.out().end());
    List<Use> parts = new ArrayList<>();
    Fraction speed = use.source().length().seconds().dividedBy(use.out().length().seconds());
    RationalTime from = use.out().start();
    for (RationalTime to : cuts) {
      parts.add(part(use, from, to, speed));
      from = to;
    }
    return parts;
  }

  private static Use part(Use use, RationalTime from, RationalTime to, Fraction speed) {
    RationalTime begins = use.out().start();
    RationalTime source = use.source().start();
    return new Use(
        use.medium(),
        use.layer(),
        new Interval(from, to),
        use.asset(),
        use.sha256(),
        new Interval(
            source.plus(from.minus(begins).times(speed)),
            source.plus(to.minus(begins).times(speed))),
        use.box(),
        use.picture(),
        use.shown(),
        null,
        use.weight(),
        use.visible(),
        use.method(),
        use.alpha(),
        use.via());
  }

  /** The clip that a use comes from; of two alike, one that shows nothing else at that time. */
  private String nearest(Use use, List<ClipPlace> candidates) {
    return candidates.stream()
        .min(
            Comparator.comparing((ClipPlace place) -> !handles.reach(place, use.out()))
                .thenComparing(place -> mismatch(use, place))
                .thenComparing(place -> isTaken(place.clip(), use.out()))
                .thenComparing(place -> distance(use.out(), place.out()))
                .thenComparing(place -> difference(use, place)))
        .map(ClipPlace::clip)
        .orElseThrow();
  }

  private boolean isTaken(String clip, Interval out) {
    return of(clip).reversed().stream().limit(2).anyMatch(use -> overlaps(use.out(), out));
  }

  private static boolean overlaps(Interval one, Interval other) {
    return one.start().compareTo(other.end()) < 0 && other.start().compareTo(one.end()) < 0;
  }

  /** Whether a clip's source runs as the use's does. */
  private static boolean isAlong(Use use, ClipPlace place) {
    Fraction speed = speed(place);
    Fraction factor = speed.abs().compareTo(Fraction.ONE) > 0 ? speed.abs() : Fraction.ONE;
    RationalTime snap = (speed.signum() < 0 ? SNAP_IN_REVERSE : SNAP).times(factor);
    return difference(use, place).compareTo(snap) < 0;
  }

  /** None where a clip's source runs as the use's does. */
  private static RationalTime mismatch(Use use, ClipPlace place) {
    return isAlong(use, place) ? RationalTime.ZERO : difference(use, place);
  }

  private static Fraction speed(ClipPlace place) {
    return place.source().length().seconds().dividedBy(place.out().length().seconds());
  }

  /** By how much the ends of a use's source range differ from where the clip has them. */
  private static RationalTime difference(Use use, ClipPlace place) {
    if (use.medium() == Medium.TEXT) {
      return RationalTime.ZERO;
    }
    RationalTime first = expected(use.out().start(), place);
    RationalTime last = expected(use.out().end(), place);
    RationalTime start = use.source().start();
    boolean isStill = start.equals(use.source().end()) && speed(place).signum() != 0;
    return isStill && isHeld(start, first, last)
        ? RationalTime.ZERO
        : RationalTime.max(apart(first, start), apart(last, use.source().end()));
  }

  /** Whether media that stand still are held before their beginning, or behind their end. */
  private static boolean isHeld(RationalTime at, RationalTime first, RationalTime last) {
    return at.equals(RationalTime.ZERO)
        ? RationalTime.min(first, last).compareTo(RationalTime.ZERO) <= 0
        : RationalTime.max(first, last).compareTo(at) >= 0;
  }

  private static RationalTime expected(RationalTime out, ClipPlace place) {
    return place.source().start().plus(out.minus(place.out().start()).times(speed(place)));
  }

  private static RationalTime apart(RationalTime one, RationalTime other) {
    return RationalTime.max(one.minus(other), other.minus(one));
  }

  /** By how much a range lies outside of another. */
  private static RationalTime distance(Interval out, Interval around) {
    RationalTime before = RationalTime.max(RationalTime.ZERO, around.start().minus(out.start()));
    RationalTime behind = RationalTime.max(RationalTime.ZERO, out.end().minus(around.end()));
    return before.plus(behind);
  }

  private void nest(Use use, Map<Id, Set<String>> clipsOf) {
    boolean isPlaced = false;
    for (Id render : use.via().isEmpty() ? List.<Id>of() : use.via().getFirst()) {
      for (String clip : clipsOf.getOrDefault(render, Set.of())) {
        if (of(clip).stream().anyMatch(own -> isThrough(use, own))) {
          nested.computeIfAbsent(clip, any -> new LinkedHashSet<>()).add(use);
          isPlaced = true;
        }
      }
    }
    if (!isPlaced) {
      unplaced.add(use);
    }
  }

  /** Words that are in a render's picture are on while that is. */
  private static boolean isThrough(Use use, Use own) {
    Medium medium = use.medium() == Medium.TEXT ? Medium.VIDEO : use.medium();
    return own.medium() == medium && overlaps(own.out(), use.out());
  }
}
