package io.patchwork.worker.attribution;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Coverage;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.MeasuredAlpha;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects the uses of assets in a render, and builds its lineage only if every instant is
 * accounted for. An empty interval adds nothing.
 */
public final class LineageBuilder {

  private final List<Use> uses = new ArrayList<>();
  private final List<Generated> generated = new ArrayList<>();
  private final Map<Id, Credit> credits = new TreeMap<>();
  private final List<Contributor> additionalCredits = new ArrayList<>();

  /** The last use of each asset in each layer, as an index into {@code uses}. */
  private final Map<Place, Integer> lastUse = new HashMap<>();

  /** Adds the credit of an asset, before its uses. */
  public void credit(Credit credit) {
    credits.putIfAbsent(credit.asset(), credit);
  }

  /**
   * Adds a use of an asset's video.
   *
   * @param visible average share of the frame in which it is visible, 0 to 1
   * @param method how the share is known, as in {@link Use}
   * @param alpha the measurement of its alpha; null where there is none
   */
  public void use(
      int layer,
      Interval out,
      Id asset,
      Interval source,
      Box box,
      List<Ramp> weight,
      Fraction visible,
      String method,
      @Nullable MeasuredAlpha alpha) {
    add(
        new Use(
            Medium.VIDEO,
            layer,
            out,
            asset,
            content(asset),
            source,
            box,
            weight,
            visible,
            method,
            alpha));
  }

  /**
   * Adds a use of an asset's audio.
   *
   * @param heard 1, or 0 where its gain is 0 all along
   */
  public void use(
      int layer, Interval out, Id asset, Interval source, List<Ramp> gain, Fraction heard) {
    add(Medium.AUDIO, layer, out, asset, source, gain, heard);
  }

  /** Adds a use of an asset's subtitles. */
  public void read(int layer, Interval out, Id asset, Interval source) {
    add(Medium.TEXT, layer, out, asset, source, List.of(), Fraction.ONE);
  }

  /** A use that has no place in the frame. */
  private void add(
      Medium medium,
      int layer,
      Interval out,
      Id asset,
      Interval source,
      List<Ramp> weight,
      Fraction visible) {
    add(
        new Use(
            medium,
            layer,
            out,
            asset,
            content(asset),
            source,
            null,
            weight,
            visible,
            Use.RENDERED,
            null));
  }

  private Sha256 content(Id asset) {
    Credit credit = credits.get(asset);
    if (credit == null) {
      throw new IllegalStateException("use of asset " + asset + " before its credit");
    }
    return credit.sha256();
  }

  private void add(Use use) {
    if (use.out().isEmpty()) {
      return;
    }
    Place place = new Place(use.medium(), use.layer(), use.asset());
    @Nullable Integer before = lastUse.get(place);
    if (before != null && continues(uses.get(before), use)) {
      uses.set(before, uses.get(before).until(use.out().end(), use.source().end()));
      return;
    }
    lastUse.put(place, uses.size());
    uses.add(use);
  }

  private record Place(Medium medium, int layer, Id asset) {}

  /** Whether a use only continues another. */
  private static boolean continues(Use before, Use after) {
    return before.out().end().equals(after.out().start())
        && before.source().end().equals(after.source().start())
        && speed(before).equals(speed(after))
        && Objects.equals(before.box(), after.box())
        && before.weight().equals(after.weight())
        && before.weight().stream().allMatch(ramp -> ramp.start().equals(ramp.end()))
        && before.visible().equals(after.visible())
        && before.method().equals(after.method());
  }

  private static Fraction speed(Use use) {
    return use.source().length().seconds().dividedBy(use.out().length().seconds());
  }

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
   * Builds the lineage.
   *
   * @param rate frame rate; null without video
   * @param sampleRate in Hz; 0 without audio
   * @throws Fault if an instant of the output is not accounted for
   */
  public Lineage build(
      Id render,
      Sha256 revision,
      Sha256 timeline,
      RationalTime duration,
      @Nullable FrameRate rate,
      int sampleRate)
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
            credits(),
            additionalCredits);
    List<String> problems = Coverage.problems(lineage);
    if (!problems.isEmpty()) {
      throw new Fault("incomplete lineage: " + String.join("; ", problems), null);
    }
    return lineage;
  }
}
