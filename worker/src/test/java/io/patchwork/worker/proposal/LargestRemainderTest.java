package io.patchwork.worker.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.LineageVector;
import io.patchwork.worker.failure.Failure;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

final class LargestRemainderTest {

  static List<JsonNode> cases() throws Exception {
    List<JsonNode> cases = new ArrayList<>();
    LineageVector.tree("11-money").path("cases").forEach(cases::add);
    assertThat(cases).hasSize(9);
    return cases;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theVectorComesOutToTheUnit(JsonNode vector) throws Exception {
    Map<String, Fraction> shares = new HashMap<>();
    vector
        .path("shares")
        .properties()
        .forEach(each -> shares.put(each.getKey(), Fraction.parse(each.getValue().asString())));
    Map<String, String> expected = new HashMap<>();
    vector
        .path("expected")
        .properties()
        .forEach(each -> expected.put(each.getKey(), each.getValue().asString()));

    Map<String, String> units = new HashMap<>();
    LargestRemainder.divide(new BigInteger(vector.path("amount_minor_units").asString()), shares)
        .forEach((id, each) -> units.put(id, each.toString()));

    assertThat(units).isEqualTo(expected);
  }

  @Test
  void aTieGoesToTheSmallerIdInOrderOfCodePoints() throws Exception {
    // In UTF-16 the second is the smaller one.
    Map<String, Fraction> shares = Map.of("\uff5e", Fraction.ONE, "\ud83d\ude00", Fraction.ONE);

    assertThat(LargestRemainder.divide(BigInteger.ONE, shares))
        .containsEntry("\uff5e", BigInteger.ONE)
        .containsEntry("\ud83d\ude00", BigInteger.ZERO);
  }

  @Test
  void anAmountThatNobodyHasAShareOfIsRefused() {
    assertThatThrownBy(() -> LargestRemainder.divide(BigInteger.ONE, Map.of("a", Fraction.ZERO)))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("nobody has a share");
  }
}
