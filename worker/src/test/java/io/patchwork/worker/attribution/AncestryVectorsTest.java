package io.patchwork.worker.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.LineageVector;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Readout;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Composition against worked examples, to the last digit. */
final class AncestryVectorsTest {

  private static ImportedLineage document(JsonNode vector) {
    return Json.MAPPER.treeToValue(vector, ImportedLineage.class);
  }

  private static String text(
      String kind, Object out, String asset, Object source, Object weight, Object via) {
    return Json.text(List.of(kind, out, asset, source, weight, via));
  }

  private static Stream<Use> uses(Mosaic mosaic) {
    return Stream.concat(
        Readout.of(Medium.VIDEO, mosaic.pictures(), part -> part.origin() instanceof Origin.OfAsset)
            .uses()
            .stream(),
        Readout.of(Medium.AUDIO, mosaic.sound(), part -> true).uses().stream());
  }

  @ParameterizedTest
  @MethodSource("io.patchwork.worker.LineageVector#ofSegments")
  void segmentsAreThoseThatWereWorkedOut(String name) throws Exception {
    JsonNode vector = LineageVector.tree(name);

    List<String> found =
        uses(document(vector).composed())
            .map(use ->
                text(
                    use.medium().wireName(),
                    use.out(),
                    use.asset().value(),
                    use.source(),
                    use.weight().isEmpty()
                        ? List.of(new Ramp(Fraction.ONE, Fraction.ONE))
                        : use.weight(),
                    use.via().stream().flatMap(List::stream).toList()))
            .toList();

    List<String> expected = new ArrayList<>();
    for (JsonNode each : vector.path("expected").path("segments")) {
      expected.add(
          text(
              each.path("kind").asString(),
              Json.MAPPER.treeToValue(each.path("out"), Interval.class),
              each.path("asset").asString(),
              Json.MAPPER.treeToValue(each.path("src"), Interval.class),
              each.path("weight"),
              each.path("via")));
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void aRenderInItselfIsRefusedWithTheWay() throws Exception {
    ImportedLineage cycle = document(LineageVector.tree("08-cycle"));

    assertThatThrownBy(cycle::composed)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(FailureCode.INVALID_LINEAGE))
        .hasMessageContaining("P → Q → P");
  }
}
