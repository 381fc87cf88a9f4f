package io.patchwork.worker.edit;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Gap;
import io.patchwork.schema.timeline.Composable.Item;
import io.patchwork.schema.timeline.Composable.Stack;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.Composable.Transition;
import io.patchwork.schema.timeline.Effect;
import io.patchwork.schema.timeline.Extent;
import io.patchwork.schema.timeline.Look;
import io.patchwork.schema.timeline.MediaReference;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.schema.timeline.Title;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds a timeline's media; notes what will not be rendered, and refuses what cannot be, all of it
 * at once. For one timeline.
 */
public final class Resolver {

  private static final RationalTime LONGEST = RationalTime.ofSeconds(24L * 3600, 1);
  private static final RationalTime SLACK = RationalTime.ofSeconds(1, 10);
  private static final int MOST_SENTENCES = 10;
  private static final String INFLUENCE = "influence";

  private final Timeline timeline;
  private final Library library;
  private final Map<Id, Optional<SourceMedia>> assets = new HashMap<>();
  private final boolean hasPlaceholders;
  private final Map<Clip, Media> pictures = new HashMap<>();
  private final Map<Clip, Media> sounds = new HashMap<>();
  private final List<Refused> problems = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();

  /** Where assets are looked up. */
  public interface Library {
    Optional<SourceMedia> find(Id asset);
  }

  private Resolver(Timeline timeline, Library library, boolean hasPlaceholders) {
    this.timeline = timeline;
    this.library = library;
    this.hasPlaceholders = hasPlaceholders;
  }

  /**
   * The edit.
   *
   * @param hasPlaceholders whether a slate stands for media that is missing
   * @throws Refused with a sentence for each thing that cannot be rendered
   */
  public static Edit resolve(Timeline timeline, Library library, boolean hasPlaceholders)
      throws Refused {
    return new Resolver(timeline, library, hasPlaceholders).resolve();
  }

  private Edit resolve() throws Refused {
    Stack stack = timeline.tracks();
    int number = 0;
    for (Composable child : stack.children()) {
      number++;
      if (child instanceof Item item) {
        String where =
            item instanceof Track track
                ? track.kind() + " track " + number
                : place(item, "Item " + number, RationalTime.ZERO);
        item(item, where, kind(item, Track.VIDEO));
      }
    }
    noteEffects(stack, "the whole timeline");
    List<Contributor> acknowledged = acknowledged();
    throwProblems();
    RationalTime duration = duration(stack);
    if (duration.seconds().signum() == 0) {
      throw new Refused(FailureCode.INVALID_TIMELINE, "The timeline is empty; put clips into it.");
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new Refused(
          FailureCode.TOO_LONG,
          "The timeline is longer than " + LONGEST.toClock() + "; render it in parts.");
    }
    return new Edit(timeline, pictures, sounds, duration, acknowledged, List.copyOf(warnings));
  }

  /** As long as its longest track that is not disabled, or as it is trimmed. */
  private static RationalTime duration(Stack stack) {
    if (stack.sourceRange() != null) {
      return stack.sourceRange().duration();
    }
    return stack.children().stream()
        .filter(Item.class::isInstance)
        .map(Item.class::cast)
        .filter(item -> item.common().isEnabled())
        .flatMap(item -> Extent.trimmed(item).stream())
        .map(TimeRange::duration)
        .reduce(RationalTime.ZERO, RationalTime::max);
  }

  /** Those whom the editor names, and the makers of what influenced the film. */
  private List<Contributor> acknowledged() {
    List<Contributor> people = new ArrayList<>(timeline.acknowledgements().people());
    for (Id asset : timeline.acknowledgements().influences()) {
      asset("asset:" + asset, "The timeline's list of influences")
          .ifPresent(source ->
              Stream.concat(source.contributors().stream(), source.inside().stream())
                  .forEach(person ->
                      people.add(new Contributor(person.id(), person.name(), INFLUENCE))));
    }
    return people;
  }

  private void throwProblems() throws Refused {
    if (problems.isEmpty()) {
      return;
    }
    StringBuilder sentences = new StringBuilder();
    problems.stream()
        .limit(MOST_SENTENCES)
        .forEach(
            problem -> sentences.append(sentences.isEmpty() ? "" : " ").append(problem.sentence()));
    if (problems.size() > MOST_SENTENCES) {
      sentences.append(" And ").append(problems.size() - MOST_SENTENCES).append(" more.");
    }
    throw new Refused(problems.getFirst().code(), sentences.toString());
  }

  private static String kind(Item item, String otherwise) {
    return item instanceof Track track ? track.kind() : otherwise;
  }

  private void item(Item item, String where, String kind) {
    if (!item.common().isEnabled()) {
      return;
    }
    switch (item) {
      case Gap _ -> {}
      case Clip clip -> clip(clip, where, kind);
      case Track track -> track(track, where);
      case Stack stack -> {
        for (Composable child : stack.children()) {
          if (child instanceof Track track && !track.kind().equals(kind)) {
            noteUnheard(track, where, kind);
          } else if (child instanceof Item inner) {
            item(inner, where, kind(inner, kind));
          }
        }
      }
    }
    noteEffects(item, where);
    noteLook(item, where);
  }

  /** What is only done to pictures that have a shape of their own. */
  private void noteLook(Item item, String where) {
    Look look = item.common().treatment().look();
    boolean isOfWords =
        item instanceof Clip clip
            && (clip.media() instanceof MediaReference.Lettering
                || clip.media() instanceof MediaReference.Credits);
    boolean isShaped =
        look.fit() != Look.Fit.CONTAIN
            || !look.crop().isWhole()
            || !look.zoom().equals(Look.Zoom.NONE);
    if (isShaped && (isOfWords || !(item instanceof Clip))) {
      warnings.add("fit, crop and zoom of " + where + " are not rendered.");
    }
    if (isOfWords && !look.rectangle().isWhole()) {
      warnings.add("The rectangle of " + where + " is not rendered; give the words a box.");
    }
  }

  /** A nested timeline on a video track is seen, and heard where it stands on an audio track. */
  private void noteUnheard(Track track, String where, String kind) {
    boolean isOther = !track.kind().equals(Track.VIDEO) && !track.kind().equals(Track.AUDIO);
    boolean hasClips = track.children().stream().anyMatch(Clip.class::isInstance);
    if (track.common().isEnabled() && hasClips && (isOther || kind.equals(Track.VIDEO))) {
      warnings.add(
          "What "
              + where
              + " has on a track of kind "
              + track.kind()
              + " is left out; put the nested timeline on such a track, too, to hear it.");
    }
  }

  private void track(Track track, String where) {
    if (!track.kind().equals(Track.VIDEO) && !track.kind().equals(Track.AUDIO)) {
      warnings.add(where + " is neither video nor audio and is left out.");
      return;
    }
    RationalTime at = RationalTime.ZERO;
    int number = 0;
    boolean hasLengths = true;
    for (Composable child : track.children()) {
      number++;
      if (child instanceof Item item) {
        String place = place(item, where + ", item " + number, at);
        Optional<TimeRange> range = Extent.trimmed(item);
        if (range.isEmpty()) {
          hasLengths = false;
          refuse(
              FailureCode.INVALID_TIMELINE,
              place + " has neither a source range nor an available range; give it one.");
        } else {
          item(item, place, track.kind());
          at = at.plus(range.get().duration());
        }
      }
    }
    if (hasLengths) {
      transitions(track, where);
    }
  }

  private static String place(Item item, String where, RationalTime at) {
    return where
        + (item.name().isEmpty() ? "" : " \"" + item.name() + "\"")
        + " at "
        + at.toClock();
  }

  private void transitions(Track track, String where) {
    List<TimeRange> ranges = Extent.children(track);
    for (int i = 0; i < ranges.size(); i++) {
      if (!(track.children().get(i) instanceof Transition transition) || !transition.isEnabled()) {
        continue;
      }
      String place =
          "The transition "
              + (transition.name().isEmpty() ? transition.type() : "\"" + transition.name() + "\"")
              + " at "
              + RationalTime.max(RationalTime.ZERO, ranges.get(i).start()).toClock()
              + " of "
              + where;
      if (track.kind().equals(Track.VIDEO) && TransitionKind.of(transition).isEmpty()) {
        warnings.add(place + " is not known here and rendered as a dissolve.");
      }
      if (i > 0) {
        noteHandle(track.children().get(i - 1), track.kind(), transition.out(), true, place);
      }
      if (i + 1 < ranges.size()) {
        noteHandle(track.children().get(i + 1), track.kind(), transition.in(), false, place);
      }
    }
  }

  /** Whether a clip has media beyond its cut for as long as a transition wants. */
  private void noteHandle(
      Composable child, String kind, RationalTime wanted, boolean atEnd, String place) {
    if (!(child instanceof Clip clip)
        || !(found(kind).get(clip) instanceof Media.OfAsset(SourceMedia source))
        || source.info().kind() == MediaKind.IMAGE
        || source.info().duration() == null) {
      return;
    }
    Shown shown = shown(clip, wanted.times(atEnd ? Fraction.ONE : Fraction.ZERO));
    Shown early =
        atEnd ? shown : shown(clip, RationalTime.ZERO).earlier(wanted.times(clip.speed()));
    RationalTime missing = RationalTime.max(early.before(), shown.behind(source.info().duration()));
    if (missing.compareTo(RationalTime.ofFrames(1, timeline.rate())) > 0) {
      warnings.add(
          place
              + " wants "
              + missing.toClock()
              + " more of \""
              + clip.name()
              + "\" than there is; "
              + (source.info().picture().isPresent() ? "its edge stands still." : "it is silent."));
    }
  }

  /** What of its media a clip shows, from the media's own beginning. */
  private record Shown(RationalTime low, RationalTime high) {
    RationalTime before() {
      return RationalTime.max(RationalTime.ZERO, RationalTime.ZERO.minus(low));
    }

    RationalTime behind(RationalTime end) {
      return RationalTime.max(RationalTime.ZERO, high.minus(end));
    }

    Shown earlier(RationalTime by) {
      return new Shown(low.minus(by), high);
    }
  }

  private static Shown shown(Clip clip, RationalTime longer) {
    return shown(clip, longer, clip.speed());
  }

  private static Shown shown(Clip clip, RationalTime longer, Fraction speed) {
    TimeRange range = Extent.trimmed(clip).orElseThrow();
    @Nullable TimeRange available = clip.media().availableRange();
    RationalTime zero = available == null ? RationalTime.ZERO : available.start();
    RationalTime from = range.start().minus(zero);
    RationalTime to = from.plus(range.duration().plus(longer).times(speed));
    return new Shown(RationalTime.min(from, to), RationalTime.max(from, to));
  }

  private Map<Clip, Media> found(String kind) {
    return kind.equals(Track.AUDIO) ? sounds : pictures;
  }

  private void clip(Clip clip, String where, String kind) {
    Map<Clip, Media> found = found(kind);
    if (Extent.trimmed(clip).map(TimeRange::isEmpty).orElse(true)) {
      found.put(clip, new Media.Drawn(new Picture.Layered(List.of())));
      return;
    }
    int before = problems.size();
    Optional<Media> media = media(clip.media(), where);
    media.ifPresent(known -> {
      found.put(clip, known);
      check(clip, known, where, kind);
    });
    if (hasPlaceholders && problems.size() > before) {
      problems
          .subList(before, problems.size())
          .forEach(problem -> warnings.add(problem.sentence()));
      problems.subList(before, problems.size()).clear();
      if (!(media.isPresent() && isThere(media.get(), kind))) {
        found.put(clip, new Media.Written(slate(clip)));
      }
    }
  }

  /** Whether a medium has what a track of a kind wants, if not all of it. */
  private static boolean isThere(Media media, String kind) {
    return media instanceof Media.OfAsset(SourceMedia source)
        && (kind.equals(Track.VIDEO) ? source.info().picture() : source.info().sound()).isPresent();
  }

  /** What stands for a clip whose media is missing; on an audio track it is silent. */
  private static Title slate(Clip clip) {
    return Title.slate(clip.name().isEmpty() ? "missing media" : clip.name());
  }

  private void check(Clip clip, Media media, String where, String kind) {
    switch (media) {
      case Media.OfAsset(SourceMedia source) -> check(clip, source, where, kind);
      case Media.Drawn _, Media.Written _, Media.Roll _, Media.Lettered _ -> {
        if (kind.equals(Track.AUDIO)) {
          warnings.add(where + " is a drawn picture on an audio track and is silent.");
        }
      }
    }
  }

  private void check(Clip clip, SourceMedia source, String where, String kind) {
    MediaInfo info = source.info();
    boolean isPicture = kind.equals(Track.VIDEO);
    if (isPicture ? info.picture().isEmpty() : info.sound().isEmpty()) {
      refuse(
          FailureCode.NO_SUCH_STREAM,
          where
              + " uses asset "
              + source.asset()
              + ", which has no "
              + (isPicture ? "picture" : "sound")
              + "; put it on another track.");
      return;
    }
    RationalTime duration =
        isPicture ? info.picture().map(VideoStream::duration).orElse(null) : info.duration();
    if (info.kind() == MediaKind.IMAGE || duration == null) {
      return;
    }
    // At another speed only where it begins must be there: how far it goes, nobody sees in an
    // editor.
    Fraction counted = clip.speed().equals(Fraction.ONE) ? Fraction.ONE : Fraction.ZERO;
    Shown shown = shown(clip, RationalTime.ZERO, counted);
    if (shown.before().compareTo(SLACK) > 0 || shown.behind(duration).compareTo(SLACK) > 0) {
      refuse(
          FailureCode.RANGE_OUTSIDE_MEDIA,
          where
              + " asks for "
              + (shown.low().isNegative() ? "-" : "")
              + RationalTime.max(shown.low(), shown.before()).toClock()
              + " to "
              + RationalTime.max(RationalTime.ZERO, shown.high()).toClock()
              + " of asset "
              + source.asset()
              + ", which is "
              + duration.toClock()
              + " long; trim the clip.");
      return;
    }
    Shown sped = shown(clip, RationalTime.ZERO);
    RationalTime missing = RationalTime.max(sped.before(), sped.behind(duration));
    if (missing.compareTo(SLACK) > 0) {
      warnings.add(
          where
              + " wants at its speed "
              + missing.toClock()
              + " more than there is; "
              + (isPicture ? "its edge stands still." : "it is silent."));
    }
  }

  private Optional<Media> media(MediaReference reference, String where) {
    return switch (reference) {
      case MediaReference.Missing missing ->
          refuse(
              FailureCode.MISSING_MEDIA,
              where + " has no media: " + missing.why() + "; relink it or remove it.");
      case MediaReference.Other other ->
          refuse(
              FailureCode.UNSUPPORTED_TIMELINE,
              where + " is a " + other.schema() + ", which is not known here.");
      case MediaReference.ImageSequence _ ->
          refuse(
              FailureCode.UNSUPPORTED_TIMELINE,
              where + " is an image sequence, which is not rendered yet; make a video of it.");
      case MediaReference.Generator generator -> drawn(generator, where);
      case MediaReference.Lettering lettering -> Optional.of(new Media.Written(lettering.title()));
      case MediaReference.Credits credits -> Optional.of(new Media.Roll(credits.title()));
      case MediaReference.External external ->
          asset(external.targetUrl(), where).map(Media.OfAsset::new);
    };
  }

  private Optional<Media> drawn(MediaReference.Generator generator, String where) {
    return switch (generator.kind().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]", "")) {
      case "smptebars", "bars", "colorbars" -> Optional.of(new Media.Drawn(new Picture.Bars()));
      case "slug", "black", "blackvideo" -> Optional.of(new Media.Drawn(Picture.Solid.BLACK));
      case "solidcolor", "solid", "color" -> {
        String colour = generator.parameters().path("color").asString("#000000");
        yield colour.matches("#[0-9a-fA-F]{6}")
            ? Optional.of(
                new Media.Drawn(new Picture.Solid(colour.toLowerCase(java.util.Locale.ROOT))))
            : refuse(
                FailureCode.INVALID_TIMELINE,
                where + " has the colour \"" + colour + "\"; write it as #rrggbb.");
      }
      default ->
          refuse(
              FailureCode.UNSUPPORTED_TIMELINE,
              where
                  + " is drawn by the editor's own generator \""
                  + generator.kind()
                  + "\", which is not known here; render it in the editor and use the file.");
    };
  }

  private Optional<SourceMedia> asset(String url, String where) {
    Source source;
    try {
      source = Source.parse(url);
    } catch (IllegalArgumentException e) {
      return notIngested(url, where);
    }
    return switch (source) {
      case Source.Stored _ -> notIngested(url, where);
      case Source.Asset(Id asset) -> {
        Optional<SourceMedia> media = assets.computeIfAbsent(asset, library::find);
        yield media.isPresent()
            ? media
            : refuse(
                FailureCode.NOT_INGESTED,
                where + " uses asset " + asset + ", which is not known; ingest it first.");
      }
    };
  }

  private Optional<SourceMedia> notIngested(String url, String where) {
    return refuse(
        FailureCode.NOT_INGESTED,
        where + " names " + url + ", which is not an asset; ingest it and name it as asset:ID.");
  }

  private <T> Optional<T> refuse(FailureCode code, String sentence) {
    problems.add(new Refused(code, sentence));
    return Optional.empty();
  }

  private void noteEffects(Item item, String where) {
    for (Effect effect : item.common().effects()) {
      if (effect instanceof Effect.Other other) {
        warnings.add("The effect " + other.name() + " on " + where + " is not rendered.");
      }
    }
  }
}
