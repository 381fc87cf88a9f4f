package io.patchwork.worker.render.plan;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.manifest.Chapter;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.TimeRanges;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.Ancestors;
import io.patchwork.worker.attribution.Attribution;
import io.patchwork.worker.attribution.AudioLineage;
import io.patchwork.worker.attribution.BurnInPlaces;
import io.patchwork.worker.attribution.LineageBuilder;
import io.patchwork.worker.attribution.PictureLineage;
import io.patchwork.worker.attribution.UnknownParts;
import io.patchwork.worker.attribution.export.CreditNames;
import io.patchwork.worker.codec.VideoCoding;
import io.patchwork.worker.composition.Chapters;
import io.patchwork.worker.composition.Layer;
import io.patchwork.worker.composition.LayerEvaluator;
import io.patchwork.worker.composition.Media;
import io.patchwork.worker.composition.MixClip;
import io.patchwork.worker.composition.MixPlanner;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.composition.Shot;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.composition.Subtitles;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.FileTags;
import io.patchwork.worker.subtitle.Cue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds the render plan of a timeline: its segments, soundtrack, chapters, subtitles and lineage.
 * Pure; for one timeline.
 */
public final class RenderPlanBuilder {

  /** Layers over each other; the exact visible share of each takes time to compute. */
  private static final int MAX_LAYERS = 24;

  private final ResolvedTimeline timeline;
  private final MeasuredTimeline measured;
  private final Ancestors ancestors;
  private final RenderProfile profile;
  private final String encoder;
  private final @Nullable VideoLayers video;
  private final LineageBuilder lineage = new LineageBuilder();
  private final Map<Sha256, Origin> origins = new TreeMap<>(Comparator.comparing(Sha256::hex));
  private final Map<Sha256, String> indexes = new TreeMap<>(Comparator.comparing(Sha256::hex));
  private final RationalTime duration;

  /** The layers of a timeline with video, and how they are encoded. */
  private record VideoLayers(LayerEvaluator evaluator, RenderProfile.Video settings) {
    static VideoLayers of(ResolvedTimeline timeline, RenderProfile.Video video) {
      return new VideoLayers(new LayerEvaluator(timeline, video.frame()), video);
    }
  }

  private RenderPlanBuilder(
      ResolvedTimeline timeline,
      MeasuredTimeline measured,
      Ancestors ancestors,
      RenderProfile profile,
      String encoder) {
    this.ancestors = ancestors;
    this.timeline = timeline;
    this.measured = measured;
    this.profile = profile;
    this.encoder = encoder;
    this.video =
        switch (profile) {
          case RenderProfile.Visual visual -> VideoLayers.of(timeline, visual.video());
          case RenderProfile.Audio _ -> null;
        };
    this.duration =
        video == null
            ? timeline.duration()
            : RationalTime.ofFrames(video.evaluator().frames(), timeline.rate());
  }

  /** A plan, and whose work is in what it makes. */
  public record Planned(RenderPlan plan, Attribution attribution) {}

  /**
   * Builds the plan.
   *
   * @param timelineDigest digest of the timeline's document
   * @param measured the same timeline as its lineage is computed from
   * @param ancestors what is known of the renders among its assets
   * @param encoder FFmpeg build and platform
   * @param smartCopy finds GOPs that can be copied
   * @throws Fault if the lineage would have a hole
   * @throws Refused if more layers overlap than a plan allows, or there is no audio to render
   */
  public static Planned build(
      Id render,
      Sha256 timelineDigest,
      ResolvedTimeline timeline,
      MeasuredTimeline measured,
      Ancestors ancestors,
      RenderProfile profile,
      String encoder,
      SmartCopy smartCopy)
      throws Fault, Refused {
    return new RenderPlanBuilder(timeline, measured, ancestors, profile, encoder)
        .build(render, timelineDigest, smartCopy);
  }

  /**
   * Builds the plan of a timeline whose alpha nobody measured, as of one without video.
   *
   * @throws Fault if the lineage would have a hole
   * @throws Refused if more layers overlap than a plan allows, or there is no audio to render
   */
  public static Planned build(
      Id render,
      Sha256 timelineDigest,
      ResolvedTimeline timeline,
      Ancestors ancestors,
      RenderProfile profile,
      String encoder,
      SmartCopy smartCopy)
      throws Fault, Refused {
    MeasuredTimeline unmeasured = MeasuredTimeline.unmeasured(timeline);
    return build(
        render, timelineDigest, timeline, unmeasured, ancestors, profile, encoder, smartCopy);
  }

  private Planned build(Id render, Sha256 timelineDigest, SmartCopy smartCopy)
      throws Fault, Refused {
    addCredit();
    Map<Sha256, RenderPlan.Segment> distinct = new LinkedHashMap<>();
    List<Sha256> order = new ArrayList<>();
    if (video != null) {
      LayerEvaluator evaluator = video.evaluator();
      VideoCoding coding = video.settings().coding(timeline.rate());
      for (Segmenter.SegmentRange segment : Segmenter.segments(evaluator, coding, smartCopy)) {
        SegmentContent content =
            segment.copied() == null ? segment(evaluator, coding, segment) : segment.copied();
        if (segment.copied() != null) {
          origins.put(
              segment.copied().rendition(),
              new Origin.OfObject(smartCopy.address(segment.copied())));
        }
        Sha256 key = content.key();
        distinct.putIfAbsent(key, new RenderPlan.Segment(key, content));
        order.add(key);
      }
      pictureLineage();
      textLineage();
    }
    Map<Sha256, Integer> positions = new LinkedHashMap<>();
    distinct.keySet().forEach(key -> positions.put(key, positions.size()));
    RenderPlan.@Nullable Soundtrack soundtrack = soundtrack();
    LineageBuilder.Composed composed = lineage.compose(duration, rate(), ancestors);
    Sha256 revision = revision(timelineDigest, order, soundtrack, composed);
    Attribution attribution =
        attribution(render, revision, timelineDigest, soundtrack != null, composed);
    RenderPlan plan =
        new RenderPlan(
            render,
            revision,
            timelineDigest,
            profile,
            timeline.rate(),
            video == null ? 0 : video.evaluator().frames(),
            List.copyOf(distinct.values()),
            order.stream().map(positions::get).toList(),
            soundtrack,
            chapters(),
            subtitles(),
            origins,
            indexes,
            attribution.lineage(),
            remarks(attribution.lineage()),
            tags(attribution.lineage()));
    return new Planned(plan, attribution);
  }

  /** What the revision determines, so that the same key has the same bytes. */
  private FileTags tags(Lineage document) {
    String artist = CreditNames.of(document).line(FileTags.MAX_CHARACTERS);
    return new FileTags(
        timeline.timeline().name(),
        artist,
        artist.isEmpty() ? "" : "All credits: the lineage of render " + document.render());
  }

  private List<String> remarks(Lineage document) {
    return Stream.concat(timeline.remarks().stream(), UnknownParts.of(document).stream()).toList();
  }

  private List<Chapter> chapters() {
    return video == null ? List.of() : Chapters.of(timeline, video.evaluator().frames());
  }

  /**
   * The lineage of a timeline whose credit rolls are not rasterized yet.
   *
   * @param measured the same timeline as its lineage is computed from
   * @throws Fault if the lineage would have a hole
   * @throws Refused if more layers overlap than a plan allows, or there is no audio to render
   */
  public static Lineage lineage(
      Id render,
      Sha256 timelineDigest,
      ResolvedTimeline timeline,
      MeasuredTimeline measured,
      Ancestors ancestors,
      RenderProfile profile)
      throws Fault, Refused {
    RenderPlanBuilder builder = new RenderPlanBuilder(timeline, measured, ancestors, profile, "");
    builder.addCredit();
    if (builder.video != null) {
      builder.pictureLineage();
      builder.textLineage();
    }
    boolean hasAudio = builder.soundtrack() != null;
    LineageBuilder.Composed composed =
        builder.lineage.compose(builder.duration, builder.rate(), ancestors);
    return builder
        .attribution(render, timelineDigest, timelineDigest, hasAudio, composed)
        .lineage();
  }

  private @Nullable FrameRate rate() {
    return video == null ? null : timeline.rate();
  }

  private Attribution attribution(
      Id render,
      Sha256 revision,
      Sha256 timelineDigest,
      boolean hasAudio,
      LineageBuilder.Composed composed)
      throws Fault {
    return lineage.build(
        render,
        revision,
        timelineDigest,
        duration,
        rate(),
        hasAudio ? MixSpec.SAMPLE_RATE : 0,
        "segments "
            + SegmentSpec.RENDERER
            + ", mix "
            + MixSpec.RENDERER
            + (encoder.isEmpty() ? "" : ", FFmpeg " + encoder),
        composed);
  }

  private void addCredit() {
    lineage.addCredits(timeline.additionalCredits());
    TimeRanges.trimmed(timeline.timeline().tracks())
        .ifPresent(
            range -> lineage.timelineRange(new Interval(range.start(), range.endExclusive())));
    List<Media> media = new ArrayList<>();
    if (profile instanceof RenderProfile.Visual) {
      media.addAll(timeline.visibleMedia());
      timeline.authors().forEach(this::addCredit);
    }
    if (profile instanceof RenderProfile.Audible) {
      media.addAll(timeline.audioMedia().values());
    }
    for (Media each : media) {
      switch (each) {
        case Media.OfAsset(SourceMedia source) -> addCredit(source);
        case Media.RasterizedText text ->
            text.strips()
                .forEach(
                    strip -> origins.put(strip.sha256(), new Origin.OfObject(strip.address())));
        case Media.Generated _, Media.PendingTitle _, Media.PendingCreditRoll _ -> {}
      }
    }
  }

  private void addCredit(SourceMedia media) {
    lineage.credit(
        new Credit(
            media.asset(),
            media.sha256(),
            media.contributors(),
            media.resources(),
            media.work(),
            media.inside().output(),
            media.inside().method(),
            media.inside().contained(),
            ancestors.films().contains(media.sha256()) ? List.of() : media.inside().people(),
            media.inside().additionalCredits()));
    origins.put(media.sha256(), new Origin.OfSource(media.original()));
    if (media.proxy() != null) {
      origins.put(media.proxy().sha256(), new Origin.OfObject(media.proxy().address()));
    }
    if (media.frameIndexKey() != null) {
      indexes.put(media.sha256(), media.frameIndexKey());
    }
    if (media.mezzanine() != null) {
      origins.put(media.mezzanine().sha256(), new Origin.OfObject(media.mezzanine().key()));
    }
  }

  private Sha256 revision(
      Sha256 timelineDigest,
      List<Sha256> order,
      RenderPlan.@Nullable Soundtrack soundtrack,
      LineageBuilder.Composed composed) {
    List<Object> hashed =
        new ArrayList<>(
            List.of(RenderPlan.VERSION, timelineDigest, profile, timeline.rate(), duration, order));
    hashed.add(origins.values().stream().map(Origin::place).toList());
    hashed.add(soundtrack == null ? List.of() : List.of(soundtrack.key()));
    hashed.addAll(
        List.of(
            lineage.uses(),
            lineage.generated(),
            composed.nestedUses(),
            composed.nestedRenders(),
            composed.nestedGenerated(),
            lineage.credits(),
            timeline.additionalCredits(),
            timeline.remarks(),
            chapters(),
            subtitles()));
    return Sha256.of(Json.canonical(hashed));
  }

  private SegmentSpec segment(
      LayerEvaluator evaluator, VideoCoding coding, Segmenter.SegmentRange segment) {
    List<Shot> shots = new ArrayList<>();
    long from = segment.cuts().getFirst();
    for (long to : segment.cuts().subList(1, segment.cuts().size())) {
      shots.add(evaluator.shot(from, to));
      from = to;
    }
    return new SegmentSpec(SegmentSpec.RENDERER, encoder, coding, shots);
  }

  private void pictureLineage() throws Refused {
    LayerEvaluator evaluator = new LayerEvaluator(measured.timeline(), PictureLineage.FRAME);
    PictureLineage shares =
        new PictureLineage(
            lineage,
            timeline.rate(),
            PictureLineage.FRAME,
            measured.measurements(),
            ancestors.films());
    List<Long> cuts = evaluator.cuts();
    for (int i = 1; i < cuts.size(); i++) {
      long from = cuts.get(i - 1);
      long to = cuts.get(i);
      List<Layer> layers = evaluator.layers(from, to);
      long leaves = layers.stream().flatMap(Layer::leaves).count();
      if (leaves > MAX_LAYERS) {
        throw new Refused(
            FailureCode.UNSUPPORTED_TIMELINE,
            "At "
                + RationalTime.ofFrames(from, timeline.rate()).toClock()
                + " "
                + leaves
                + " layers overlap; the limit is "
                + MAX_LAYERS
                + ". Render some of them beforehand and use the file.");
      }
      shares.add(from, to - from, layers);
    }
  }

  /** The subtitle events of the output, burnt in or selectable. */
  private Stream<Subtitles.Event> subtitleEvents() {
    return timeline.subtitles().events().stream()
        .filter(event -> event.subtitleOptions().isBurnedIn() || profile.hasSubtitles());
  }

  private void textLineage() {
    BurnInPlaces places =
        new BurnInPlaces(measured.timeline().subtitles().burnIns(), PictureLineage.FRAME);
    subtitleEvents()
        .forEach(event -> {
          addCredit(event.source());
          lineage.read(
              event.track(),
              outputTime(event),
              event.source().asset(),
              event.inFile(),
              event.subtitleOptions().language(),
              event.subtitleOptions().isBurnedIn() ? places.of(event) : null);
        });
  }

  private Interval outputTime(Subtitles.Event event) {
    return new Interval(
        RationalTime.ofFrames(event.from(), timeline.rate()),
        RationalTime.ofFrames(event.to(), timeline.rate()));
  }

  /** The selectable subtitles, track by track. */
  private List<RenderPlan.Subtitles> subtitles() {
    Map<Integer, List<Subtitles.Event>> tracks = new TreeMap<>();
    subtitleEvents()
        .filter(event -> !event.subtitleOptions().isBurnedIn())
        .forEach(event -> tracks.computeIfAbsent(event.track(), n -> new ArrayList<>()).add(event));
    return tracks.values().stream()
        .map(track ->
            new RenderPlan.Subtitles(
                track.getFirst().subtitleOptions().language(),
                track.getFirst().subtitleOptions().label(),
                track.stream()
                    .map(
                        event -> event.cue().at(outputTime(event).start(), outputTime(event).end()))
                    .sorted(Comparator.comparing(Cue::start))
                    .toList()))
        .toList();
  }

  private RenderPlan.@Nullable Soundtrack soundtrack() throws Refused {
    return switch (profile) {
      case RenderProfile.Audible audible -> soundtrack(audible.audio());
      case RenderProfile.Images _ -> null;
    };
  }

  private RenderPlan.@Nullable Soundtrack soundtrack(RenderProfile.AudioSettings audio)
      throws Refused {
    long samples = duration.nearestSample(MixSpec.SAMPLE_RATE);
    List<List<MixClip>> tracks = MixPlanner.mixClips(timeline, samples);
    if (tracks.isEmpty() && video != null) {
      return null;
    }
    if (tracks.isEmpty()) {
      throw new Refused(
          FailureCode.NO_SUCH_STREAM,
          "The timeline has no sound, and the profile "
              + profile.name()
              + " is of sound alone; put clips on an audio track, or choose another profile.");
    }
    AudioLineage.add(lineage, tracks, samples, duration);
    List<List<MixSpec.Clip>> mixTracks = new ArrayList<>();
    tracks.forEach(track -> mixTracks.addAll(withoutOverlap(track)));
    MixSpec mix = new MixSpec(MixSpec.RENDERER, encoder, audio.loudness(), samples, mixTracks);
    SoundtrackSpec spec = new SoundtrackSpec(mix, audio.codec(), audio.kbps());
    return new RenderPlan.Soundtrack(spec.key(), spec);
  }

  /** Distributes clips over tracks in which none overlap. */
  private static List<List<MixSpec.Clip>> withoutOverlap(List<MixClip> mixClips) {
    List<List<MixSpec.Clip>> mixTracks = new ArrayList<>();
    mixClips.stream()
        .sorted(Comparator.comparingLong(MixClip::at))
        .forEach(mixClip -> {
          List<MixSpec.Clip> mixTrack =
              mixTracks.stream()
                  .filter(each -> each.getLast().end() <= mixClip.at())
                  .findFirst()
                  .orElseGet(() -> {
                    List<MixSpec.Clip> fresh = new ArrayList<>();
                    mixTracks.add(fresh);
                    return fresh;
                  });
          mixTrack.add(MixSpec.Clip.of(mixClip));
        });
    return mixTracks;
  }
}
