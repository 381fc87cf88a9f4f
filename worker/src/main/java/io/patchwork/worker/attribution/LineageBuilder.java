package io.patchwork.worker.attribution;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Coverage;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.MeasuredAlpha;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.NestedRender;
import io.patchwork.schema.lineage.Pan;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.ancestry.Composition;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Playback;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.Readout;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Slices;
import io.patchwork.worker.attribution.ancestry.Text;
import io.patchwork.worker.attribution.ancestry.Via;
import io.patchwork.worker.composition.MixClip;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects the uses of assets in a render, and builds its lineage only if every instant is
 * accounted for. An empty interval adds nothing.
 */
public final class LineageBuilder {

  private final List<Use> uses = new ArrayList<>();
  private final List<Generated> generated = new ArrayList<>();
  private final Map<AssetContent, Credit> credits = new TreeMap<>();

  /** The contents of the assets that the timeline itself uses. */
  private final Map<Id, Sha256> contents = new HashMap<>();

  private final List<Contributor> additionalCredits = new ArrayList<>();
  private final List<Slice> pictures = new ArrayList<>();
  private final List<Text> text = new ArrayList<>();
  private @Nullable Interval timelineRange;

  /** The last use of each asset in each layer, as an index into {@code uses}. */
  private final Map<Place, Integer> lastUse = new HashMap<>();

  /** Adds the credit of an asset, before its uses. */
  public void credit(Credit credit) {
    contents.putIfAbsent(credit.asset(), credit.sha256());
    credits.putIfAbsent(credit.content(), credit);
  }

  /**
   * Adds a use of an asset's video.
   *
   * @param box in the frame, as far as anything cuts it
   * @param picture where all of its picture would lie
   * @param visible average share of the frame in which it is visible, 0 to 1
   * @param method how the share is known, as in {@link Use}
   * @param alpha the measurement of its alpha; null where there is none
   */
  void use(
      int layer,
      Interval out,
      Id asset,
      Interval source,
      Box box,
      Box picture,
      @Nullable Pan pan,
      List<Ramp> weight,
      Fraction visible,
      String method,
      @Nullable MeasuredAlpha alpha) {
    add(
        Use.seen(
                layer,
                out,
                asset,
                content(asset),
                source,
                box,
                picture,
                weight,
                visible,
                method,
                alpha)
            .panning(pan));
  }

  /** Adds a part of what the pictures are composed of, in order of time. */
  void slice(Slice slice) {
    if (!slice.out().isEmpty()) {
      pictures.add(slice);
    }
  }

  /**
   * Adds a use of an asset's audio.
   *
   * @param heard 1, or 0 where its gain is 0 all along
   */
  public void use(
      int layer, Interval out, Id asset, Interval source, List<Ramp> gain, Fraction heard) {
    add(Use.unseen(Medium.AUDIO, layer, out, asset, content(asset), source, gain, heard));
  }

  /**
   * Adds a use of an asset's subtitles.
   *
   * @param language BCP 47 tag; null where nobody named one
   * @param box where they are in the picture; null where they are beside it
   */
  public void read(
      int layer,
      Interval out,
      Id asset,
      Interval source,
      @Nullable String language,
      @Nullable Box box) {
    Sha256 content = content(asset);
    add(Use.unseen(Medium.TEXT, layer, out, asset, content, source, List.of(), Fraction.ONE));
    text.add(new Text(out, new Origin.OfAsset(asset, content), source, language, box, Via.NONE));
  }

  private Sha256 content(Id asset) {
    @Nullable Sha256 content = contents.get(asset);
    if (content == null) {
      throw new IllegalStateException("use of asset " + asset + " before its credit");
    }
    return content;
  }

  private void add(Use use) {
    if (use.out().isEmpty()) {
      return;
    }
    Place place = new Place(use.medium(), use.layer(), use.asset());
    @Nullable Integer before = lastUse.get(place);
    if (before != null && uses.get(before).isContinuedBy(use)) {
      uses.set(before, uses.get(before).until(use.out().end(), use.source().end()));
      return;
    }
    lastUse.put(place, uses.size());
    uses.add(use);
  }

  private record Place(Medium medium, int layer, Id asset) {}

  /** Adds a generated range of the output, which no asset contributes to. */
  public void generated(Medium medium, Interval out, String generator, Fraction visible) {
    if (out.isEmpty()) {
      return;
    }
    @Nullable Generated before = generated.isEmpty() ? null : generated.getLast();
    if (before != null
        && before.medium() == medium
        && before.generator().equals(generator)
        && before.visible().equals(visible)
        && before.out().end().equals(out.start())) {
      generated.removeLast();
      generated.add(
          new Generated(medium, new Interval(before.out().start(), out.end()), generator, visible));
      return;
    }
    generated.add(new Generated(medium, out, generator, visible));
  }

  /** Adds people who are credited without being seen or heard. */
  public void addCredits(List<Contributor> people) {
    additionalCredits.addAll(people);
  }

  /** Notes which part of the timeline is rendered, in the timeline's own time. */
  public void timelineRange(Interval range) {
    timelineRange = range;
  }

  public List<Use> uses() {
    return List.copyOf(uses);
  }

  public List<Credit> credits() {
    return List.copyOf(credits.values());
  }

  public List<Generated> generated() {
    return List.copyOf(generated);
  }

  /**
   * The film as its own parts: renders in it are not composed yet.
   *
   * @param films contents that are films of ours, whose own parts take their places
   */
  private Mosaic film(RationalTime duration, @Nullable FrameRate rate, Set<Sha256> films) {
    List<Slices.Ranged> sounds =
        uses.stream()
            .filter(use -> use.medium() == Medium.AUDIO && use.isPresent())
            .map(use -> new Slices.Ranged(use.out(), sound(use, films)))
            .toList();
    return new Mosaic(
        duration,
        rate,
        Slice.joined(pictures),
        sounds.isEmpty() ? List.of() : Slices.of(sounds, duration),
        text);
  }

  private static Part sound(Use use, Set<Sha256> films) {
    return new Part(
        new Origin.OfAsset(use.asset(), use.sha256()),
        use.source(),
        Box.WHOLE,
        Polynomial.product(use.weight()),
        use.weight(),
        Via.NONE,
        use.method(),
        films.contains(use.sha256()) ? new Playback.Samples(MixClip.SAMPLE_RATE) : null,
        null);
  }

  /**
   * Puts the parts of renders among the assets in their places, once all uses are added.
   *
   * @param rate frame rate; null without video
   * @param ancestors what is known of these renders
   * @throws Refused if there is too much in them
   */
  public Composed compose(RationalTime duration, @Nullable FrameRate rate, Ancestors ancestors)
      throws Refused {
    silence(duration, ancestors);
    Mosaic film = film(duration, rate, ancestors.films());
    Mosaic composed = Composition.of(film, ancestors::film);
    Readout pictures = Readout.of(Medium.VIDEO, composed.pictures(), Part::isNested);
    Readout sound = Readout.of(Medium.AUDIO, composed.sound(), Part::isNested);
    List<Use> nested = new ArrayList<>(pictures.uses());
    nested.addAll(sound.uses());
    composed.text().stream()
        .filter(words -> !words.via().isDirect())
        .map(Readout::use)
        .forEach(nested::add);
    nested.forEach(use -> credits.computeIfAbsent(use.content(), ancestors::credit));
    List<NestedRender> renders = new ArrayList<>(pictures.renders());
    renders.addAll(sound.renders());
    renders.forEach(each -> credits.computeIfAbsent(each.content(), ancestors::credit));
    return new Composed(film, composed, nested, renders, pictures.generated());
  }

  /** Takes the sound of renders for unheard where they are silent. */
  private void silence(RationalTime duration, Ancestors ancestors) {
    List<Use> cut = SilentRenders.cut(uses, duration, ancestors::film);
    if (cut.equals(uses)) {
      return;
    }
    uses.clear();
    uses.addAll(cut);
    List<Interval> accounted =
        Stream.concat(
                uses.stream()
                    .filter(use -> use.medium() == Medium.AUDIO && use.isPresent())
                    .map(Use::out),
                generated.stream()
                    .filter(each -> each.medium() == Medium.AUDIO)
                    .map(Generated::out))
            .toList();
    for (Interval gap : IntervalSet.of(accounted).gapsIn(RationalTime.ZERO, duration)) {
      generated(Medium.AUDIO, gap, Generated.SILENCE, Fraction.ONE);
    }
  }

  /** What was added, with the parts of renders in their places. */
  public record Composed(
      Mosaic film,
      Mosaic composed,
      List<Use> nestedUses,
      List<NestedRender> nestedRenders,
      List<Generated> nestedGenerated) {

    private Lineage.Unattributed unattributed(boolean hasAudio) {
      Fraction video = Fraction.ZERO;
      for (Slice slice : composed.pictures()) {
        video = video.plus(slice.generated().times(slice.out().length().seconds()));
      }
      RationalTime audio =
          hasAudio && composed.sound().isEmpty() ? composed.duration() : RationalTime.ZERO;
      for (Slice slice : composed.sound()) {
        audio = slice.tiles().isEmpty() ? audio.plus(slice.out().length()) : audio;
      }
      return new Lineage.Unattributed(new RationalTime(video), audio);
    }
  }

  /**
   * Builds the lineage.
   *
   * @param rate frame rate; null without video
   * @param sampleRate in Hz; 0 without audio
   * @param renderer version of the software that makes the output
   * @throws Fault if an instant of the output is not accounted for
   */
  public Attribution build(
      Id render,
      Sha256 revision,
      Sha256 timeline,
      RationalTime duration,
      @Nullable FrameRate rate,
      int sampleRate,
      String renderer,
      Composed composed)
      throws Fault {
    Lineage lineage =
        new Lineage(
            Lineage.FORMAT,
            render,
            revision,
            timeline,
            duration,
            rate,
            sampleRate,
            uses,
            generated,
            composed.nestedUses,
            composed.nestedRenders,
            composed.nestedGenerated,
            credits(),
            additionalCredits,
            Sha256.of(Json.bytes(composed.composed)),
            composed.unattributed(sampleRate > 0),
            renderer,
            null,
            List.of(),
            timelineRange);
    List<String> problems = Coverage.problems(lineage);
    if (!problems.isEmpty()) {
      throw new Fault("incomplete lineage: " + String.join("; ", problems), null);
    }
    return new Attribution(lineage, composed.film, composed.composed);
  }
}
