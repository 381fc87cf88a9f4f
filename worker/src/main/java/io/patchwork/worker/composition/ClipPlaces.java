package io.patchwork.worker.composition;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Common;
import io.patchwork.schema.timeline.Composable.Composition;
import io.patchwork.schema.timeline.Composable.Gap;
import io.patchwork.schema.timeline.Composable.Item;
import io.patchwork.schema.timeline.Composable.Stack;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.Composable.Transition;
import io.patchwork.schema.timeline.MediaReference;
import io.patchwork.schema.timeline.TimeRanges;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.worker.composition.ClipPlace.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds where every clip of a timeline lies in an output of it: those that play, and those that do
 * not because they, their track or their part of the timeline is left out. Pure.
 */
public final class ClipPlaces {

  /** What is beyond it lies beyond any output. */
  private static final long BEYOND = 1L << 59;

  private final AssetCatalog catalog;
  private final RationalTime duration;

  /** Why items do not play that are made to here. */
  private final IdentityHashMap<Item, State> disabled = new IdentityHashMap<>();

  private final List<ClipPlace> places = new ArrayList<>();

  private ClipPlaces(AssetCatalog catalog, RationalTime duration) {
    this.catalog = catalog;
    this.duration = duration;
  }

  /**
   * The places of all clips of assets.
   *
   * @param timeline the whole document
   * @param range the part of it that is rendered, in the timeline's own time
   * @param duration of the output
   * @param rate frame rate of the output; null without video
   * @param hasAudio whether the output has sound
   * @return empty where the length of a clip that plays is not known any more
   */
  public static Optional<List<ClipPlace>> of(
      Timeline timeline,
      AssetCatalog catalog,
      Interval range,
      RationalTime duration,
      @Nullable FrameRate rate,
      boolean hasAudio) {
    Diagnostics diagnostics = new Diagnostics();
    Timeline complete =
        MediaDefaults.complete(timeline, new MediaResolver(catalog, diagnostics), diagnostics);
    Stack whole = complete.tracks();
    if (!isPlaceable(whole)) {
      return Optional.empty();
    }
    ClipPlaces found = new ClipPlaces(catalog, duration);
    Stack stack =
        new Stack(
            enabled(whole.common(), TimeRange.between(range.start(), range.end())),
            found.enabled(whole.children()));
    Fraction frames = (rate == null ? complete.rate() : rate).perSecond();
    found.add(stack, Medium.VIDEO, Track.VIDEO, frames, rate != null);
    if (rate != null) {
      found.add(stack, Medium.TEXT, Track.SUBTITLE, frames, true);
    }
    found.add(stack, Medium.AUDIO, Track.AUDIO, Fraction.of(MixClip.SAMPLE_RATE), hasAudio);
    return Optional.of(List.copyOf(found.places));
  }

  /** Whether the lengths of all items that play are known. */
  private static boolean isPlaceable(Item item) {
    return !item.common().isEnabled() || hasLengths(item);
  }

  private static boolean hasLengths(Item item) {
    return switch (item) {
      case Clip _, Gap _ -> TimeRanges.trimmed(item).isPresent();
      case Stack stack ->
          items(stack).stream().allMatch(ClipPlaces::isPlaceable)
              && TimeRanges.trimmed(item).isPresent();
      case Track track ->
          !isPlaced(track)
              || (items(track).stream().allMatch(ClipPlaces::hasLengths)
                  && TimeRanges.trimmed(item).isPresent());
    };
  }

  private static List<Item> items(Composition composition) {
    return composition.children().stream()
        .filter(Item.class::isInstance)
        .map(Item.class::cast)
        .toList();
  }

  private static boolean isPlaced(Track track) {
    return Set.of(Track.VIDEO, Track.AUDIO, Track.SUBTITLE).contains(track.kind());
  }

  private static Common enabled(Common common, @Nullable TimeRange range) {
    return new Common(
        common.name(), range, common.effects(), common.markers(), common.treatment(), true);
  }

  private List<Composable> enabled(List<Composable> children) {
    List<Composable> all = new ArrayList<>();
    for (Composable child : children) {
      switch (child) {
        case Transition transition -> all.add(transition);
        case Item item -> {
          boolean isOther = item instanceof Track track && !isPlaced(track);
          if (!isOther && (item.common().isEnabled() || hasLengths(item))) {
            all.add(enabled(item));
          }
        }
      }
    }
    return all;
  }

  /** The same item, playing; what is disabled in a stack does not make it longer. */
  private Item enabled(Item item) {
    Common common = item.common();
    @Nullable TimeRange range =
        item instanceof Stack ? TimeRanges.trimmed(item).orElseThrow() : common.sourceRange();
    Common enabled = enabled(common, range);
    Item copy =
        switch (item) {
          case Clip clip -> new Clip(enabled, clip.media());
          case Gap _ -> new Gap(enabled);
          case Stack stack -> new Stack(enabled, enabled(stack.children()));
          case Track track ->
              new Track(enabled, track.kind(), enabled(track.children()), track.subtitleOptions());
        };
    if (!common.isEnabled()) {
      disabled.put(copy, item instanceof Track ? State.DISABLED_TRACK : State.DISABLED_ITEM);
    }
    return copy;
  }

  private void add(Stack stack, Medium medium, String kind, Fraction ticks, boolean isInOutput) {
    PlacedItem root = PlacedItem.root(stack, kind, ticks);
    Walk walk = new Walk(medium, ticks, root.to());
    for (PlacedItem child : root.children()) {
      walk.add(child, -BEYOND, BEYOND, isInOutput ? State.PLAYED : State.NOT_IN_OUTPUT);
    }
  }

  /** Goes through the items of one kind of track. */
  private final class Walk {
    private final Medium medium;
    private final Fraction ticks;
    private final long end;

    Walk(Medium medium, Fraction ticks, long end) {
      this.medium = medium;
      this.ticks = ticks;
      this.end = end;
    }

    /**
     * Adds the clips of an item.
     *
     * @param from the first tick at which the items around it leave it in
     * @param to the first tick behind these
     * @param outer whether the items around it play
     */
    void add(PlacedItem placed, long from, long to, State outer) {
      State state = outer == State.PLAYED ? own(placed.item()) : outer;
      switch (placed.item()) {
        case Gap _ -> {}
        case Clip clip -> addClip(clip, placed, from, to, state);
        case Stack _ -> addChildren(placed, from, to, state);
        case Track track -> {
          addChildren(placed, from, to, state);
          addShort(track, placed, state);
        }
      }
    }

    private State own(Item item) {
      return disabled.getOrDefault(item, State.PLAYED);
    }

    private void addChildren(PlacedItem placed, long from, long to, State state) {
      long first = Math.max(from, placed.from());
      long last = Math.min(to, placed.to());
      placed.children().forEach(child -> add(child, first, last, state));
    }

    private void addClip(Clip clip, PlacedItem placed, long from, long to, State state) {
      if (placed.from() == placed.to() && !placed.outside().isFreeze()) {
        TimeRange range = new TimeRange(placed.start(), placed.length());
        addUnshown(clip, range, placed.outside(), State.UNDER_A_FRAME, state);
        return;
      }
      long first = Math.min(Math.max(placed.from(), from), placed.to());
      long last = Math.max(Math.min(placed.to(), to), first);
      State cut = state == State.PLAYED ? State.CUT_AWAY : state;
      addPart(clip, placed, placed.from(), first, cut);
      addPart(clip, placed, last, placed.to(), cut);
      State outside = state == State.PLAYED ? State.OUT_OF_RANGE : state;
      long begins = Math.min(Math.max(first, 0), last);
      long ends = Math.max(Math.min(last, end), begins);
      addPart(clip, placed, first, begins, outside);
      addPart(clip, placed, ends, last, outside);
      boolean isSilent =
          medium == Medium.AUDIO && state == State.PLAYED && !MixPlanner.isHeard(placed.inside());
      addPart(clip, placed, begins, ends, isSilent ? State.WITHOUT_SOUND : state);
    }

    private void addPart(Clip clip, PlacedItem placed, long from, long to, State state) {
      if (from < to && from > -BEYOND && to < BEYOND) {
        addPlace(clip, placed.inside(), new Interval(time(from), time(to)), state);
      }
    }

    private RationalTime time(long tick) {
      return tick == end ? duration : new RationalTime(Fraction.of(tick).dividedBy(ticks));
    }

    private void addPlace(Clip clip, TimeMap inside, Interval out, State state) {
      asset(clip)
          .ifPresent(asset ->
              places.add(
                  new ClipPlace(
                      medium,
                      asset,
                      clip.name(),
                      out,
                      new Interval(
                          inside.inside(out.start()).minus(clip.mediaStart()),
                          inside.inside(out.end()).minus(clip.mediaStart())),
                      state,
                      medium == Medium.AUDIO
                          ? catalog.find(asset).map(SourceMedia::audioDuration).orElse(null)
                          : null)));
    }

    /** Adds what has no tick of its own, and none of a transition either. */
    private void addShort(Track track, PlacedItem placed, State state) {
      Set<Item> shown = Collections.newSetFromMap(new IdentityHashMap<>());
      placed.children().forEach(child -> shown.add(child.item()));
      for (PlacedItem.TransitionSpan transition : placed.transitions()) {
        transition.sides().forEach(side -> shown.add(side.item()));
      }
      List<TimeRange> ranges = TimeRanges.children(track);
      for (int i = 0; i < ranges.size(); i++) {
        if (track.children().get(i) instanceof Item item && !shown.contains(item)) {
          addUnshown(item, ranges.get(i), placed, state);
        }
      }
    }

    private void addUnshown(Item item, TimeRange range, PlacedItem track, State state) {
      State own = state == State.PLAYED ? own(item) : state;
      if (track.inside().isFreeze()) {
        RationalTime begins = time(Math.max(0, track.from()));
        Interval out = new Interval(begins, time(Math.min(end, track.to())));
        State cut = own == State.PLAYED ? State.CUT_AWAY : own;
        clips(item).forEach(clip -> addPlace(clip, track.inside(), out, cut));
      } else {
        addUnshown(item, range, track.inside(), State.UNDER_A_FRAME, own);
      }
    }

    private void addUnshown(Item item, TimeRange range, TimeMap around, State why, State state) {
      RationalTime one = around.outside(range.start());
      RationalTime other = around.outside(range.endExclusive());
      Interval out = new Interval(RationalTime.min(one, other), RationalTime.max(one, other));
      State shown = state == State.PLAYED ? why : state;
      clips(item).forEach(clip -> addPlace(clip, around, out, shown));
    }
  }

  private static List<Clip> clips(Item item) {
    return switch (item) {
      case Clip clip -> List.of(clip);
      case Gap _ -> List.of();
      case Composition composition ->
          items(composition).stream().flatMap(child -> clips(child).stream()).toList();
    };
  }

  private static Optional<Id> asset(Clip clip) {
    if (!(clip.media() instanceof MediaReference.External external)) {
      return Optional.empty();
    }
    try {
      return Source.parse(external.targetUrl()) instanceof Source.Asset(Id asset)
          ? Optional.of(asset)
          : Optional.empty();
    } catch (IllegalArgumentException notASource) {
      return Optional.empty();
    }
  }
}
