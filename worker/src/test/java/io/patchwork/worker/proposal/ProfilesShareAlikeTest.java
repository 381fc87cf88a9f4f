package io.patchwork.worker.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Otio;
import io.patchwork.worker.attribution.Attribution;
import io.patchwork.worker.money.Money;
import io.patchwork.worker.render.plan.TestPlans;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Money does not depend on the profile that was rendered. */
final class ProfilesShareAlikeTest {

  private static final Otio OTIO = new Otio("24");

  private static Otio film() {
    return new Otio("24")
        .track(
            "Video",
            OTIO.clip("asset:a", 0, 31),
            OTIO.transition(5, 5),
            OTIO.clip("asset:b", 40, 29, "", "\"opacity\":0.7"))
        .track(
            "Video",
            OTIO.clip(
                "asset:c",
                0,
                60,
                "",
                "\"rectangle\":{\"x\":0.33333,\"y\":0.1,\"width\":0.417,\"height\":0.3}"))
        .track("Audio", OTIO.clip("asset:d", 0, 60, "", "\"gain\":0.5"))
        .track("Audio", OTIO.clip("asset:e", 0, 33, "", "\"gain\":\"-6dB\""));
  }

  private static RenderHoldings holdings(String profile) throws Exception {
    Attribution attribution = TestPlans.attribution(film(), profile);
    Lineage lineage = attribution.lineage();
    List<Credit> credits =
        lineage.credits().stream()
            .map(each ->
                each.by(
                    List.of(new Contributor(new Id("maker-of-" + each.asset()), null, null)), null))
            .toList();
    return LineageHoldings.of(
        lineage.corrected(Sha256.of("nobody is named"), credits, List.of()),
        Sha256.of(profile),
        attribution.film(),
        asset -> Optional.empty(),
        Film.policy());
  }

  private static String body(String profile) throws Exception {
    Proposal proposal =
        ProposalDraft.of(
            Film.first(
                Film.policy(), Money.parse("50000.00", Money.currency("EUR")), holdings(profile)),
            Film.HANDLES);
    return new String(Json.canonical(proposal.body()), StandardCharsets.UTF_8);
  }

  @Test
  void theBodyOfAProposalIsTheSameToTheByte() throws Exception {
    String preview = body("preview");

    assertThat(preview).contains("h-maker-of-c");
    for (String profile : List.of("hd", "final", "prores")) {
      assertThat(body(profile)).as(profile).isEqualTo(preview);
    }
  }

  @Test
  void theSoundOfASongSharesAsThatOfTheFilm() throws Exception {
    List<Holding> ofFilm =
        holdings("preview").holdings().stream()
            .filter(each -> each.pool().text().equals("audio"))
            .toList();

    assertThat(ofFilm)
        .extracting(holding -> holding.asset().asset())
        .contains(new Id("d"), new Id("e"));
    assertThat(holdings("flac").holdings()).containsExactlyInAnyOrderElementsOf(ofFilm);
  }
}
