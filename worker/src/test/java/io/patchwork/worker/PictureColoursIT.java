package io.patchwork.worker;

import static io.patchwork.worker.IngestedPictures.assertColour;
import static io.patchwork.worker.IngestedPictures.jpeg;
import static io.patchwork.worker.IngestedPictures.renditions;
import static io.patchwork.worker.IngestedPictures.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.worker.ffmpeg.PixelFormat;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether pictures have the colours that were meant, as decoded pixels. */
@Timeout(300)
final class PictureColoursIT {

  private static final int WIDTH = 240;
  private static final int HEIGHT = 160;

  @Cluster static TestCluster cluster;
  @TempDir Path temp;
  private IngestedPictures pictures;

  @BeforeEach
  void prepare() {
    pictures = new IngestedPictures(cluster, temp);
  }

  private AssetManifest sample(String name) throws Exception {
    return pictures.small(
        name, Files.readAllBytes(Path.of("src/test/resources/cases/ingest", name)));
  }

  @Test
  void cmykInTiffHasTheColoursOfItsJpeg() throws Exception {
    BufferedImage image = pictures.decoded(jpeg(sample("cmyk.tif")));

    assertColour(image, 180, 40, new Color(0, 160, 0), 4);
    assertColour(image, 180, 120, new Color(230, 230, 120), 4);
  }

  /** A PNG with a chunk behind its header. */
  private static byte[] pngWith(BufferedImage image, String chunk, byte... data) throws Exception {
    byte[] png = written(image, "png");
    ByteBuffer bytes = ByteBuffer.allocate(png.length + 12 + data.length);
    bytes.put(png, 0, 33).putInt(data.length);
    bytes.put(chunk.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 check = new CRC32();
    check.update(bytes.array(), 37, 4 + data.length);
    bytes.putInt((int) check.getValue()).put(png, 33, png.length - 33);
    return bytes.array();
  }

  private static BufferedImage plain(Color colour, int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(colour);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.dispose();
    return image;
  }

  @Test
  void theCurveAndThePrimariesOfPngAreApplied() throws Exception {
    byte[] linear =
        pngWith(
            plain(new Color(55, 55, 55), BufferedImage.TYPE_INT_RGB),
            "gAMA",
            (byte) 0,
            (byte) 1,
            (byte) 0x86,
            (byte) 0xa0);
    byte[] pq =
        pngWith(
            plain(new Color(148, 148, 148), BufferedImage.TYPE_INT_RGB),
            "cICP",
            (byte) 9,
            (byte) 16,
            (byte) 0,
            (byte) 1);

    assertColour(
        pictures.decoded(jpeg(pictures.small("linear.png", linear))),
        9,
        9,
        new Color(128, 128, 128),
        3);
    assertColour(
        pictures.decoded(jpeg(pictures.small("pq.png", pq))), 9, 9, new Color(150, 150, 150), 3);
  }

  @Test
  void theCurveOfATransparentPngIsAppliedWithoutItsAlpha() throws Exception {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(55, 55, 55));
    graphics.fillRect(0, 0, 64, HEIGHT);
    graphics.dispose();
    byte[] linear = pngWith(image, "gAMA", (byte) 0, (byte) 1, (byte) 0x86, (byte) 0xa0);

    BufferedImage shown = pictures.decoded(jpeg(pictures.small("linear-alpha.png", linear)));

    assertColour(shown, 9, 9, new Color(128, 128, 128), 3);
    assertColour(shown, WIDTH - 9, 9, Color.WHITE, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha-hidden-colour.mov", "alpha-hidden-colour.webm"})
  void theColourUnderTransparencyIsNeverSeen(String name) throws Exception {
    AssetManifest asset = sample(name);

    List<Artifact> seen =
        asset.artifacts().stream()
            .filter(
                each -> each.role() == ArtifactRole.POSTER || each.role() == ArtifactRole.RENDITION)
            .toList();
    assertThat(seen)
        .extracting(Artifact::role)
        .contains(ArtifactRole.RENDITION, ArtifactRole.POSTER);
    for (Artifact each : seen) {
      BufferedImage image = pictures.decoded(each);
      assertColour(image, 10, 10, Color.WHITE, 4);
      assertColour(image, 49, 45, Color.WHITE, 4);
      assertColour(image, 70, 45, Color.WHITE, 4);
    }
  }

  @Test
  void transparentPartsAreWhiteWhereTheFormatHasNone() throws Exception {
    BufferedImage image = plain(Color.BLUE, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < HEIGHT / 2; y++) {
      for (int x = 0; x < WIDTH / 2; x++) {
        image.setRGB(x, y, 0x00ff0000);
        image.setRGB(x + WIDTH / 2, y, 0x8000ff00);
      }
    }

    AssetManifest manifest = pictures.ingest("alpha.png", written(image, "png"));

    assertThat(renditions(manifest))
        .extracting(Artifact::mediaType)
        .containsExactlyInAnyOrder("image/webp", "image/jpeg");
    BufferedImage jpeg = pictures.decoded(jpeg(manifest));
    assertColour(jpeg, WIDTH / 4, HEIGHT / 4, Color.WHITE, 12);
    assertColour(jpeg, WIDTH * 3 / 4, HEIGHT / 4, new Color(127, 255, 127), 16);
    assertColour(jpeg, WIDTH / 4, HEIGHT * 3 / 4, Color.BLUE, 12);
    Artifact webp =
        renditions(manifest).stream()
            .filter(each -> each.mediaType().equals("image/webp"))
            .findFirst()
            .orElseThrow();
    assertThat(pictures.decoded(webp).getRGB(WIDTH / 4, HEIGHT / 4) >>> 24).isZero();
    assertThat(pictures.decoded(webp).getRGB(WIDTH / 4, HEIGHT * 3 / 4) >>> 24).isEqualTo(255);
  }

  /** A PNG that says that its numbers are those of linear light. */
  private static byte[] linear() throws Exception {
    BufferedImage grey = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = grey.createGraphics();
    graphics.setColor(new Color(55, 55, 55));
    graphics.fillRect(0, 0, 64, 64);
    graphics.dispose();
    byte[] png = written(grey, "png");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.write("linear\0\0".getBytes(StandardCharsets.US_ASCII));
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      out.write(ICC_Profile.getInstance(java.awt.color.ColorSpace.CS_LINEAR_RGB).getData());
    }
    byte[] chunk =
        ByteBuffer.allocate(packed.size() + 4)
            .put("iCCP".getBytes(StandardCharsets.US_ASCII))
            .put(packed.toByteArray())
            .array();
    CRC32 crc = new CRC32();
    crc.update(chunk);
    int header = 8 + 25;
    return ByteBuffer.allocate(png.length + chunk.length + 8)
        .put(png, 0, header)
        .putInt(packed.size())
        .put(chunk)
        .putInt((int) crc.getValue())
        .put(png, header, png.length - header)
        .array();
  }

  /** A BMP of 32 bits, green, whose fourth bytes grow from 0 to the right. */
  private static byte[] bitmap(boolean hasMasks) {
    byte[] magic = "BM".getBytes(StandardCharsets.US_ASCII);
    int header = 108;
    int pixels = 14 + header;
    ByteBuffer bmp =
        ByteBuffer.allocate(pixels + 64 * 48 * 4).order(ByteOrder.LITTLE_ENDIAN).put(magic);
    bmp.putInt(bmp.capacity()).putInt(0).putInt(pixels);
    bmp.putInt(header).putInt(64).putInt(48).putShort((short) 1).putShort((short) 32);
    bmp.putInt(hasMasks ? 3 : 0).putInt(0).putLong(0).putLong(0);
    bmp.putInt(0xff0000).putInt(0xff00).putInt(0xff).putInt(0xff000000);
    bmp.position(pixels);
    for (int i = 0; i < 64 * 48; i++) {
      bmp.putInt(((i % 64 * 4) << 24) | 0xa000);
    }
    return bmp.array();
  }

  /** BITMAPV4HEADER: the masks count for BI_BITFIELDS, and BI_RGB has no alpha. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theFourthByteOfABitmapIsAlphaWhereAMaskSaysSo(boolean hasMasks) throws Exception {
    AssetManifest manifest = pictures.small("masks-" + hasMasks + ".bmp", bitmap(hasMasks));

    BufferedImage shown = pictures.decoded(jpeg(manifest));
    assertColour(shown, 4, 24, hasMasks ? new Color(239, 250, 239) : new Color(0, 160, 0), 8);
    assertColour(shown, 60, 24, hasMasks ? new Color(15, 166, 15) : new Color(0, 160, 0), 8);
    assertThat(PixelFormat.hasAlpha(manifest.media().videoStream().orElseThrow().pixelFormat()))
        .isEqualTo(hasMasks);
  }

  @Test
  void coloursOfAProfileAreThoseThatWereMeant() throws Exception {
    AssetManifest manifest = pictures.small("profile.png", linear());

    assertThat(manifest.media().videoStream().orElseThrow().hasIccProfile()).isTrue();
    // 55/255 of the light is 128 in sRGB (IEC 61966-2-1).
    assertColour(pictures.decoded(jpeg(manifest)), 32, 32, new Color(128, 128, 128), 3);
  }

  /** The mean of a picture's red, green and blue. */
  private static int[] mean(BufferedImage picture) {
    long[] sums = new long[3];
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int pixel = picture.getRGB(x, y);
        for (int band = 0; band < 3; band++) {
          sums[band] += (pixel >> (8 * band)) & 0xff;
        }
      }
    }
    int pixels = picture.getWidth() * picture.getHeight();
    return new int[] {(int) (sums[2] / pixels), (int) (sums[1] / pixels), (int) (sums[0] / pixels)};
  }

  /** Four inks, inverted as Adobe's programs write them, of a photo that is there in RGB, too. */
  @Test
  void aPhotoOfFourInksLooksLikeTheSameInRgb() throws Exception {
    Path inks = temp.resolve("inks.jpg");
    try (InputStream in =
        Objects.requireNonNull(PictureColoursIT.class.getResourceAsStream("bridge-cmyk.jpg"))) {
      Files.copy(in, inks);
    }
    Path original = Path.of("../infra/demo/media/bridge-original.jpg");

    BufferedImage ofInks =
        ImageIO.read(
            cluster
                .fetched(
                    cluster.ingested(new Id("inks"), inks, TestCluster.SMALL),
                    ArtifactRole.POSTER,
                    temp)
                .getFirst()
                .toFile());
    BufferedImage ofRgb =
        ImageIO.read(
            cluster
                .fetched(
                    cluster.ingested(new Id("rgb"), original, TestCluster.SMALL),
                    ArtifactRole.POSTER,
                    temp)
                .getFirst()
                .toFile());

    assertThat(ofInks.getWidth()).isEqualTo(ofRgb.getWidth()).isEqualTo(1280);
    int[] one = mean(ofInks);
    int[] other = mean(ofRgb);
    for (int band = 0; band < 3; band++) {
      assertThat(one[band]).as("band " + band).isCloseTo(other[band], within(12));
    }
  }
}
