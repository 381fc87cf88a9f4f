package io.patchwork.worker.attribution;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Coverage;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects who is where in a render, and refuses to say so before everything is accounted for. */
public final class LineageBuilder {

  private final List<Use> uses = new ArrayList<>();
  private final List<Generated> generated = new ArrayList<>();
  private final Map<Id, Credit> credits = new TreeMap<>();

  /** An asset whose use will be told. */
  public void credit(Id asset, Sha256 sha256, List<Contributor> contributors, List<Id> resources) {
    credits.putIfAbsent(asset, new Credit(asset, sha256, contributors, resources));
  }

  /**
   * A stretch of an asset in the output.
   *
   * @param isVisible false for a picture that is covered by layers above
   */
  public void use(
      Medium medium, int layer, Interval out, Id asset, Interval source, boolean isVisible) {
    Credit credit = credits.get(asset);
    if (credit == null) {
      throw new IllegalStateException("use of asset " + asset + " before its credit");
    }
    uses.add(
        new Use(
            medium,
            layer,
            out,
            asset,
            credit.sha256(),
            source,
            Fraction.ONE,
            isVisible ? Fraction.ONE : Fraction.ZERO,
            Use.RENDERED));
  }

  /** A stretch of the output that is nobody's. */
  public void generated(Medium medium, Interval out, String generator) {
    generated.add(new Generated(medium, out, generator));
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
   * The finished document.
   *
   * @param sampleRate 0 where there is no sound
   * @throws Fault if an instant of the output is not accounted for
   */
  public Lineage build(
      Id render,
      Sha256 revision,
      Sha256 timeline,
      RationalTime duration,
      FrameRate rate,
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
            credits());
    List<String> problems = Coverage.problems(lineage);
    if (!problems.isEmpty()) {
      throw new Fault("incomplete lineage: " + String.join("; ", problems), null);
    }
    return lineage;
  }
}
