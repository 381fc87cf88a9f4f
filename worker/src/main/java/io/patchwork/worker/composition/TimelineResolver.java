package io.patchwork.worker.composition;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Gap;
import io.patchwork.schema.timeline.Composable.Item;
import io.patchwork.schema.timeline.Composable.Stack;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.MediaReference;
import io.patchwork.schema.timeline.PlaceNames;
import io.patchwork.schema.timeline.TimeRanges;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.schema.timeline.Title;
import io.patchwork.schema.timeline.Treatment;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Resolves the media of a timeline; warns of what is not rendered, and refuses what cannot be, all
 * of it at once. For one timeline.
 */
public final class TimelineResolver {

  private static final RationalTime MAX_DURATION = RationalTime.ofSeconds(24L * 3600, 1);
  private static final Fraction MAX_SPEED = Fraction.of(10_000);
  private static final String INFLUENCE = "influence";

  private final Timeline timeline;
  private final boolean hasPlaceholders;
  private final Map<Clip, Media> videoMedia = new HashMap<>();
  private final Map<Clip, Media> audioMedia = new HashMap<>();
  private final Map<Clip, Subtitles.File> subtitles = new HashMap<>();
  private final Map<Media, String> places = new HashMap<>();
  private final Set<SourceMedia> authors = new LinkedHashSet<>();
  private final Diagnostics diagnostics;

  /** Speed of the enclosing compositions, multiplied. */
  private Fraction speed;

  private final MediaResolver resolver;
  private final MediaRangeCheck rangeCheck;
  private final TransitionCheck transitionCheck;
  private final ItemCheck itemCheck;
  private final EffectNotes effectNotes = new EffectNotes();

  private TimelineResolver(
      Timeline timeline, MediaResolver resolver, Diagnostics diagnostics, boolean hasPlaceholders) {
    this.timeline = timeline;
    this.diagnostics = diagnostics;
    this.hasPlaceholders = hasPlaceholders;
    this.speed = timeline.tracks().speed();
    this.resolver = resolver;
    this.rangeCheck = new MediaRangeCheck(timeline.rate(), diagnostics);
    this.transitionCheck = new TransitionCheck(rangeCheck, diagnostics);
    this.itemCheck = new ItemCheck(diagnostics);
  }

  /** The part of a timeline that is rendered. */
  @FunctionalInterface
  public interface Trim {
    /**
     * The part.
     *
     * @param whole with the lengths and the frame rate that its media have
     * @throws InvalidTimeline if there is nothing in it
     */
    Timeline of(Timeline whole) throws InvalidTimeline;
  }

  /**
   * Resolves a timeline.
   *
   * @param hasPlaceholders whether a slate replaces media that is missing
   * @throws Refused with a sentence for each error, ten at most
   */
  public static ResolvedTimeline resolve(
      Timeline timeline, AssetCatalog catalog, boolean hasPlaceholders) throws Refused {
    Diagnostics diagnostics = new Diagnostics();
    MediaResolver resolver = new MediaResolver(catalog, diagnostics);
    Timeline whole = MediaDefaults.complete(timeline, resolver, diagnostics);
    return new TimelineResolver(whole, resolver, diagnostics, hasPlaceholders).resolve();
  }

  /**
   * Resolves a part of a timeline.
   *
   * @param hasPlaceholders whether a slate replaces media that is missing
   * @throws Refused with a sentence for each error, ten at most
   * @throws InvalidTimeline if the part is empty
   */
  public static ResolvedTimeline resolve(
      Timeline timeline, AssetCatalog catalog, boolean hasPlaceholders, Trim trim)
      throws Refused, InvalidTimeline {
    Diagnostics diagnostics = new Diagnostics();
    MediaResolver resolver = new MediaResolver(catalog, diagnostics);
    Timeline part = trim.of(MediaDefaults.complete(timeline, resolver, diagnostics));
    return new TimelineResolver(part, resolver, diagnostics, hasPlaceholders).resolve();
  }

  private ResolvedTimeline resolve() throws Refused {
    Stack stack = timeline.tracks();
    PlaceNames names = new PlaceNames("");
    for (Composable child : stack.children()) {
      if (child instanceof Item item) {
        String where =
            item instanceof Track track
                ? names.track(track.kind())
                : names.item(item.name()) + " at " + RationalTime.ZERO.toClock();
        visitEnabled(item, where, kind(item, Track.VIDEO));
      }
    }
    effectNotes.add(stack, "the whole timeline");
    effectNotes.warn(diagnostics);
    itemCheck.checkRange(stack, "The timeline");
    List<Contributor> additionalCredits = additionalCredits();
    diagnostics.throwIfErrors();
    RationalTime duration =
        TimeRanges.trimmed(stack).map(TimeRange::duration).orElse(RationalTime.ZERO);
    if (duration.seconds().signum() == 0) {
      throw new Refused(FailureCode.INVALID_TIMELINE, "The timeline is empty; put clips into it.");
    }
    if (duration.compareTo(MAX_DURATION) > 0) {
      throw new Refused(
          FailureCode.TOO_LONG,
          "The timeline is longer than " + MAX_DURATION.toClock() + "; render it in parts.");
    }
    return new ResolvedTimeline(
        timeline,
        videoMedia,
        audioMedia,
        Subtitles.of(timeline, subtitles, Math.max(1, duration.nearestFrame(timeline.rate()))),
        places,
        authors,
        duration,
        additionalCredits,
        diagnostics.warnings(),
        diagnostics.notes());
  }

  /**
   * The people that the document credits, and the contributors to the assets it names as
   * influences.
   */
  private List<Contributor> additionalCredits() {
    List<Contributor> people = new ArrayList<>(timeline.additionalCredits().people());
    for (Id asset : timeline.additionalCredits().influences()) {
      resolver
          .asset("asset:" + asset, "The timeline's list of influences")
          .ifPresent(source ->
              Stream.concat(source.contributors().stream(), source.inside().people().stream())
                  .forEach(person ->
                      people.add(new Contributor(person.id(), person.name(), INFLUENCE))));
    }
    return people;
  }

  private static String kind(Item item, String otherwise) {
    return item instanceof Track track ? track.kind() : otherwise;
  }

  private void visitEnabled(Item item, String where, String kind) {
    if (!item.common().isEnabled()) {
      return;
    }
    Fraction outer = speed;
    speed = outer.times(item.speed());
    if (speed.abs().compareTo(MAX_SPEED) > 0) {
      diagnostics.refuse(
          FailureCode.INVALID_TIMELINE,
          where
              + " plays more than "
              + MAX_SPEED.numerator()
              + " times as fast as normal, because the speeds of nested items are multiplied;"
              + " choose a lower speed.");
    } else {
      visit(item, where, kind);
    }
    speed = outer;
  }

  private void visit(Item item, String where, String kind) {
    switch (item) {
      case Gap _ -> {}
      case Clip clip -> clip(clip, where, kind);
      case Track track -> track(track, where);
      case Stack stack -> {
        for (Composable child : stack.children()) {
          if (child instanceof Track track && !track.kind().equals(kind)) {
            warnOfIgnoredTrack(track, where, kind);
          } else if (child instanceof Item inner) {
            visitEnabled(inner, where, kind(inner, kind));
          }
        }
      }
    }
    effectNotes.add(item, where);
    itemCheck.check(item, where);
  }

  /**
   * Warns of tracks in a nested stack that do not play: it is seen on a video track and heard on an
   * audio track.
   */
  private void warnOfIgnoredTrack(Track track, String where, String kind) {
    if (track.common().isEnabled() && track.kind().equals(Track.SUBTITLE)) {
      diagnostics.warn(
          where
              + " contains a subtitle track, which is not shown there; move it to the top level"
              + " of the timeline.");
      return;
    }
    boolean isOtherKind = !track.kind().equals(Track.VIDEO) && !track.kind().equals(Track.AUDIO);
    boolean hasClips = track.children().stream().anyMatch(Clip.class::isInstance);
    if (track.common().isEnabled() && hasClips && (isOtherKind || kind.equals(Track.VIDEO))) {
      diagnostics.warn(
          where
              + " contains a track of kind "
              + track.kind()
              + (isOtherKind
                  ? ", which is not supported and is left out; only Video, Audio and Subtitle are."
                  : ", which is not played there; put the same nested timeline on a track of kind "
                      + track.kind()
                      + ", too."));
    }
  }

  private void track(Track track, String where) {
    if (track.kind().equals(Track.SUBTITLE)) {
      subtitles(track, where);
      return;
    }
    if (!track.kind().equals(Track.VIDEO) && !track.kind().equals(Track.AUDIO)) {
      diagnostics.warn(
          where
              + " is left out, because only tracks of kind Video, Audio and Subtitle are"
              + " supported; change its kind if you need it.");
      return;
    }
    RationalTime at = RationalTime.ZERO;
    PlaceNames names = new PlaceNames(where);
    boolean hasLengths = true;
    for (Composable child : track.children()) {
      String name = names.item(child.name());
      if (child instanceof Item item) {
        String place = name + " at " + at.toClock();
        Optional<TimeRange> range = TimeRanges.trimmed(item);
        if (range.isEmpty()) {
          hasLengths = false;
          withoutLength(item, place, track.kind());
        } else {
          visitEnabled(item, place, track.kind());
          at = at.plus(range.get().duration());
        }
      }
    }
    if (hasLengths) {
      transitionCheck.check(track, mediaOf(track.kind()), where);
    }
  }

  private void subtitles(Track track, String where) {
    if (speed.signum() <= 0) {
      diagnostics.warn(
          where
              + " is left out, because it is frozen or plays backwards; remove its speed effect"
              + " if you need its subtitles.");
      return;
    }
    effectNotes.add(track, where);
    RationalTime at = RationalTime.ZERO;
    PlaceNames names = new PlaceNames(where);
    for (Composable child : track.children()) {
      String name = names.item(child.name());
      if (!(child instanceof Item item)) {
        diagnostics.warn(
            name
                + " is a transition and is left out, because subtitles cannot have one; the"
                + " subtitles themselves are shown.");
        continue;
      }
      String place = name + " at " + at.toClock();
      Optional<TimeRange> range = TimeRanges.trimmed(item);
      if (range.isEmpty()) {
        refuseWithoutLength(place);
        return;
      }
      at = at.plus(range.get().duration());
      if (item instanceof Clip clip && clip.common().isEnabled()) {
        int before = diagnostics.errorCount();
        resolver.subtitles(clip, place).ifPresent(file -> subtitles.put(clip, file));
        if (hasPlaceholders) {
          diagnostics.downgradeToWarnings(before);
        }
        effectNotes.add(clip, place);
        if (!clip.common().treatment().equals(Treatment.PLAIN)) {
          diagnostics.warn(
              "The settings of "
                  + place
                  + " are not used, because subtitles take their style from their track; set the"
                  + " style in metadata.patchwork of the track.");
        }
      } else if (item instanceof Composable.Composition) {
        diagnostics.warn(
            place
                + " is a nested timeline and is left out, because a subtitle track can hold only"
                + " clips and gaps; put its clips directly on the track.");
      }
    }
  }

  /** Refuses an item without a length, for the reason that lies deepest in it. */
  private void withoutLength(Item item, String place, String kind) {
    int before = diagnostics.errorCount();
    switch (item) {
      case Clip clip -> {
        // A slate could stand for its media, but not for its length.
        if (!hasPlaceholders) {
          resolver.media(clip.media(), place);
        }
      }
      case Composable.Composition composition -> visitEnabled(composition, place, kind);
      case Gap _ -> {}
    }
    if (diagnostics.errorCount() == before) {
      refuseWithoutLength(place);
    }
  }

  private void refuseWithoutLength(String place) {
    diagnostics.refuse(
        FailureCode.INVALID_TIMELINE,
        place
            + " has no known length, because neither its source range nor its media gives one;"
            + " give it a source range in the editor.");
  }

  private Map<Clip, Media> mediaOf(String kind) {
    return kind.equals(Track.AUDIO) ? audioMedia : videoMedia;
  }

  private void clip(Clip clip, String where, String kind) {
    Map<Clip, Media> found = mediaOf(kind);
    Optional<TimeRange> range = TimeRanges.trimmed(clip);
    if (range.isEmpty()) {
      withoutLength(clip, where, kind);
      return;
    }
    if (range.get().isEmpty()) {
      found.put(clip, new Media.Generated(new LayerContent.Group(List.of())));
      return;
    }
    int before = diagnostics.errorCount();
    author(clip, where);
    Optional<Media> media = resolver.media(clip.media(), where);
    media.ifPresent(resolved -> {
      found.put(clip, resolved);
      places.putIfAbsent(resolved, where);
      check(clip, resolved, where, kind);
    });
    if (hasPlaceholders && diagnostics.errorCount() > before) {
      diagnostics.downgradeToWarnings(before);
      if (!(media.isPresent() && hasStream(media.get(), kind))) {
        Media slate = new Media.PendingTitle(slate(clip), null);
        found.put(clip, slate);
        places.putIfAbsent(slate, where);
      }
    }
  }

  /** Finds whose words a title shows. Equal words of two assets could not be told apart. */
  private void author(Clip clip, String where) {
    if (!(clip.media() instanceof MediaReference.TitleReference title) || title.author() == null) {
      return;
    }
    resolver.asset("asset:" + title.author(), where).ifPresent(authors::add);
  }

  /** Whether a medium has a stream of the track's kind. */
  private static boolean hasStream(Media media, String kind) {
    return media instanceof Media.OfAsset(SourceMedia source)
        && (kind.equals(Track.VIDEO) ? source.info().videoStream() : source.info().audioStream())
            .isPresent();
  }

  /** The placeholder of a clip whose media is missing; silent on an audio track. */
  private static Title slate(Clip clip) {
    return Title.slate(clip.name().isEmpty() ? "missing media" : clip.name());
  }

  private void check(Clip clip, Media media, String where, String kind) {
    switch (media) {
      case Media.OfAsset(SourceMedia source) -> check(clip, source, where, kind);
      case Media.Generated _,
          Media.PendingTitle _,
          Media.PendingCreditRoll _,
          Media.RasterizedText _ -> {
        if (kind.equals(Track.AUDIO)) {
          silent(clip, where);
        }
      }
    }
  }

  /** Says that a generator is silent; without a tone nothing is lost. */
  private void silent(Clip clip, String where) {
    if (EditorGenerator.hasTone(clip.media())) {
      diagnostics.warn(
          where
              + " is bars with a tone, and the tone is not made; add a sound file of the tone if"
              + " you"
              + " need it.");
    } else {
      diagnostics.note(
          where
              + " is a picture on an audio track, so it is silent; put it on a video track to see"
              + " it.");
    }
  }

  private void check(Clip clip, SourceMedia source, String where, String kind) {
    MediaInfo info = source.info();
    boolean isVideo = kind.equals(Track.VIDEO);
    if (isVideo ? info.videoStream().isEmpty() : info.audioStream().isEmpty()) {
      diagnostics.refuse(
          FailureCode.NO_SUCH_STREAM,
          where
              + " uses asset "
              + source.asset()
              + ", which has no "
              + (isVideo ? "picture" : "sound")
              + "; put it on "
              + (isVideo ? "an audio" : "a video")
              + " track.");
      return;
    }
    if (!isVideo) {
      ChannelSelection.note(
              clip.common().treatment().mix().channels(),
              info.audioStream().orElseThrow(),
              where,
              source.asset().value())
          .ifPresent(diagnostics::warn);
    }
    rangeCheck.check(clip, source, isVideo, where);
  }
}
