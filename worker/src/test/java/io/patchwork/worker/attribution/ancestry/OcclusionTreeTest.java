package io.patchwork.worker.attribution.ancestry;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.PictureAlpha;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.LineageVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

final class OcclusionTreeTest {

  private static final Ramp UP = new Ramp(Fraction.ZERO, Fraction.ONE);
  private static final Fraction HALF = Fraction.of(1, 2);

  static Stream<JsonNode> vectors() throws IOException {
    JsonNode frames = LineageVector.tree("09-layers").path("frames");
    return StreamSupport.stream(frames.spliterator(), false);
  }

  private static Fraction number(JsonNode node) {
    return Fraction.parse(node.asString());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void layersCoverEachOtherAsWorkedOut(JsonNode frame) {
    List<OcclusionTree> scenes = new ArrayList<>();
    List<String> assets = new ArrayList<>();
    for (JsonNode layer : frame.path("layers_bottom_to_top")) {
      JsonNode rect = layer.path("rect");
      Box box =
          new Box(
              number(rect.get(0)), number(rect.get(1)), number(rect.get(2)), number(rect.get(3)));
      Fraction opacity = number(layer.path("opacity"));
      scenes.add(
          new OcclusionTree.Faded(
              List.of(new Ramp(opacity, opacity)), new OcclusionTree.Leaf(assets.size(), box)));
      assets.add(layer.path("asset").asString());
    }

    Map<Integer, Fraction> visible = OcclusionTree.visible(new OcclusionTree.Over(scenes));

    for (Map.Entry<String, JsonNode> each :
        frame.path("expected").path("visible_weight").properties()) {
      assertThat(visible.getOrDefault(assets.indexOf(each.getKey()), Fraction.ZERO))
          .as(each.getKey())
          .isEqualTo(number(each.getValue()));
    }
    Fraction sum = visible.values().stream().reduce(Fraction.ZERO, Fraction::plus);
    assertThat(Fraction.ONE.minus(sum))
        .isEqualTo(number(frame.path("expected").path("background")));
  }

  @Test
  void aFadeInOverADissolveIsWorthASixth() {
    // Vector 05: the integral of x (1 - x).
    OcclusionTree.CrossFade dissolve =
        new OcclusionTree.CrossFade(
            UP, new OcclusionTree.Leaf(0, Box.WHOLE), new OcclusionTree.Leaf(1, Box.WHOLE));

    assertThat(OcclusionTree.visible(new OcclusionTree.Faded(List.of(UP), dissolve)))
        .isEqualTo(Map.of(0, Fraction.of(1, 6), 1, Fraction.of(1, 3)));
  }

  @Test
  void aDissolveIsTheSameAsTheOneFadingInOverTheOther() {
    OcclusionTree before = new OcclusionTree.Leaf(0, Box.WHOLE);
    OcclusionTree after = new OcclusionTree.Leaf(1, Box.WHOLE);

    assertThat(
            OcclusionTree.visible(
                new OcclusionTree.Over(
                    List.of(before, new OcclusionTree.Faded(List.of(UP), after)))))
        .isEqualTo(OcclusionTree.visible(new OcclusionTree.CrossFade(UP, before, after)))
        .isEqualTo(Map.of(0, HALF, 1, HALF));
  }

  @Test
  void whatCanBeSeenThroughSharesWithWhatIsBelow() {
    OcclusionTree below = new OcclusionTree.Leaf(0, Box.WHOLE);
    OcclusionTree logo = new OcclusionTree.Leaf(1, Box.WHOLE, PictureAlpha.UNMEASURED);
    OcclusionTree other = new OcclusionTree.Leaf(2, Box.WHOLE, PictureAlpha.UNMEASURED);
    OcclusionTree leftHalf =
        new OcclusionTree.Leaf(0, new Box(Fraction.ZERO, Fraction.ZERO, HALF, Fraction.ONE));
    Fraction quarter = Fraction.of(1, 4);

    assertThat(OcclusionTree.visible(logo)).as("alone").isEqualTo(Map.of(1, Fraction.ONE));
    assertThat(OcclusionTree.visible(new OcclusionTree.Over(List.of(below, logo))))
        .isEqualTo(Map.of(0, HALF, 1, HALF));
    assertThat(OcclusionTree.visible(new OcclusionTree.Over(List.of(leftHalf, logo))))
        .isEqualTo(Map.of(0, quarter, 1, Fraction.of(3, 4)));
    assertThat(OcclusionTree.visible(new OcclusionTree.Over(List.of(below, logo, other))))
        .isEqualTo(Map.of(0, quarter, 1, quarter, 2, HALF));
    assertThat(
            OcclusionTree.visible(
                new OcclusionTree.Over(
                    List.of(below, new OcclusionTree.Over(List.of(logo, other))))))
        .as("in a group the same")
        .isEqualTo(Map.of(0, quarter, 1, quarter, 2, HALF));
    assertThat(
            OcclusionTree.visible(
                new OcclusionTree.Over(List.of(below, new OcclusionTree.Faded(List.of(UP), logo)))))
        .isEqualTo(Map.of(0, Fraction.of(3, 4), 1, quarter));
    assertThat(OcclusionTree.visible(new OcclusionTree.Over(List.of(logo, below))))
        .as("behind something")
        .isEqualTo(Map.of(0, Fraction.ONE, 1, Fraction.ZERO));
  }

  @Test
  void whatIsHiddenInsideAFadedGroupIsHidden() {
    OcclusionTree group =
        new OcclusionTree.Over(
            List.of(new OcclusionTree.Leaf(0, Box.WHOLE), new OcclusionTree.Leaf(1, Box.WHOLE)));

    assertThat(OcclusionTree.visible(new OcclusionTree.Faded(List.of(new Ramp(HALF, HALF)), group)))
        .isEqualTo(Map.of(0, Fraction.ZERO, 1, HALF));
  }
}
