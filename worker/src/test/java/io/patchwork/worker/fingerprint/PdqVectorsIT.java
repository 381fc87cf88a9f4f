package io.patchwork.worker.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.manifest.PdqHash;
import io.patchwork.schema.manifest.StillPrint;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.SharedFiles;
import java.awt.image.BufferedImage;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Against hashes of the reference implementation, where the vectors lie beside the project. */
final class PdqVectorsIT {

  /** Its coefficients vanish but for rounding noise, so its bits are those of the noise. */
  private static final String NOISE = "synthetic/tiny_8x6.png";

  @Test
  void everyVectorHasTheHashOfTheReference() throws Exception {
    Optional<Path> vectors = SharedFiles.find("vectors/pdq");
    if (vectors.isEmpty()) {
      return;
    }
    JsonNode expected = Json.tree(Files.readAllBytes(vectors.get().resolve("expected.json")));
    int compared = 0;
    for (var entry : expected.path("exact").properties()) {
      JsonNode vector = entry.getValue();
      Path file = vectors.get().resolve(entry.getKey());
      BufferedImage image = ImageIO.read(file.toFile());
      PdqHash hash = Pdq.of(rgb(image), image.getWidth(), image.getHeight());
      StillPrint sides = Pdq.ofAllSides(rgb(image), image.getWidth(), image.getHeight());
      assertThat(hash.quality()).as(entry.getKey()).isEqualTo(vector.path("quality").asInt());
      if (!vector.path("degenerate").asBoolean(false) && !entry.getKey().equals(NOISE)) {
        int distance = distance(hash.hash(), vector.path("hash").asString());
        assertThat(distance).as(entry.getKey()).isLessThanOrEqualTo(2);
        assertSides(entry.getKey(), sides, vector.path("dihedral"));
      }
      compared++;
    }
    assertThat(compared).isGreaterThan(10);
  }

  private static void assertSides(String name, StillPrint print, JsonNode dihedral) {
    List<String> order =
        List.of(
            "original",
            "rotate90",
            "rotate180",
            "rotate270",
            "flipX",
            "flipY",
            "flipPlus1",
            "flipMinus1");
    // The reference knows no shortcut for 64x64 here, and says so of the upright one, too.
    for (int i = dihedral.isObject() ? 1 : order.size(); i < order.size(); i++) {
      assertThat(distance(print.hashes().get(i), dihedral.path(order.get(i)).asString()))
          .as(name + " " + order.get(i))
          .isLessThanOrEqualTo(2);
    }
  }

  private static int distance(String a, String b) {
    return new BigInteger(a, 16).xor(new BigInteger(b, 16)).bitCount();
  }

  private static byte[] rgb(BufferedImage image) {
    int width = image.getWidth();
    byte[] rgb = new byte[3 * width * image.getHeight()];
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < width; x++) {
        int pixel = image.getRGB(x, y);
        int at = 3 * (y * width + x);
        rgb[at] = (byte) (pixel >> 16);
        rgb[at + 1] = (byte) (pixel >> 8);
        rgb[at + 2] = (byte) pixel;
      }
    }
    return rgb;
  }
}
