package io.patchwork.worker;

import static io.patchwork.worker.IngestedPictures.assertColour;
import static io.patchwork.worker.IngestedPictures.jpeg;
import static io.patchwork.worker.IngestedPictures.renditions;
import static io.patchwork.worker.IngestedPictures.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTagSet;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of pictures that do not move, and of short animations: turned, sized, paged. */
@Timeout(300)
final class StillsIT {

  private static final int WIDTH = 240;
  private static final int HEIGHT = 160;

  @Cluster static TestCluster cluster;
  @TempDir Path temp;
  private IngestedPictures pictures;

  @BeforeEach
  void prepare() {
    pictures = new IngestedPictures(cluster, temp);
  }

  /** Red, green, blue and white quarters: top left, top right, bottom left, bottom right. */
  private static BufferedImage quarters(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    Graphics2D graphics = image.createGraphics();
    Color[] colours = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
    for (int i = 0; i < 4; i++) {
      graphics.setColor(colours[i]);
      graphics.fillRect(i % 2 * WIDTH / 2, i / 2 * HEIGHT / 2, WIDTH / 2, HEIGHT / 2);
    }
    graphics.dispose();
    return image;
  }

  private static void assertQuarters(BufferedImage image) {
    int right = image.getWidth() * 3 / 4;
    int bottom = image.getHeight() * 3 / 4;
    assertColour(image, image.getWidth() / 4, image.getHeight() / 4, Color.RED, 12);
    assertColour(image, right, image.getHeight() / 4, Color.GREEN, 12);
    assertColour(image, image.getWidth() / 4, bottom, Color.BLUE, 12);
    assertColour(image, right, bottom, Color.WHITE, 12);
  }

  /** The picture as a camera stores it that was held so. */
  private static BufferedImage stored(int orientation) {
    boolean isTurned = orientation >= 5;
    BufferedImage upright = quarters(BufferedImage.TYPE_INT_RGB);
    BufferedImage stored =
        new BufferedImage(
            isTurned ? HEIGHT : WIDTH, isTurned ? WIDTH : HEIGHT, BufferedImage.TYPE_INT_RGB);
    int w = WIDTH - 1;
    int h = HEIGHT - 1;
    for (int y = 0; y < stored.getHeight(); y++) {
      for (int x = 0; x < stored.getWidth(); x++) {
        // Where the stored pixel is shown (TIFF 6.0, Orientation).
        int[] shown =
            switch (orientation) {
              case 2 -> new int[] {w - x, y};
              case 3 -> new int[] {w - x, h - y};
              case 4 -> new int[] {x, h - y};
              case 5 -> new int[] {y, x};
              case 6 -> new int[] {w - y, x};
              case 7 -> new int[] {w - y, h - x};
              case 8 -> new int[] {y, h - x};
              default -> new int[] {x, y};
            };
        stored.setRGB(x, y, upright.getRGB(shown[0], shown[1]));
      }
    }
    return stored;
  }

  /** The same as a JPEG, with a position beside. */
  private static byte[] turned(int orientation) throws Exception {
    byte[] jpeg = written(stored(orientation), "jpeg");
    byte[] exif = exif(orientation);
    return ByteBuffer.allocate(jpeg.length + exif.length + 4)
        .put(jpeg, 0, 2)
        .put((byte) 0xff)
        .put((byte) 0xe1)
        .putShort((short) (exif.length + 2))
        .put(exif)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  /** EXIF with an orientation, a serial number and a position. */
  private static byte[] exif(int orientation) {
    byte[] serial = "SN-4711-SECRET\0".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer tiff = ByteBuffer.allocate(300);
    tiff.put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8);
    int positions = 8 + 2 + 3 * 12 + 4;
    int rationals = positions + 2 + 4 * 12 + 4;
    tiff.putShort((short) 3);
    entry(tiff, 0x0112, 3, 1, orientation << 16);
    entry(tiff, 0x8825, 4, 1, positions);
    entry(tiff, 0xc62f, 2, serial.length, rationals + 48);
    tiff.putInt(0);
    tiff.putShort((short) 4);
    entry(tiff, 1, 2, 2, 'N' << 24);
    entry(tiff, 2, 5, 3, rationals);
    entry(tiff, 3, 2, 2, 'E' << 24);
    entry(tiff, 4, 5, 3, rationals + 24);
    tiff.putInt(0);
    for (int part : new int[] {48, 51, 30, 2, 21, 3}) {
      tiff.putInt(part).putInt(1);
    }
    tiff.put(serial);
    return Arrays.copyOf(tiff.array(), tiff.position());
  }

  private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
    tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  private static boolean contains(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void aPictureIsUprightHoweverTheCameraWasHeld(int orientation) throws Exception {
    AssetManifest manifest = pictures.ingest("o" + orientation + ".jpg", turned(orientation));

    assertThat(renditions(manifest)).hasSize(3);
    for (Artifact rendition : renditions(manifest)) {
      assertThat(rendition.width()).isEqualTo(WIDTH);
      assertQuarters(pictures.decoded(rendition));
    }
    boolean isMirrored = List.of(2, 4, 5, 7).contains(orientation);
    assertThat(manifest.media().videoStream().orElseThrow().isMirrored()).isEqualTo(isMirrored);
  }

  /** As a WebP whose EXIF begins with the identifier of JPEG's. */
  private byte[] turnedWebp(int orientation) throws Exception {
    BufferedImage stored = stored(orientation);
    Path png = Files.write(temp.resolve("stored.png"), written(stored, "png"));
    Path webp = temp.resolve("stored.webp");
    TestMedia.ffmpeg("-i", png.toString(), "-lossless", "1", webp.toString());
    byte[] plain = Files.readAllBytes(webp);
    byte[] exif = exif(orientation);
    int riff = 12;
    ByteBuffer file =
        ByteBuffer.allocate(plain.length + 18 + 8 + exif.length + exif.length % 2)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put(plain, 0, riff).put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(8);
    for (int side : new int[] {stored.getWidth() - 1, stored.getHeight() - 1}) {
      file.put((byte) side).putShort((short) (side >> 8));
    }
    file.put(plain, riff, plain.length - riff);
    file.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif);
    return file.putInt(4, file.capacity() - 8).array();
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7})
  void aWebpIsUprightThoughItsTagsBeginLikeThoseOfAJpeg(int orientation) throws Exception {
    AssetManifest manifest = pictures.small("o" + orientation + ".webp", turnedWebp(orientation));

    BufferedImage upright = pictures.decoded(jpeg(manifest));
    assertThat(upright.getWidth()).isGreaterThan(upright.getHeight());
    assertQuarters(upright);
  }

  @Test
  void whereAndWithWhatItWasTakenIsInTheManifestAlone() throws Exception {
    AssetManifest manifest = pictures.ingest("secret.jpg", turned(6));

    assertThat(manifest.media().tags().toString()).contains("SN-4711-SECRET").contains("48.858");
    assertThat(manifest.artifacts()).hasSizeGreaterThan(3);
    for (Artifact artifact : manifest.artifacts()) {
      byte[] bytes = Files.readAllBytes(pictures.fetched(artifact));
      assertThat(contains(bytes, "SN-4711")).as(artifact.key()).isFalse();
      assertThat(contains(bytes, "Exif")).as(artifact.key()).isFalse();
    }
  }

  @Test
  void theManifestOfAPictureIsTheSameInEveryRun() throws Exception {
    Path photo = Files.write(temp.resolve("again.jpg"), turned(6));

    AssetManifest first = cluster.ingested(new Id("again"), photo);

    assertThat(first.media().tags().keySet()).noneMatch(tag -> tag.startsWith("File "));
    Path other = temp.resolve("other");
    try (TestCluster second = new TestCluster(other, Map.of("PATCHWORK_SANDBOX", "preferred"))) {
      String again = Json.text(second.ingested(new Id("again"), photo));
      assertThat(again.replace(other.toString(), cluster.folder().toString()))
          .isEqualTo(Json.text(first));
    }
  }

  @Test
  void aCameraThatSaysMuchDoesNoHarm() throws Exception {
    byte[] jpeg = turned(6);
    byte[] exif = exif(6);
    byte[] notes = new byte[60_000];
    Arrays.fill(notes, (byte) 7);
    // A maker's note in place of the serial number.
    int length = exif.length + notes.length;
    ByteBuffer large = ByteBuffer.allocate(jpeg.length + notes.length).put(jpeg, 0, 4);
    large.putShort((short) (length + 2)).put(exif).put(notes);
    large.put(jpeg, 6 + exif.length, jpeg.length - 6 - exif.length);
    byte[] bytes = large.array();
    // Tag 0xc62f becomes 0x927c of as many bytes as there are.
    int entry = 6 + 6 + 8 + 2 + 2 * 12;
    ByteBuffer.wrap(bytes).putShort(entry, (short) 0x927c).putShort(entry + 2, (short) 7);
    ByteBuffer.wrap(bytes).putInt(entry + 4, notes.length);

    assertQuarters(pictures.decoded(jpeg(pictures.small("maker.jpg", bytes))));
  }

  @Test
  void aScanIsUpright() throws Exception {
    BufferedImage upright = quarters(BufferedImage.TYPE_INT_RGB);
    BufferedImage stored = new BufferedImage(HEIGHT, WIDTH, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < WIDTH; y++) {
      for (int x = 0; x < HEIGHT; x++) {
        stored.setRGB(x, y, upright.getRGB(WIDTH - 1 - y, x));
      }
    }
    Path turned = temp.resolve("turned.tif");
    try (ImageOutputStream out = ImageIO.createImageOutputStream(turned.toFile())) {
      ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
      writer.setOutput(out);
      TIFFDirectory directory =
          new TIFFDirectory(new TIFFTagSet[] {BaselineTIFFTagSet.getInstance()}, null);
      directory.addTIFFField(
          new TIFFField(
              BaselineTIFFTagSet.getInstance().getTag(BaselineTIFFTagSet.TAG_ORIENTATION), 6));
      writer.write(null, new IIOImage(stored, null, directory.getAsMetadata()), null);
      writer.dispose();
    }

    assertQuarters(
        pictures.decoded(jpeg(cluster.ingested(new Id("turned"), turned, TestCluster.SMALL))));
  }

  @Test
  void largePicturesComeInSeveralSizesAndWithAPlaceholder() throws Exception {
    Path file = TestMedia.image(temp.resolve("large.png"), "2400x1600");

    AssetManifest manifest = cluster.ingested(new Id("large"), file);

    assertThat(renditions(manifest)).hasSize(9);
    assertThat(renditions(manifest)).extracting(Artifact::width).contains(1920, 960, 480);
    for (Artifact rendition : renditions(manifest)) {
      assertThat(pictures.decoded(rendition).getWidth()).isEqualTo(rendition.width());
    }
    assertThat(manifest.placeholder()).matches("[0-9A-Za-z#$%*+,.:;=?@\\[\\]^_{|}~-]{28}");
  }

  /** A TIFF of several pages, packed with JPEG. */
  private static byte[] pages(BufferedImage... pages) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam packed = writer.getDefaultWriteParam();
      packed.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      packed.setCompressionType("JPEG");
      writer.prepareWriteSequence(null);
      for (BufferedImage page : pages) {
        writer.writeToSequence(new IIOImage(page, null, null), packed);
      }
      writer.endWriteSequence();
    }
    writer.dispose();
    return bytes.toByteArray();
  }

  @Test
  void aScanOfSeveralPagesIsAPictureWithPages() throws Exception {
    BufferedImage first = quarters(BufferedImage.TYPE_INT_RGB);
    BufferedImage second = new BufferedImage(100, 200, BufferedImage.TYPE_INT_RGB);

    AssetManifest many = pictures.small("many.tif", pages(first, second));
    AssetManifest one = pictures.small("one.tif", pages(first));

    assertThat(many.media().mediaType()).isEqualTo("image/tiff");
    assertQuarters(pictures.decoded(jpeg(many)));
    assertQuarters(pictures.decoded(jpeg(one)));
    List<Artifact> drawn =
        many.artifacts().stream().filter(each -> each.role() == ArtifactRole.PAGE).toList();
    assertThat(drawn).extracting(Artifact::width).containsExactly(WIDTH, 100);
    assertQuarters(pictures.decoded(drawn.getFirst()));
    assertThat(one.artifacts()).extracting(Artifact::role).doesNotContain(ArtifactRole.PAGE);
  }

  @ParameterizedTest
  @CsvSource({"webp, libwebp_anim -lossless 1 -loop 0", "apng, apng -plays 0"})
  void anAnimatedPictureIsAShortVideo(String type, String encoder) throws Exception {
    Path file = temp.resolve("moving." + type);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-f",
                "lavfi",
                "-i",
                "color=red:s=64x48:r=5:d=1[a];color=blue:s=16x48:r=5:d=1[b];[a][b]overlay=x='16*n'",
                "-c:v"));
    arguments.addAll(List.of(encoder.split(" ", -1)));
    arguments.add(file.toString());
    TestMedia.ffmpeg(arguments.toArray(String[]::new));

    AssetManifest asset = cluster.ingested(new Id("moving-" + type), file);

    assertThat(asset.media().kind()).isEqualTo(MediaKind.VIDEO);
    assertThat(asset.media().mediaType()).isEqualTo("image/" + type);
    assertThat(asset.media().duration()).isEqualTo(RationalTime.ofSeconds(1, 1));
    assertThat(asset.artifacts().stream().map(Artifact::role))
        .contains(
            ArtifactRole.RENDITION,
            ArtifactRole.POSTER,
            ArtifactRole.PREVIEW,
            ArtifactRole.HLS,
            ArtifactRole.DASH);
    assertThat(asset.warnings()).isEmpty();
    Path film =
        cluster.fetch(asset.artifacts().getFirst().key(), temp.resolve("moving-rendition.mp4"));
    int frames = Math.toIntExact(Objects.requireNonNull(asset.artifacts().getFirst().frameCount()));
    byte[] luma =
        TestMedia.ffmpeg("-i", film.toString(), "-vf", "format=gray", "-f", "rawvideo", "-");
    for (int shown = 0; shown < 3; shown++) {
      // In the middle of the fifth of a second for which it is shown.
      int frame = (2 * shown + 1) * frames / 10;
      for (int column = 0; column < 4; column++) {
        int pixel = luma[(48 * frame + 24) * 64 + 16 * column + 8] & 0xff;
        // The overlay counts from one.
        assertThat(pixel < 40).as("%d, %d", shown, column).isEqualTo(column == shown + 1);
      }
    }
  }
}
