package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;

/** Pictures that a cluster made artifacts of, and what they look like, decoded. For one test. */
final class IngestedPictures {

  private final TestCluster cluster;
  private final Path temp;

  IngestedPictures(TestCluster cluster, Path temp) {
    this.cluster = cluster;
    this.temp = temp;
  }

  /** Ingests a picture in all sizes and formats. */
  AssetManifest ingest(String name, byte[] bytes) throws Exception {
    return cluster.ingested(new Id(name), Files.write(temp.resolve(name), bytes));
  }

  /** Ingests a picture as one small JPEG. */
  AssetManifest small(String name, byte[] bytes) throws Exception {
    return cluster.ingested(
        new Id(name), Files.write(temp.resolve(name), bytes), TestCluster.SMALL);
  }

  /** A stored artifact as a file. */
  Path fetched(Artifact artifact) throws Exception {
    String key = artifact.key();
    return cluster.fetch(key, temp.resolve("got-" + key.substring(key.lastIndexOf('/') + 1)));
  }

  /** A stored picture of any format, as FFmpeg decodes it. */
  BufferedImage decoded(Artifact artifact) throws Exception {
    Path png = temp.resolve("decoded.png");
    TestMedia.ffmpeg("-i", fetched(artifact).toString(), "-frames:v", "1", png.toString());
    BufferedImage image = Objects.requireNonNull(ImageIO.read(png.toFile()));
    assertThat(image.getWidth()).isEqualTo(artifact.width());
    assertThat(image.getHeight()).isEqualTo(artifact.height());
    return image;
  }

  static List<Artifact> renditions(AssetManifest manifest) {
    return manifest.artifacts().stream()
        .filter(each -> each.role() == ArtifactRole.RENDITION)
        .toList();
  }

  static Artifact jpeg(AssetManifest manifest) {
    return renditions(manifest).stream()
        .filter(each -> each.mediaType().equals("image/jpeg"))
        .findFirst()
        .orElseThrow();
  }

  /** A picture as a file. */
  static byte[] written(BufferedImage image, String format) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  /** Fails where a pixel is further from a colour than so many of 255 in any band. */
  static void assertColour(BufferedImage image, int x, int y, Color expected, int slack) {
    Color there = new Color(image.getRGB(x, y));
    int off =
        Math.max(
            Math.abs(there.getRed() - expected.getRed()),
            Math.max(
                Math.abs(there.getGreen() - expected.getGreen()),
                Math.abs(there.getBlue() - expected.getBlue())));
    assertThat(off)
        .as(there + " at " + x + "," + y + " for " + expected)
        .isLessThanOrEqualTo(slack);
  }
}
