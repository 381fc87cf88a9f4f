package io.patchwork.worker.attribution;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lineages of films in which no render is. */
public final class TestLineage {

  private static final RenderRevision FILM =
      new RenderRevision(new Id("film"), Sha256.of("revision"));

  private TestLineage() {}

  /** The lineage of a render that is called film. */
  public static Lineage of(
      RationalTime duration,
      @Nullable FrameRate rate,
      int sampleRate,
      List<Use> uses,
      List<Generated> generated,
      List<Credit> credits,
      List<Contributor> additionalCredits) {
    return of(FILM, duration, rate, sampleRate, uses, generated, credits, additionalCredits);
  }

  /** The lineage of a revision. */
  public static Lineage of(
      RenderRevision of,
      RationalTime duration,
      @Nullable FrameRate rate,
      int sampleRate,
      List<Use> uses,
      List<Generated> generated,
      List<Credit> credits,
      List<Contributor> additionalCredits) {
    return new Lineage(
        Lineage.FORMAT,
        of.render(),
        of.revision(),
        Sha256.of("timeline"),
        duration,
        rate,
        sampleRate,
        uses,
        generated,
        List.of(),
        List.of(),
        List.of(),
        credits,
        additionalCredits,
        null,
        null,
        null,
        null,
        List.of(),
        null);
  }
}
