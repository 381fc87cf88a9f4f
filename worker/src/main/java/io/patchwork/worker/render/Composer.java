package io.patchwork.worker.render;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.LineageBuilder;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.render.Edit.Placed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan of an edit: spans in which one picture is on top, segments of bounded length, the
 * soundtrack, and the lineage of all of it. Pure; for one edit.
 *
 * <p>Times become frames and samples here, once, by rounding the boundaries of clips and never
 * their lengths, so neighbours always meet.
 */
final class Composer {

  /** Length of a closed group of pictures, the grid that everything is cut on. */
  private static final int GOP_SECONDS = 2;

  private static final int GOPS_PER_SEGMENT = 2;

  private final Edit edit;
  private final RenderProfile profile;
  private final String encoder;
  private final LineageBuilder lineage = new LineageBuilder();
  private final Map<Sha256, String> originals =
      new TreeMap<>(java.util.Comparator.comparing(Sha256::hex));
  private final long frames;
  private final long samples;

  private Composer(Edit edit, RenderProfile profile, String encoder) {
    this.edit = edit;
    this.profile = profile;
    this.encoder = encoder;
    this.frames = Math.max(1, edit.duration().nearestFrame(edit.rate()));
    this.samples =
        RationalTime.ofFrames(frames, edit.rate()).nearestSample(SoundtrackSpec.SAMPLE_RATE);
  }

  /**
   * The plan.
   *
   * @param timeline digest of the timeline's document
   * @param encoder build of FFmpeg
   * @throws Fault if the lineage would have a hole
   */
  static RenderPlan compose(
      Id render, Sha256 timeline, Edit edit, RenderProfile profile, String encoder) throws Fault {
    return new Composer(edit, profile, encoder).compose(render, timeline);
  }

  private RenderPlan compose(Id render, Sha256 timeline) throws Fault {
    edit.picture().forEach(track -> track.forEach(this::credit));
    edit.sound().forEach(track -> track.forEach(this::credit));
    Map<Sha256, RenderPlan.Segment> distinct = new LinkedHashMap<>();
    List<Sha256> order = new ArrayList<>();
    for (SegmentSpec spec : segments()) {
      Sha256 key = spec.key();
      distinct.putIfAbsent(key, new RenderPlan.Segment(key, spec));
      order.add(key);
    }
    List<RenderPlan.Segment> pieces = List.copyOf(distinct.values());
    List<Sha256> keys = List.copyOf(distinct.keySet());
    List<Integer> sequence = order.stream().map(keys::indexOf).toList();
    RenderPlan.@Nullable Soundtrack soundtrack = soundtrack();
    int sampleRate = soundtrack == null ? 0 : SoundtrackSpec.SAMPLE_RATE;
    Sha256 revision = revision(timeline, order, soundtrack);
    Lineage document =
        lineage.build(
            render,
            revision,
            timeline,
            RationalTime.ofFrames(frames, edit.rate()),
            edit.rate(),
            sampleRate);
    return new RenderPlan(
        render,
        revision,
        timeline,
        edit.rate(),
        frames,
        pieces,
        sequence,
        soundtrack,
        originals,
        document,
        edit.warnings());
  }

  private void credit(Placed clip) {
    SourceMedia media = clip.media();
    lineage.credit(media.asset(), media.sha256(), media.contributors(), media.resources());
    originals.put(media.sha256(), media.original());
  }

  private Sha256 revision(
      Sha256 timeline, List<Sha256> order, RenderPlan.@Nullable Soundtrack soundtrack) {
    List<Object> everything = new ArrayList<>(List.of(timeline, edit.rate(), frames, order));
    everything.add(List.copyOf(originals.values()));
    everything.add(soundtrack == null ? List.of() : List.of(soundtrack.key()));
    everything.addAll(
        List.of(lineage.uses(), lineage.generated(), lineage.credits(), edit.warnings()));
    return Sha256.of(Json.canonical(everything));
  }

  /** A stretch of frames in which the same clip is on top. */
  private record Span(long from, long to, Optional<Placed> top, int layer) {}

  private long frame(RationalTime time) {
    return Math.min(frames, time.nearestFrame(edit.rate()));
  }

  private List<Span> spans() {
    TreeSet<Long> cuts = new TreeSet<>(List.of(0L, frames));
    for (List<Placed> track : edit.picture()) {
      for (Placed clip : track) {
        cuts.add(frame(clip.start()));
        cuts.add(frame(clip.end()));
      }
    }
    List<Span> spans = new ArrayList<>();
    long from = 0;
    for (long to : cuts.tailSet(0L, false)) {
      spans.add(span(from, to));
      from = to;
    }
    return spans;
  }

  /** Finds who is on top, and says in the lineage who is on top and who is covered. */
  private Span span(long from, long to) {
    Optional<Placed> top = Optional.empty();
    int topLayer = 0;
    for (int layer = edit.picture().size() - 1; layer >= 0; layer--) {
      for (Placed clip : edit.picture().get(layer)) {
        if (frame(clip.start()) <= from && to <= frame(clip.end())) {
          boolean isVisible = top.isEmpty();
          lineage.use(
              Medium.PICTURE,
              layer,
              interval(from, to),
              clip.media().asset(),
              pictureSource(clip, from, to),
              isVisible);
          topLayer = isVisible ? layer : topLayer;
          top = isVisible ? Optional.of(clip) : top;
        }
      }
    }
    if (top.isEmpty()) {
      lineage.generated(Medium.PICTURE, interval(from, to), Generated.BLACK);
    }
    return new Span(from, to, top, topLayer);
  }

  private Interval interval(long from, long to) {
    return new Interval(
        RationalTime.ofFrames(from, edit.rate()), RationalTime.ofFrames(to, edit.rate()));
  }

  private Interval pictureSource(Placed clip, long from, long to) {
    if (clip.media().info().kind() == MediaKind.IMAGE) {
      return new Interval(RationalTime.ZERO, RationalTime.ZERO);
    }
    return interval(sourceFrame(clip, from), sourceFrame(clip, to));
  }

  /** Which conformed frame of a clip's media is shown at a frame of the timeline. */
  private long sourceFrame(Placed clip, long frame) {
    long first = Math.max(0, clip.mediaStart().nearestFrame(edit.rate()));
    return first + frame - frame(clip.start());
  }

  private List<SegmentSpec> segments() {
    List<SegmentSpec> segments = new ArrayList<>();
    for (Span span : spans()) {
      long grid = gridOffset(span);
      for (long from = span.from, to; from < span.to; from = to) {
        to = nextCut(from, span.to, grid);
        segments.add(
            new SegmentSpec(
                SegmentSpec.RENDERER,
                encoder,
                profile,
                edit.rate(),
                to - from,
                picture(span, from)));
      }
    }
    return segments;
  }

  private long second() {
    return Math.max(1, edit.rate().perSecond().round().longValueExact());
  }

  /** What to add to a frame of the timeline to count it from the source's first frame. */
  private long gridOffset(Span span) {
    boolean isMoving =
        span.top.isPresent() && span.top.get().media().info().kind() != MediaKind.IMAGE;
    return isMoving ? sourceFrame(span.top.get(), span.from) - span.from : -span.from;
  }

  /** The next boundary on the source's grid; what is under a second joins its neighbour. */
  private long nextCut(long from, long end, long grid) {
    long step = GOPS_PER_SEGMENT * GOP_SECONDS * second();
    long cut = (Math.floorDiv(from + grid, step) + 1) * step - grid;
    if (cut - from < second()) {
      cut += step;
    }
    return end - cut < second() ? end : cut;
  }

  private SegmentSpec.Picture picture(Span span, long from) {
    if (span.top.isEmpty()) {
      return new SegmentSpec.Black();
    }
    SourceMedia media = span.top.get().media();
    VideoStream stream = media.info().picture().orElseThrow();
    Demuxer demuxer = demuxer(media);
    return media.info().kind() == MediaKind.IMAGE
        ? new SegmentSpec.Still(media.sha256(), demuxer, stream)
        : new SegmentSpec.Moving(
            media.sha256(), demuxer, stream, sourceFrame(span.top.get(), from));
  }

  private static Demuxer demuxer(SourceMedia media) {
    return Demuxer.forMediaType(media.info().mediaType()).orElseThrow();
  }

  private RenderPlan.@Nullable Soundtrack soundtrack() {
    if (edit.sound().isEmpty()) {
      return null;
    }
    List<List<SoundtrackSpec.Piece>> tracks = new ArrayList<>();
    for (int layer = 0; layer < edit.sound().size(); layer++) {
      tracks.add(soundTrack(edit.sound().get(layer), layer));
    }
    silence();
    SoundtrackSpec spec =
        new SoundtrackSpec(SegmentSpec.RENDERER, encoder, profile.audioKbps(), samples, tracks);
    return new RenderPlan.Soundtrack(spec.key(), spec);
  }

  private long sample(RationalTime time) {
    return Math.min(samples, time.nearestSample(SoundtrackSpec.SAMPLE_RATE));
  }

  private static Interval sampled(long from, long to) {
    return new Interval(
        RationalTime.ofSamples(from, SoundtrackSpec.SAMPLE_RATE),
        RationalTime.ofSamples(to, SoundtrackSpec.SAMPLE_RATE));
  }

  /** The last sample may end a little before or behind the last frame: they end together. */
  private Interval heard(long from, long to) {
    Interval exact = sampled(from, to);
    return to < samples
        ? exact
        : new Interval(exact.start(), RationalTime.ofFrames(frames, edit.rate()));
  }

  private List<SoundtrackSpec.Piece> soundTrack(List<Placed> clips, int layer) {
    List<SoundtrackSpec.Piece> pieces = new ArrayList<>();
    long at = 0;
    for (Placed clip : clips) {
      long from = sample(clip.start());
      long to = sample(clip.end());
      if (to <= from) {
        continue;
      }
      if (from > at) {
        pieces.add(new SoundtrackSpec.Silence(from - at));
      }
      long first = Math.max(0, clip.mediaStart().nearestSample(SoundtrackSpec.SAMPLE_RATE));
      pieces.add(sounding(clip.media(), first, to - from));
      lineage.use(
          Medium.SOUND,
          layer,
          heard(from, to),
          clip.media().asset(),
          sampled(first, first + to - from),
          true);
      at = to;
    }
    if (at < samples) {
      pieces.add(new SoundtrackSpec.Silence(samples - at));
    }
    return pieces;
  }

  private static SoundtrackSpec.Piece sounding(SourceMedia media, long first, long samples) {
    AudioStream stream = media.info().sound().orElseThrow();
    RationalTime zero = media.info().picture().map(VideoStream::start).orElseGet(stream::start);
    return new SoundtrackSpec.Sounding(
        media.sha256(), demuxer(media), stream, zero, first, samples);
  }

  /** Where no track sounds, silence is what is generated. */
  private void silence() {
    List<Interval> sounding =
        lineage.uses().stream()
            .filter(use -> use.medium() == Medium.SOUND)
            .map(use -> use.out())
            .toList();
    io.patchwork.schema.lineage.IntervalSet.of(sounding)
        .gapsIn(RationalTime.ZERO, RationalTime.ofFrames(frames, edit.rate()))
        .forEach(gap -> lineage.generated(Medium.SOUND, gap, Generated.SILENCE));
  }
}
