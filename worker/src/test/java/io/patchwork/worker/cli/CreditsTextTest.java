package io.patchwork.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.TestLineage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the people of a lineage are printed for a person. */
final class CreditsTextTest {

  private static List<String> people(Credit... credits) {
    return new CreditsText(null, new ClusterOptions(), Map.of())
        .people(
            TestLineage.of(
                RationalTime.ofSeconds(4, 1),
                FrameRate.of(25, 1),
                48_000,
                List.of(),
                List.of(),
                List.of(credits),
                List.of()));
  }

  @Test
  void whoIsNeitherSeenNorHeardIsSaidToBeSo() {
    Credit covered =
        new Credit(
            new Id("logo"),
            Sha256.of("logo"),
            List.of(new Contributor(new Id("leo"), "Leo", "logo")),
            List.of());

    assertThat(people(covered))
        .containsExactly("who is in it:", "  used, but neither seen nor heard    Leo (logo)");
  }

  @Test
  void nobodyIsSaid() {
    assertThat(people())
        .containsExactly("who is in it: nobody (no named contributor made anything in it)");
  }
}
