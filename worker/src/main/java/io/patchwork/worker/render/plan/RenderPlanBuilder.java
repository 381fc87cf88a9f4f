package io.patchwork.worker.render.plan;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.manifest.Chapter;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.AudioLineage;
import io.patchwork.worker.attribution.LineageBuilder;
import io.patchwork.worker.attribution.PictureLineage;
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
import io.patchwork.worker.ffmpeg.FrameSize;
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
 * Makes a plan of an edit: segments of bounded length, the soundtrack, and the lineage of all of
 * it. Pure; for one edit.
 */
public final class RenderPlanBuilder {

  /** Pictures over each other: whose share is how large is worked out exactly, which takes time. */
  private static final int MAX_LAYERS = 24;

  private final ResolvedTimeline edit;
  private final RenderProfile profile;
  private final String encoder;
  private final @Nullable Sight sight;
  private final LineageBuilder lineage = new LineageBuilder();
  private final Map<Sha256, Origin> origins = new TreeMap<>(Comparator.comparing(Sha256::hex));
  private final Map<Sha256, String> indexes = new TreeMap<>(Comparator.comparing(Sha256::hex));
  private final RationalTime duration;

  /** What is seen of the edit. */
  private record Sight(LayerEvaluator screen, RenderProfile.Video video) {
    static Sight of(ResolvedTimeline edit, RenderProfile.Video video) {
      return new Sight(new LayerEvaluator(edit, video.frame()), video);
    }
  }

  private RenderPlanBuilder(ResolvedTimeline edit, RenderProfile profile, String encoder) {
    this.edit = edit;
    this.profile = profile;
    this.encoder = encoder;
    this.sight =
        switch (profile) {
          case RenderProfile.Visual visual -> Sight.of(edit, visual.video());
          case RenderProfile.Audio _ -> null;
        };
    this.duration =
        sight == null
            ? edit.duration()
            : RationalTime.ofFrames(sight.screen().frames(), edit.rate());
  }

  /**
   * The plan.
   *
   * @param timeline digest of the timeline's document
   * @param encoder build of FFmpeg
   * @param copying what need not be encoded
   * @throws Fault if the lineage would have a hole
   * @throws Refused if there is more in it than can be worked out
   */
  public static RenderPlan compose(
      Id render,
      Sha256 timeline,
      ResolvedTimeline edit,
      RenderProfile profile,
      String encoder,
      SmartCopy copying)
      throws Fault, Refused {
    return new RenderPlanBuilder(edit, profile, encoder).compose(render, timeline, copying);
  }

  private RenderPlan compose(Id render, Sha256 timeline, SmartCopy copying) throws Fault, Refused {
    credit();
    Map<Sha256, RenderPlan.Segment> distinct = new LinkedHashMap<>();
    List<Sha256> order = new ArrayList<>();
    if (sight != null) {
      LayerEvaluator screen = sight.screen();
      VideoCoding coding = sight.video().coding(edit.rate());
      for (Segmenter.Piece segment : Segmenter.segments(screen, coding, copying)) {
        SegmentContent content =
            segment.copied() == null ? segment(screen, coding, segment) : segment.copied();
        if (segment.copied() != null) {
          origins.put(
              segment.copied().rendition(), new Origin.OfObject(copying.address(segment.copied())));
        }
        Sha256 key = content.key();
        distinct.putIfAbsent(key, new RenderPlan.Segment(key, content));
        order.add(key);
      }
      pictureLineage(screen, coding.size());
      textLineage();
    }
    Map<Sha256, Integer> positions = new LinkedHashMap<>();
    distinct.keySet().forEach(key -> positions.put(key, positions.size()));
    RenderPlan.@Nullable Soundtrack soundtrack = soundtrack();
    Sha256 revision = revision(timeline, order, soundtrack);
    Lineage document = document(render, revision, timeline, soundtrack != null);
    return new RenderPlan(
        render,
        revision,
        timeline,
        profile,
        edit.rate(),
        sight == null ? 0 : sight.screen().frames(),
        List.copyOf(distinct.values()),
        order.stream().map(positions::get).toList(),
        soundtrack,
        chapters(),
        subtitles(),
        origins,
        indexes,
        document,
        edit.warnings());
  }

  private List<Chapter> chapters() {
    return sight == null ? List.of() : Chapters.of(edit, sight.screen().frames());
  }

  /**
   * What is told of an edit in which words are not drawn yet.
   *
   * @throws Fault if the lineage would have a hole
   * @throws Refused if there is more in it than can be worked out
   */
  public static Lineage lineage(
      Id render, Sha256 timeline, ResolvedTimeline edit, RenderProfile profile)
      throws Fault, Refused {
    RenderPlanBuilder composer = new RenderPlanBuilder(edit, profile, "");
    composer.credit();
    if (composer.sight != null) {
      composer.pictureLineage(composer.sight.screen(), composer.sight.video().frame());
      composer.textLineage();
    }
    return composer.document(render, timeline, timeline, composer.soundtrack() != null);
  }

  private Lineage document(Id render, Sha256 revision, Sha256 timeline, boolean hasAudio)
      throws Fault {
    return lineage.build(
        render,
        revision,
        timeline,
        duration,
        sight == null ? null : edit.rate(),
        hasAudio ? MixSpec.SAMPLE_RATE : 0);
  }

  private void credit() {
    lineage.addCredits(edit.additionalCredits());
    List<Media> media = new ArrayList<>();
    if (profile instanceof RenderProfile.Visual) {
      media.addAll(edit.seen());
    }
    if (profile instanceof RenderProfile.Audible) {
      media.addAll(edit.audios().values());
    }
    for (Media each : media) {
      switch (each) {
        case Media.OfAsset(SourceMedia source) -> credit(source);
        case Media.RasterizedText lettered ->
            lettered
                .strips()
                .forEach(
                    strip -> origins.put(strip.sha256(), new Origin.OfObject(strip.address())));
        case Media.Generated _, Media.PendingTitle _, Media.PendingCreditRoll _ -> {}
      }
    }
  }

  private void credit(SourceMedia media) {
    lineage.credit(
        new Credit(
            media.asset(),
            media.sha256(),
            media.contributors(),
            media.resources(),
            media.render(),
            media.nestedContributors()));
    origins.put(media.sha256(), new Origin.OfSource(media.original()));
    if (media.proxy() != null) {
      origins.put(media.proxy().sha256(), new Origin.OfObject(media.proxy().address()));
    }
    if (media.frames() != null) {
      indexes.put(media.sha256(), media.frames());
    }
    if (media.mezzanine() != null) {
      origins.put(media.mezzanine().sha256(), new Origin.OfObject(media.mezzanine().key()));
    }
  }

  private Sha256 revision(
      Sha256 timeline, List<Sha256> order, RenderPlan.@Nullable Soundtrack soundtrack) {
    List<Object> everything =
        new ArrayList<>(
            List.of(RenderPlan.VERSION, timeline, profile, edit.rate(), duration, order));
    everything.add(origins.values().stream().map(Origin::place).toList());
    everything.add(soundtrack == null ? List.of() : List.of(soundtrack.key()));
    everything.addAll(
        List.of(
            lineage.uses(),
            lineage.generated(),
            lineage.credits(),
            edit.additionalCredits(),
            edit.warnings(),
            chapters(),
            subtitles()));
    return Sha256.of(Json.canonical(everything));
  }

  private SegmentSpec segment(LayerEvaluator screen, VideoCoding coding, Segmenter.Piece segment) {
    List<Shot> shots = new ArrayList<>();
    long from = segment.cuts().getFirst();
    for (long to : segment.cuts().subList(1, segment.cuts().size())) {
      shots.add(screen.shot(from, to));
      from = to;
    }
    return new SegmentSpec(SegmentSpec.RENDERER, encoder, coding, shots);
  }

  private void pictureLineage(LayerEvaluator screen, FrameSize frame) throws Refused {
    PictureLineage picture = new PictureLineage(lineage, edit.rate(), frame);
    List<Long> cuts = screen.cuts();
    for (int i = 1; i < cuts.size(); i++) {
      long from = cuts.get(i - 1);
      long to = cuts.get(i);
      List<Layer> layers = screen.layers(from, to);
      long leaves = layers.stream().flatMap(Layer::leaves).count();
      if (leaves > MAX_LAYERS) {
        throw new Refused(
            FailureCode.UNSUPPORTED_TIMELINE,
            "At "
                + RationalTime.ofFrames(from, edit.rate()).toClock()
                + " "
                + leaves
                + " layers overlap; the limit is "
                + MAX_LAYERS
                + ". Render some of them beforehand and use the file.");
      }
      picture.add(from, to - from, layers);
    }
  }

  /** The subtitles that there are, in the picture or beside it. */
  private Stream<Subtitles.Event> subtitleEvents() {
    return edit.subtitles().shown().stream()
        .filter(event -> event.subtitleOptions().isBurnedIn() || profile.hasSubtitles());
  }

  private void textLineage() {
    subtitleEvents()
        .forEach(event -> {
          credit(event.source());
          lineage.read(event.track(), time(event), event.source().asset(), event.inFile());
        });
  }

  private Interval time(Subtitles.Event event) {
    return new Interval(
        RationalTime.ofFrames(event.from(), edit.rate()),
        RationalTime.ofFrames(event.to(), edit.rate()));
  }

  /** Those beside the picture, track by track. */
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
                    .map(event -> event.cue().at(time(event).start(), time(event).end()))
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
    List<List<MixClip>> tracks = MixPlanner.mixClips(edit, samples);
    if (tracks.isEmpty() && sight != null) {
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
    List<List<MixSpec.Clip>> lanes = new ArrayList<>();
    tracks.forEach(track -> lanes.addAll(lanes(track)));
    MixSpec mix = new MixSpec(MixSpec.RENDERER, encoder, audio.loudness(), samples, lanes);
    SoundtrackSpec spec = new SoundtrackSpec(mix, audio.codec(), audio.kbps());
    return new RenderPlan.Soundtrack(spec.key(), spec);
  }

  /** Voices one after the other; where they overlap, in lanes beside each other. */
  private static List<List<MixSpec.Clip>> lanes(List<MixClip> mixClips) {
    List<List<MixSpec.Clip>> lanes = new ArrayList<>();
    mixClips.stream()
        .sorted(Comparator.comparingLong(MixClip::at))
        .forEach(mixClip -> {
          List<MixSpec.Clip> lane =
              lanes.stream()
                  .filter(each -> each.getLast().end() <= mixClip.at())
                  .findFirst()
                  .orElseGet(() -> {
                    List<MixSpec.Clip> fresh = new ArrayList<>();
                    lanes.add(fresh);
                    return fresh;
                  });
          lane.add(MixSpec.Clip.of(mixClip));
        });
    return lanes;
  }
}
