package io.patchwork.worker.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.proposal.Adjustment;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.worker.csv.CsvTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people print and open in a spreadsheet. */
final class ProposalOutputTest {

  private static final String HOSTILE = "<script>alert(1)</script>\"'&\u202egpj.exe\u0007\u0000";

  private static Proposal proposal(Policy policy) throws Exception {
    Decisions decisions =
        new Decisions(
            Decisions.FORMAT,
            List.of(
                new Adjustment.FixedAmount(
                    new Id("cho"), "10.00", new Id("eve"), HOSTILE, Film.DAY)),
            List.of(),
            List.of());
    return new Film()
        .source(Pool.VIDEO, "va", 0, "5")
        .source(Pool.VIDEO, "vb", 0, "5")
        .by("va", "ana")
        .by("vb")
        .role("=2+2,\"x\"", "otto")
        .divide("100.00", "EUR", policy, decisions, Film.DAY, null);
  }

  private static Policy policy() throws Exception {
    return Film.policy(
        "roles: []", "roles: [{role: '=2+2,\"x\"', share: 1/10}]", "weight: 1/10", "weight: 0/1");
  }

  @Test
  void cellsThatASpreadsheetTakesForFormulasAreInertAndItIsSaid() throws Exception {
    String csv = ProposalCsv.lines(proposal(policy()));

    assertThat(csv.split("\r\n", -1))
        .contains(
            "'-/0/video/source/vb,,0,video,source,vb,5.000,0.450000000,EUR,40.50,0.00,40.50,"
                + "no-contributor,,an apostrophe was put before: line")
        .contains(
            "\"h-otto/0/role:=2+2,\"\"x\"\"/role/-\",h-otto,0,\"role:=2+2,\"\"x\"\"\",role,,0.000,"
                + "0.100000000,EUR,9.00,9.00,0.00,,,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1", "+1", "-1-1", "@SUM", "\t=1", "\r", " =1", "＝1", "-", "--1"})
  void theseAreFormulas(String text) {
    assertThat(CsvTable.isFormula(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "-3.20", "a=1", "Bea", "h-1/0/video/source/v", "'=1"})
  void theseAreNone(String text) {
    assertThat(CsvTable.isFormula(text)).isFalse();
  }

  @Test
  void thePayeesAreRowsForWhoPays() throws Exception {
    assertThat(ProposalCsv.payees(proposal(policy())).split("\r\n", -1))
        .containsExactly(
            "payee,currency,amount,due,held,paid,broughtForward,payable,carriedForward,note",
            "h-ana,EUR,40.50,40.50,0.00,0.00,0.00,40.50,0.00,",
            "h-cho,EUR,10.00,10.00,0.00,0.00,0.00,10.00,0.00,",
            "h-otto,EUR,9.00,9.00,0.00,0.00,0.00,9.00,0.00,",
            "");
  }

  @Test
  void namesInAPageAreTextAndTouchNothingAroundThem() throws Exception {
    String page = ProposalPage.of(proposal(policy()), policy(), handle -> HOSTILE);

    assertThat(page)
        .contains(
            "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\u202egpj.exe\\u0007\\u0000")
        .doesNotContain("<script", "\u202e", "\u0007", "\u0000")
        .contains("<bdi dir=\"auto\">")
        .contains("No payment is made here")
        .doesNotContain("http://", "https://", "src=", "@import", "url(");
  }

  @Test
  void theSamePageComesOfTheSameProposal() throws Exception {
    assertThat(ProposalPage.of(proposal(policy()), policy(), Film.NAMES))
        .isEqualTo(ProposalPage.of(proposal(policy()), policy(), Film.NAMES));
  }
}
