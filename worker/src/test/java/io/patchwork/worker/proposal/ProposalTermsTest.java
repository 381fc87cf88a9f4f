package io.patchwork.worker.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Propose.ProposedRender;
import io.patchwork.schema.proposal.Adjustment;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.PayeeTotal;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.worker.failure.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is asked of a proposal, in the words of command and message. */
final class ProposalTermsTest {

  /** Each render is by the person of its name. */
  private static final ProposalInputs INPUTS =
      new ProposalInputs() {
        @Override
        public RenderHoldings holdings(Id render, Policy policy) {
          Film film = new Film().source(Pool.VIDEO, "clip-" + render, 0, "2");
          return film.by("clip-" + render, render.value()).as(render.value());
        }

        @Override
        public boolean isKnown(Id person) {
          return List.of("ana", "ben").contains(person.value());
        }

        @Override
        public Handles handles() {
          return Film.HANDLES;
        }

        @Override
        public Names names() {
          return Film.NAMES;
        }
      };

  private static ProposedRender render(
      String id, @Nullable String amount, @Nullable String weight) {
    return new ProposedRender(new Id(id), amount, weight);
  }

  private static ProposalTerms terms(@Nullable String amount, ProposedRender... renders)
      throws Failure {
    return terms(amount, Decisions.NONE, null, List.of(), renders);
  }

  private static ProposalTerms terms(
      @Nullable String amount,
      Decisions decisions,
      @Nullable Proposal paid,
      List<Proposal> carried,
      ProposedRender... renders)
      throws Failure {
    return new ProposalTerms(
        Film.policy("EUR: \"0.00\"", "EUR: \"20.00\""),
        "EUR",
        amount,
        List.of(renders),
        decisions,
        Film.DAY,
        Film.DAY,
        paid,
        carried);
  }

  private static List<String> amounts(ProposalTerms terms) throws Failure {
    return terms.draft(INPUTS).body().payees().stream()
        .map(each -> each.payee() + " " + each.amount())
        .toList();
  }

  @Test
  void rendersHaveWeightsOrAmounts() throws Exception {
    assertThat(amounts(terms("10.00", render("ana", null, null)))).containsExactly("h-ana 10.00");
    assertThat(amounts(terms("10.00", render("ana", null, "1"), render("ben", null, "2/3"))))
        .containsExactly("h-ana 6.00", "h-ben 4.00");
    assertThat(amounts(terms(null, render("ana", "7.00", null), render("ben", "3.00", null))))
        .containsExactly("h-ana 7.00", "h-ben 3.00");
  }

  @Test
  void nothingIsGuessed() throws Exception {
    refused("Nothing says what is divided", terms(null, render("ana", null, null)));
    refused(
        "Nothing says how much of the amount is for render ben",
        terms("10.00", render("ana", null, "1"), render("ben", null, null)));
    refused("and weights, too", terms(null, render("ana", "1.00", null), render("ben", null, "1")));
    refused("and there is one in all, too", terms("10.00", render("ana", "1.00", null)));
    refused("is no weight", terms("10.00", render("ana", null, "0.5")));
    refused("is given twice", terms("10.00", render("ana", null, "1"), render("ana", null, "1")));
  }

  private static void refused(String why, ProposalTerms terms) {
    assertThatThrownBy(() -> terms.draft(INPUTS))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining(why)
        .hasMessageEndingWith(".");
  }

  @Test
  void balancesAreBroughtForwardOnce() throws Exception {
    Proposal small = terms("15.00", render("ana", null, null)).draft(INPUTS);
    ProposedRender film = render("ana", null, null);

    PayeeTotal ana =
        terms("16.00", Decisions.NONE, null, List.of(small), film)
            .draft(INPUTS)
            .body()
            .payees()
            .getFirst();

    assertThat(ana.payable()).isEqualTo("31.00");
    refused("given twice", terms("16.00", Decisions.NONE, null, List.of(small, small), film));
    refused("given twice", terms("16.00", Decisions.NONE, small, List.of(small), film));
    ProposalTerms yen =
        new ProposalTerms(
            Film.policy(),
            "JPY",
            "16",
            List.of(film),
            Decisions.NONE,
            Film.DAY,
            Film.DAY,
            null,
            List.of(small));
    refused("is in EUR; carry proposals in JPY", yen);
  }

  @Test
  void aPayeeWhomNothingNamesIsRefusedUnlessMeant() throws Exception {
    List<Adjustment> poster =
        List.of(
            new Adjustment.FixedAmount(new Id("cho"), "1.00", new Id("eve"), "poster", Film.DAY));
    ProposedRender film = render("ana", null, null);

    refused(
        "is for cho, whom neither",
        terms(
            "30.00",
            new Decisions(Decisions.FORMAT, poster, List.of(), List.of()),
            null,
            List.of(),
            film));
    assertThat(
            amounts(
                terms(
                    "30.00",
                    new Decisions(Decisions.FORMAT, poster, List.of(), List.of(new Id("cho"))),
                    null,
                    List.of(),
                    film)))
        .containsExactly("h-ana 29.00", "h-cho 1.00");
  }
}
