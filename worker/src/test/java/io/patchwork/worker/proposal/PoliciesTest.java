package io.patchwork.worker.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.proposal.Adjustment;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.money.Money;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PoliciesTest {

  @Test
  void yamlAndJsonOfOnePolicyHaveOneDigest() throws Exception {
    Policy policy = Film.policy();

    Policy fromJson = Policies.read(Json.bytes(policy));

    assertThat(fromJson).isEqualTo(policy);
    assertThat(Policies.digest(fromJson)).isEqualTo(Policies.digest(policy));
    assertThat(Policies.digest(Film.policy("weight: 6/10", "weight: 12/20")))
        .isEqualTo(Policies.digest(policy));
    assertThat(Policies.digest(Film.policy("disputeDays: 14", "disputeDays: 15")))
        .isNotEqualTo(Policies.digest(policy));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "weight: 6/10; weight: 5/10; come to 9/10",
        "weight: 6/10; weight: 0.6; pools/0/weight",
        "pool: text,; pool: audio,; names the pool audio twice",
        "pool: text,; pool: text:en,; has no pool text",
        "unattributed: exclude; unattributed: house; does not name the house",
        "unattributed: exclude; unattributed: hold; unattributed",
        "unattributed: exclude; Unattributed: exclude; Unattributed",
        "name: Default; name: Default\\nname: Other; Duplicate",
        "cap: 1/4; cap: 5/4; above 1/1",
        "cap: 1/4; cap: -1/4; remixer/cap",
        "reserve: 0/1; reserve: 1/1; reserve of all",
        "JPY: \"0\"; JPY: \"0.00\"; no amount in JPY",
        "JPY: \"0\"; JPY: 0; minimumPayout/JPY",
        "name: Default; name: *anchor; an alias",
        "roles: []; roles: [{role: a, share: 0/1}, {role: a, share: 0/1}]; role a twice",
        "roles: []; roles: [{role: a/b, share: 0/1}]; roles/0/role",
        "of: hold; of: guess; unknownPart",
      })
  void whatIsNotWholeIsRefusedWithWhatToDo(String old, String changed, String why) {
    String text = Film.policyText(old.strip(), changed.strip().replace("\\n", "\n"));

    assertThatThrownBy(() -> Policies.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            Failure.Refused.class,
            refused -> {
              assertThat(refused.sentence()).contains(why.strip());
              assertThat(refused.sentence()).endsWith(".");
            });
  }

  @ParameterizedTest
  @CsvSource({"''", "[]", "{", "'---\na: 1\n---\nb: 2'", "'\u0000'", "'a: &a [*a]'"})
  void whatIsNoPolicyIsRefused(String text) {
    assertThatThrownBy(() -> Policies.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            Failure.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(FailureCode.INVALID_POLICY));
  }

  @Test
  void aCurrencyWithoutAMinimumPayoutIsAskedFor() throws Exception {
    Policy policy = Film.policy();

    assertThatThrownBy(() -> Policies.minimumPayout(policy, Money.currency("SEK")))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("add SEK");
  }

  @Test
  void adjustmentsAreReadFromYaml() throws Exception {
    String text =
        """
        format: patchwork.adjustments/1
        adjustments:
          - {of: fixed, payee: cho, amount: "10.00", author: eve, reason: Poster, date: 2026-11-02}
          - {of: factor, payee: ana, factor: 3/2, author: eve, reason: Stunt, date: 2026-11-02}
        disputes:
          - {id: d1, payee: ana, line: h/0/video/source/v, amount: "30.00", opened: 2026-11-03,
             reason: Longer, answer: {date: 2026-11-20, granted: "1.00", author: eve, reason: Yes}}
        """;

    var decisions = DocumentReader.decisions(text.getBytes(StandardCharsets.UTF_8));

    assertThat(decisions.adjustments().getFirst())
        .isInstanceOfSatisfying(
            Adjustment.FixedAmount.class, fixed -> assertThat(fixed.amount()).isEqualTo("10.00"));
    assertThat(decisions.disputes()).hasSize(1);
    assertThatThrownBy(() ->
            DocumentReader.decisions(
                text.replace("2026-11-20", "2026-02-30").getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Failure.Refused.class);
    assertThatThrownBy(() ->
            DocumentReader.decisions(
                text.replace("\"10.00\"", "\"-10.00\"").getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Failure.Refused.class);
  }
}
