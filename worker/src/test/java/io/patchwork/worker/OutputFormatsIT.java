package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.adobe.internal.xmp.XMPConst;
import com.adobe.internal.xmp.XMPMeta;
import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.xmp.XmpDirectory;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.time.RationalTime;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a render may become. */
@Timeout(120)
final class OutputFormatsIT {

  /** As tags hold the name. */
  private static final String FILMER = "محمد 王秀英 <&> Đặng=#;";

  @TempDir static Path temp;
  @Cluster static TestCluster cluster;

  @BeforeAll
  static void ingest() throws Exception {
    Path film = TestMedia.video(temp.resolve("film.mp4"), 3, "640x360", "25", 440);
    cluster.run(
        new Ingest(
            new Id("film"),
            cluster.upload(film),
            List.of(
                new Contributor(new Id("filmer"), "محمد\u202e 王秀英 <&>\u0007\nĐặng=#;", "camera")),
            List.of(),
            null,
            null,
            null));
    cluster.ingest("other", TestMedia.video(temp.resolve("other.mp4"), 3, "640x360", "25", 660));
    cluster.ingest("song", TestMedia.tone(temp.resolve("song.wav"), 3, 220));
  }

  /** Two clips that cross over, over two segments, and a song below: 24 frames. */
  private static Otio timeline() {
    Otio otio = new Otio("25");
    return otio.track(
            "Video",
            otio.clip("asset:film", 0, 14),
            otio.transition(3, 3),
            otio.clip("asset:other", 10, 10))
        .track("Audio", otio.clip("asset:song", 0, 22));
  }

  /** The same of half the length, for what is slow to encode: 12 frames. */
  private static Otio brief() {
    Otio otio = new Otio("25");
    return otio.track(
            "Video",
            otio.clip("asset:film", 0, 7),
            otio.transition(2, 2),
            otio.clip("asset:other", 10, 5))
        .track("Audio", otio.clip("asset:song", 0, 11));
  }

  private static Result.OfRender render(String profile) throws Exception {
    return TestCluster.film(cluster.render("as-" + profile, timeline().bytes(), profile));
  }

  private static Path fetched(Result.OfRender film) throws Exception {
    String key = film.output().key();
    return cluster.fetch(key, temp.resolve(key.substring(key.lastIndexOf('/') + 1)));
  }

  private static List<String> streams(Path file) throws Exception {
    return TestMedia.ffprobe(
            "-count_frames",
            "-show_entries",
            "stream=codec_name,profile,width,nb_read_frames",
            "-of",
            "csv=p=0",
            file.toString())
        .lines()
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "preview, mp4, h264, High, 640, aac",
    "hevc, mp4, hevc, Main, 1920, aac",
    "av1, mp4, av1, Main, 1920, aac",
    "webm, webm, vp9, Profile 0, 1920, opus",
    "prores, mov, prores, HQ, 1920, pcm_s24le",
    "dnxhr, mov, dnxhd, DNXHR HQ, 1920, pcm_s24le"
  })
  void aFilmIsInTheCodecsOfItsProfile(
      String name, String extension, String video, String profile, String width, String audio)
      throws Exception {
    Result.OfRender film = TestCluster.film(cluster.render("in-" + name, brief().bytes(), name));

    assertThat(film.output().key()).endsWith("." + extension);
    assertThat(film.frameCount()).isEqualTo(12);
    List<String> streams = streams(fetched(film));
    assertThat(streams.getFirst()).isEqualTo(String.join(",", video, profile, width, "12"));
    assertThat(streams.get(1)).startsWith(audio + ",");
    assertThat(tags(fetched(film)))
        .containsExactly(
            "artist=%s; maker-of-song; maker-of-other".formatted(FILMER),
            "comment=All credits: the lineage of render in-" + name,
            "title=test");
  }

  /** What a file says of itself and its people. */
  private static List<String> tags(Path file) throws Exception {
    return TestMedia.ffprobe("-show_entries", "format_tags", "-of", "flat", file.toString())
        .lines()
        .map(line -> line.replaceFirst("format\\.tags\\.", "").replace("\"", ""))
        .map(line ->
            line.substring(0, line.indexOf('=')).toLowerCase(Locale.ROOT)
                + line.substring(line.indexOf('=')))
        .filter(line -> line.matches("(title|artist|comment)=.*"))
        .sorted()
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"aac, m4a, aac", "mp3, mp3, mp3", "flac, flac, flac", "wav, wav, pcm_s24le"})
  void aSongIsSoundAlone(String name, String extension, String codec) throws Exception {
    Result.OfRender song = render(name);

    Path file = fetched(song);
    assertThat(song.output().key()).endsWith("." + extension);
    assertThat(song.output().width()).isNull();
    assertThat(streams(file)).singleElement().asString().startsWith(codec + ",");
    // As long as the film, but for what an encoder puts around it.
    assertThat(TestMedia.samples(file).length).isBetween(46_080, 46_080 + 4096);
    Lineage lineage = Objects.requireNonNull(song.document());
    assertThat(lineage.frameRate()).isNull();
    assertThat(lineage.uses()).extracting(Use::medium).containsOnly(Medium.AUDIO);
    assertThat(lineage.credits()).extracting(credit -> credit.asset().value()).containsOnly("song");
    assertThat(tags(file))
        .containsExactly(
            "artist=maker-of-song",
            "comment=All credits: the lineage of render as-" + name,
            "title=test");
  }

  @Test
  void markersAreChapters() throws Exception {
    Otio otio = new Otio("10");
    otio.track(
        "Video",
        otio.clip("asset:film", 0, 4),
        otio.marked(otio.clip("asset:other", 4, 6), 6, "Kapitel; #2 = \\\\ \u4e00"));
    for (String profile : List.of("preview", "webm")) {
      Result.OfRender film =
          TestCluster.film(cluster.render("chapters-" + profile, otio.bytes(), profile));

      assertThat(
              TestMedia.ffprobe(
                  "-show_chapters",
                  "-show_entries",
                  "chapter=start_time,end_time:chapter_tags=title",
                  "-of",
                  "compact=p=0",
                  fetched(film).toString()))
          .isEqualTo(
              "start_time=0.000000|end_time=0.600000|tag:title=test\n"
                  + "start_time=0.600000|end_time=1.000000|tag:title=Kapitel; #2 = \\\\ \u4e00");
    }
  }

  @Test
  void aTimelineWithoutSoundIsNoSong() throws Exception {
    Otio otio = new Otio("25");
    otio.track("Video", otio.clip("asset:film", 0, 25));

    assertThat(TestCluster.failure(cluster.render("mute", otio.bytes(), "mp3")).code())
        .isEqualTo(FailureCode.NO_SUCH_STREAM);
  }

  @Test
  void aGifMovesAtHalfTheRate() throws Exception {
    Result.OfRender film = render("gif");

    assertThat(film.output().mediaType()).isEqualTo("image/gif");
    assertThat(film.frameCount()).isEqualTo(12);
    assertThat(streams(fetched(film))).containsExactly("gif,unknown,480,12");
    assertThat(Objects.requireNonNull(film.document()).uses())
        .extracting(Use::medium)
        .containsOnly(Medium.VIDEO);
  }

  @Test
  void aWebpInWhichNothingMovesIsAStill() throws Exception {
    Otio otio = new Otio("25");
    otio.track("Video", otio.generator("SolidColor", "\"color\":\"#336699\"", 50));

    assertThat(TestCluster.film(cluster.render("calm", otio.bytes(), "webp")).frameCount())
        .isEqualTo(25);
  }

  /** What an encoder of MP3 puts around the sound is in no frame rate's tolerance. */
  @Test
  void anMp3MayHaveAnyLength() throws Exception {
    Otio otio = new Otio("25");
    otio.track("Audio", otio.clip("asset:song", 0, 62));

    assertThat(TestCluster.film(cluster.render("odd", otio.bytes(), "mp3")).output().duration())
        .isEqualTo(RationalTime.ofSeconds(62, 25));
  }

  /**
   * Segments whose last group is of a frame or two: the key frame of the next is near. At five
   * frames a second a group has ten.
   */
  @ParameterizedTest
  @CsvSource({"prores, 11", "preview, 11", "preview, 12", "webm, 11"})
  void aSeamBehindAShortGroupIsDecodedAcross(String profile, int frames) throws Exception {
    Otio otio = new Otio("5");
    otio.track("Video", otio.clip("asset:film", 0, frames), otio.clip("asset:other", 0, 6));

    Result.OfRender film =
        TestCluster.film(cluster.render("short-" + profile + frames, otio.bytes(), profile));

    assertThat(film.frameCount()).isEqualTo(frames + 6);
  }

  @Test
  void aWebpMoves() throws Exception {
    Result.OfRender film = render("webp");

    assertThat(film.frameCount()).isEqualTo(12);
    Path file = fetched(film);

    byte[] bytes = Files.readAllBytes(file);
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).startsWith("RIFF").contains("ANMF");
  }

  @Test
  void aStillIsTheFrameAtItsBeginning() throws Exception {
    Render job =
        new Render(
            new Id("still"),
            cluster.timeline(timeline().bytes()),
            "still",
            RationalTime.ofSeconds(2, 5),
            null,
            null,
            null);

    Result.OfRender film = TestCluster.film(cluster.run(job));

    Path still = fetched(film);
    assertThat(film.frameCount()).isEqualTo(1);
    assertThat(streams(still)).containsExactly("png,unknown,1920,1");
    Path same = temp.resolve("same.png");
    TestMedia.ffmpeg(
        "-ss",
        "0.4",
        "-i",
        temp.resolve("film.mp4").toString(),
        "-vf",
        "scale=1920:1080,format=rgb24",
        "-frames:v",
        "1",
        "-update",
        "1",
        same.toString());
    assertThat(difference(still, same)).isLessThan(6);
    // Between frames 11 and 17 one clip dissolves into the other.
    assertThat(creators(Files.readAllBytes(still))).containsExactly(FILMER);
  }

  /** The people in the XMP of a PNG, in order. */
  private static List<String> creators(byte[] png) throws Exception {
    Metadata read = ImageMetadataReader.readMetadata(new ByteArrayInputStream(png));
    XmpDirectory xmp = read.getFirstDirectoryOfType(XmpDirectory.class);
    List<String> creators = new ArrayList<>();
    if (xmp != null) {
      XMPMeta document = xmp.getXMPMeta();
      for (int i = 1; i <= document.countArrayItems(XMPConst.NS_DC, "creator"); i++) {
        creators.add(document.getArrayItem(XMPConst.NS_DC, "creator", i).getValue());
      }
      assertThat(document.getPropertyString(XMPConst.NS_PHOTOSHOP, "Credit"))
          .isEqualTo(String.join("; ", creators));
    }
    return creators;
  }

  /** The mean difference of two pictures' colours. */
  private static double difference(Path one, Path other) throws Exception {
    BufferedImage a = ImageIO.read(one.toFile());
    BufferedImage b = ImageIO.read(other.toFile());
    long sum = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          sum += Math.abs((a.getRGB(x, y) >> shift & 0xff) - (b.getRGB(x, y) >> shift & 0xff));
        }
      }
    }
    return (double) sum / (3L * a.getWidth() * a.getHeight());
  }

  @Test
  void everyFrameIsAPictureInThePack() throws Exception {
    Otio otio = new Otio("25");
    otio.track("Video", otio.clip("asset:film", 0, 4), otio.gap(1), otio.clip("asset:other", 0, 2));
    Path pack = fetched(TestCluster.film(cluster.render("pack", otio.bytes(), "stills")));

    try (ZipFile zip = new ZipFile(pack.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .hasSize(7)
          .startsWith("000001.png")
          .endsWith("000007.png");
      BufferedImage last;
      try (InputStream in = zip.getInputStream(zip.getEntry("000007.png"))) {
        last = ImageIO.read(in);
      }
      assertThat(last.getWidth()).isEqualTo(1920);
      List<List<String>> people = new ArrayList<>();
      for (ZipEntry each : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(each)) {
          people.add(creators(in.readAllBytes()));
        }
      }
      List<String> first = List.of(FILMER);
      List<String> second = List.of("maker-of-other");
      assertThat(people).containsExactly(first, first, first, first, List.of(), second, second);
    }
  }

  @Test
  void whatIsTooLongForABrowserIsNoGif() throws Exception {
    Otio otio = new Otio("25");
    otio.track("Video", otio.clip("asset:film", 0, 25), otio.gap(1600));

    assertThat(TestCluster.failure(cluster.render("endless", otio.bytes(), "gif")).code())
        .isEqualTo(FailureCode.TOO_LONG);
  }

  @Test
  void aFilmIsStreamedInFragments() throws Exception {
    Result.OfRender film = render("stream");

    assertThat(film.streams())
        .extracting(Artifact::role)
        .containsExactly(
            ArtifactRole.VARIANT,
            ArtifactRole.AUDIO,
            ArtifactRole.HLS_MEDIA,
            ArtifactRole.HLS_MEDIA,
            ArtifactRole.HLS,
            ArtifactRole.DASH);
    for (Artifact artifact : film.streams()) {
      String name = artifact.key().substring(artifact.key().lastIndexOf('/') + 1);
      cluster.fetch(artifact.key(), temp.resolve(name));
    }
    List<Integer> whole = TestMedia.codedLumas(fetched(film));
    assertThat(TestMedia.codedLumas(temp.resolve("master.m3u8"))).isEqualTo(whole);
    assertThat(Files.readString(temp.resolve("manifest.mpd")))
        .contains("picture-", "sound-", "duration=\"PT0.9");
  }
}
