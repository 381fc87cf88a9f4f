package io.patchwork.schema.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.Schemas;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ProposalDocumentsTest {

  static Arguments[] documents() {
    return new Arguments[] {
      Arguments.of("policy.v1", Policy.class),
      Arguments.of("adjustments.v1", Decisions.class),
      Arguments.of("proposal.v1", Proposal.class)
    };
  }

  private static JsonNode example(String name) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            ProposalDocumentsTest.class.getResourceAsStream(
                "/examples/documents/" + name + ".json"))) {
      return Json.tree(in.readAllBytes());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void anExampleIsAsItsSchemaSaysAndIsWrittenAsItWas(String name, Class<?> type) throws Exception {
    JsonNode document = example(name);

    Object read = Json.MAPPER.treeToValue(document, type);

    assertThat(Schemas.violations(name, document, "")).isEmpty();
    assertThat(Json.canonical(read)).isEqualTo(Json.canonical(document));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void anExampleWithoutItsFormatIsRefused(String name, Class<?> type) throws Exception {
    ObjectNode document = (ObjectNode) example(name);
    document.remove("format");

    assertThat(Schemas.violations(name, document, "")).as(type.getName()).hasSize(1);
  }
}
