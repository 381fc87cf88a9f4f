package io.patchwork.worker.attribution.absence;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Appearance;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.absence.Absence.Inside;
import io.patchwork.worker.composition.ClipPlace;
import io.patchwork.worker.composition.MixClip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is in a film's timeline, in the renders that it uses, or declared, and is not seen,
 * heard or read.
 */
public final class Absences {

  private static final RationalTime SAMPLE = RationalTime.ofSamples(1, MixClip.SAMPLE_RATE);

  private final Evidence evidence;
  private final Lineage lineage;
  private final UseReasons reasons;
  private final Map<Kind, List<Interval>> found = new LinkedHashMap<>();
  private final Set<Absence> placeless = new LinkedHashSet<>();

  /** Absences that are one where they touch. */
  private record Kind(Id asset, Medium medium, Reason reason) {}

  /** Where something is in a medium. */
  private record Place(Medium medium, Id asset) {}

  private Absences(Evidence evidence) {
    this.evidence = evidence;
    this.lineage = evidence.lineage();
    this.reasons = new UseReasons(lineage);
  }

  /** All absences, in order of assets, then of time. */
  public static List<Absence> of(Evidence evidence) {
    return new Absences(evidence).find();
  }

  /**
   * The absences of some assets; those that are nowhere are said never to be used.
   *
   * @param all of the film
   */
  public static List<Absence> of(Evidence evidence, List<Absence> all, Set<Id> assets) {
    Set<Id> known =
        Appearance.of(evidence.lineage()).stream()
            .map(each -> each.content().asset())
            .collect(Collectors.toCollection(HashSet::new));
    all.forEach(each -> known.add(each.asset()));
    List<Absence> some =
        new ArrayList<>(all.stream().filter(each -> assets.contains(each.asset())).toList());
    for (Id asset : new TreeSet<>(assets)) {
      if (!known.contains(asset)) {
        boolean isTold = evidence.places() != null;
        Reason reason = isTold ? Reason.NEVER_USED : Reason.UNKNOWN;
        some.add(new Absence(asset, null, reason, null, null));
      }
    }
    return some;
  }

  private List<Absence> find() {
    addUses();
    List<ClipPlace> places = evidence.places();
    if (places != null) {
      addPlaces(places);
    }
    addNested();
    addDeclared();
    List<Absence> all = new ArrayList<>(joined());
    found.forEach((kind, intervals) ->
        IntervalSet.of(intervals)
            .parts()
            .forEach(out -> all.add(new Absence(kind.asset, kind.medium, kind.reason, out, null))));
    return all.stream()
        .sorted(
            Comparator.comparing(Absence::asset)
                .thenComparing(each -> each.out() == null)
                .thenComparing(Absences::start)
                .thenComparing(Absences::medium)
                .thenComparing(Absence::reason))
        .toList();
  }

  /** Those in renders, joined where one goes on with another in the film and in the render. */
  private List<Absence> joined() {
    List<Absence> joined = new ArrayList<>();
    for (Absence next :
        placeless.stream()
            .sorted(
                Comparator.comparing(Absence::asset)
                    .thenComparing(Absences::medium)
                    .thenComparing(Absence::reason)
                    .thenComparing(Absences::start))
            .toList()) {
      if (!joined.isEmpty() && goesOn(joined.getLast(), next)) {
        joined.add(both(joined.removeLast(), next));
      } else {
        joined.add(next);
      }
    }
    return joined;
  }

  private static boolean goesOn(Absence before, Absence next) {
    return before.asset().equals(next.asset())
        && before.medium() == next.medium()
        && before.reason() == next.reason()
        && before.out() != null
        && next.out() != null
        && before.out().end().equals(next.out().start())
        && before.inside() != null
        && next.inside() != null
        && before.inside().render().equals(next.inside().render())
        && (before.inside().range().end().equals(next.inside().range().start())
            || next.inside().range().end().equals(before.inside().range().start()));
  }

  private static Absence both(Absence before, Absence next) {
    Inside one = Objects.requireNonNull(before.inside());
    Inside other = Objects.requireNonNull(next.inside());
    return new Absence(
        before.asset(),
        before.medium(),
        before.reason(),
        Intervals.around(Objects.requireNonNull(before.out()), Objects.requireNonNull(next.out())),
        new Inside(one.render(), Intervals.around(one.range(), other.range())));
  }

  private static RationalTime start(Absence absence) {
    Interval out = absence.out();
    Inside inside = absence.inside();
    return out != null ? out.start() : inside == null ? RationalTime.ZERO : inside.range().start();
  }

  private static String medium(Absence absence) {
    Medium medium = absence.medium();
    return medium == null ? "" : medium.wireName();
  }

  private void add(Id asset, Medium medium, Reason reason, Interval out) {
    if (!out.isEmpty()) {
      found.computeIfAbsent(new Kind(asset, medium, reason), kind -> new ArrayList<>()).add(out);
    }
  }

  private void addUses() {
    for (Use use : lineage.uses()) {
      if (!use.isPresent() && !UseReasons.isSilent(use)) {
        add(use.asset(), use.medium(), reasons.why(use), use.out());
      }
    }
  }

  private void addPlaces(List<ClipPlace> places) {
    Map<Place, List<ClipPlace>> played = new LinkedHashMap<>();
    for (ClipPlace place : places) {
      switch (place.state()) {
        case PLAYED ->
            played
                .computeIfAbsent(new Place(place.medium(), place.asset()), any -> new ArrayList<>())
                .add(place);
        case DISABLED_ITEM -> add(place, Reason.DISABLED_ITEM);
        case DISABLED_TRACK -> add(place, Reason.DISABLED_TRACK);
        case CUT_AWAY -> add(place, Reason.CUT_AWAY);
        case OUT_OF_RANGE -> add(place, Reason.OUT_OF_RANGE);
        case UNDER_A_FRAME -> add(place, Reason.UNDER_A_FRAME);
        case NOT_IN_OUTPUT -> add(place, Reason.NOT_IN_OUTPUT);
        case WITHOUT_SOUND -> add(place, Reason.WITHOUT_SOUND);
      }
    }
    Map<Place, List<Interval>> uses = new LinkedHashMap<>();
    for (Use use : lineage.uses()) {
      uses.computeIfAbsent(new Place(use.medium(), use.asset()), any -> new ArrayList<>())
          .add(use.out());
    }
    played.forEach((place, clips) -> {
      // Between the words of a file nobody is missing.
      if (place.medium != Medium.TEXT) {
        addUnused(clips, IntervalSet.of(uses.getOrDefault(place, List.of())));
      }
    });
  }

  private void add(ClipPlace place, Reason reason) {
    add(place.asset(), place.medium(), reason, place.out());
  }

  /** Adds where clips play and have no use: behind the end of their sound, or nobody knows why. */
  private void addUnused(List<ClipPlace> clips, IntervalSet uses) {
    IntervalSet all = IntervalSet.of(clips.stream().map(ClipPlace::out).toList());
    for (Interval gap : Intervals.without(all, uses)) {
      for (ClipPlace clip : clips) {
        Interval part = Intervals.and(gap, clip.out());
        if (!part.isEmpty()) {
          Reason reason = isBeyond(clip, part) ? Reason.BEYOND_ITS_MEDIA : Reason.UNKNOWN;
          add(clip.asset(), clip.medium(), reason, part);
        }
      }
    }
  }

  /** Whether all of a gap lies outside of the clip's media, to a sample. */
  private static boolean isBeyond(ClipPlace clip, Interval gap) {
    @Nullable RationalTime length = clip.mediaLength();
    if (length == null) {
      return false;
    }
    RationalTime one = sourceAt(clip, gap.start());
    RationalTime other = sourceAt(clip, gap.end());
    return RationalTime.min(one, other).plus(SAMPLE).compareTo(length) >= 0
        || RationalTime.max(one, other).compareTo(SAMPLE) <= 0;
  }

  private static RationalTime sourceAt(ClipPlace clip, RationalTime out) {
    return clip.source()
        .start()
        .plus(
            clip.source()
                .length()
                .times(
                    out.minus(clip.out().start())
                        .seconds()
                        .dividedBy(clip.out().length().seconds())));
  }

  private void addNested() {
    Map<Id, List<Use>> renders = new LinkedHashMap<>();
    for (Use use : lineage.uses()) {
      if (evidence.films().containsKey(use.asset())) {
        renders.computeIfAbsent(use.asset(), any -> new ArrayList<>()).add(use);
      }
    }
    renders.forEach((render, uses) ->
        placeless.addAll(new NestedAbsences(evidence, render, uses, reasons).find()));
  }

  private void addDeclared() {
    Set<Id> used = new HashSet<>();
    Appearance.of(lineage).forEach(each -> used.add(each.content().asset()));
    found.keySet().forEach(kind -> used.add(kind.asset));
    placeless.forEach(each -> used.add(each.asset()));
    Set<Id> declared = new TreeSet<>(evidence.influences());
    for (Credit credit : lineage.credits()) {
      if (credit.render() == null) {
        declared.addAll(credit.resources());
      }
      credit.containedRenders().forEach(each -> declared.add(each.render()));
    }
    declared.removeAll(used);
    declared.forEach(
        asset -> placeless.add(new Absence(asset, null, Reason.DECLARED_ONLY, null, null)));
  }
}
