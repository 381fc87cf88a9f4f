package io.patchwork.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.time.RationalTime;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subtitles in the picture and beside it, and who wrote them. */
@Timeout(120)
final class SubtitlesIT {

  private static final String SUB_RIP =
      """
      1
      00:00:00,400 --> 00:00:01,200
      Où est-ce ?

      2
      00:00:01,000 --> 00:00:02,000
      Là-bas.

      3
      00:00:30,000 --> 00:00:31,000
      Trop tard
      """;

  @TempDir static Path temp;

  @Cluster(holds = Sample.TONE)
  static TestCluster cluster;

  @BeforeAll
  static void ingest() throws Exception {
    Path grey = TestMedia.counter(temp.resolve("grey.mp4"), 100, "10", "60");
    cluster.ingest("grey", grey, TestCluster.SMALL);
    // As many of them still are: in the code page of their country.
    cluster.ingest(
        "french",
        Files.write(temp.resolve("fr.srt"), SUB_RIP.getBytes(Charset.forName("windows-1252"))));
    cluster.ingest(
        "arabic",
        Files.writeString(
            temp.resolve("ar.vtt"), "WEBVTT\n\n00:01.000 --> 00:03.000\nأهلا بالعالم\n"));
    cluster.ingest("letter", Files.writeString(temp.resolve("letter.txt"), "Dear editor, hello."));
  }

  private static Otio film(String subtitleOptions, String asset) {
    Otio otio = new Otio("10");
    return otio.track("Video", otio.clip("asset:grey", 0, 30))
        .treated("Subtitle", subtitleOptions, otio.clip("asset:" + asset, 0, 400));
  }

  private static List<String> texts(Lineage lineage) {
    return lineage.uses().stream()
        .filter(use -> use.medium() == Medium.TEXT)
        .map(use -> use.asset() + " " + use.out().start() + "–" + use.out().end())
        .toList();
  }

  @Test
  void inThePictureForAsLongAsTheyAreOn() throws Exception {
    Result.OfRender film =
        TestCluster.film(
            cluster.render("burnt", film("\"burn\": true", "french").bytes(), "preview"));

    Path file = cluster.fetch(film.output().key(), temp.resolve("burnt.mp4"));
    // At the foot, from the left to the right of where words stand in the middle.
    List<Integer> lumas = TestMedia.codedLumas(file, 200, 40, 220, 300);
    assertThat(lumas).hasSize(30);
    int plain = lumas.getFirst();
    for (int frame = 0; frame < 30; frame++) {
      boolean isOn = frame >= 4 && frame < 20;
      assertThat(Math.abs(lumas.get(frame) - plain) > 2).as("words in " + frame).isEqualTo(isOn);
    }
    // Two of them at once take two lines.
    List<Integer> above = TestMedia.codedLumas(file, 200, 24, 220, 288);
    assertThat(above.get(11)).isGreaterThan(above.get(15) + 2);
    Lineage lineage = Objects.requireNonNull(film.document());
    assertThat(texts(lineage)).containsExactly("french 2/5–6/5", "french 1/1–2/1");
    assertThat(lineage.credits()).extracting(credit -> credit.asset().value()).contains("french");
    assertThat(film.subtitles()).isEmpty();
    assertThat(film.frameCount()).as("as long as what is seen").isEqualTo(30);
  }

  @ParameterizedTest
  @CsvSource({"stream, mov_text", "webm, webvtt", "prores, mov_text"})
  void besideThePictureInEveryFilm(String profile, String codec) throws Exception {
    Otio otio =
        film("\"language\": \"fr\"", "french")
            .treated(
                "Subtitle", "\"language\": \"ar\"", new Otio("10").clip("asset:arabic", 5, 395));

    Result.OfRender film =
        TestCluster.film(cluster.render("beside-" + profile, otio.bytes(), profile));

    Path file = cluster.fetch(film.output().key(), temp.resolve("beside." + profile));
    assertThat(
            TestMedia.ffprobe(
                "-select_streams",
                "s",
                "-show_entries",
                "stream=codec_name",
                "-of",
                "csv=p=0",
                file.toString()))
        .isEqualTo(codec + "\n" + codec);
    // Both are on from 1 to 1.2 seconds: nothing is lost where one text is known at a time.
    assertThat(heard(file)).contains("Où est-ce ?").contains("Là-bas.").contains("00:02.000");
    assertThat(film.subtitles()).hasSize(2);
    Path french = cluster.fetch(film.subtitles().getFirst().key(), temp.resolve("out-fr.vtt"));
    assertThat(Files.readString(french))
        .isEqualTo(
            """
            WEBVTT

            00:00:00.400 --> 00:00:01.200
            Où est-ce ?

            00:00:01.000 --> 00:00:02.000
            Là-bas.
            """);
    Path arabic = cluster.fetch(film.subtitles().get(1).key(), temp.resolve("out-ar.vtt"));
    assertThat(Files.readString(arabic)).contains("00:00:00.500 --> 00:00:02.500\nأهلا بالعالم");
    assertThat(texts(Objects.requireNonNull(film.document()))).hasSize(3);
    if (profile.equals("stream")) {
      String master =
          film.streams().stream()
              .filter(stream -> stream.role() == ArtifactRole.HLS)
              .findFirst()
              .orElseThrow()
              .key();
      assertThat(Files.readString(cluster.fetch(master, temp.resolve("master.m3u8"))))
          .contains("TYPE=SUBTITLES", "NAME=\"français\",LANGUAGE=\"fr\"", "LANGUAGE=\"ar\"");
    }
  }

  /** The first track of subtitles, as FFmpeg reads it. */
  private static String heard(Path film) throws Exception {
    return new String(
        TestMedia.ffmpeg("-i", film.toString(), "-map", "0:s:0", "-f", "webvtt", "-"), UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"gif, VIDEO", "flac, AUDIO"})
  void whoOnlyWroteSubtitlesIsNotInASongOrAnAnimation(String profile, Medium medium)
      throws Exception {
    Otio otio = film("\"language\": \"fr\"", "french");
    otio.track("Audio", otio.clip("asset:tone", 0, 30));

    Result.OfRender film = TestCluster.film(cluster.render("only", otio.bytes(), profile));

    Lineage lineage = Objects.requireNonNull(film.document());
    assertThat(texts(lineage)).isEmpty();
    assertThat(lineage.uses()).extracting(Use::medium).containsOnly(medium);
    assertThat(film.warnings()).singleElement().asString().contains("cannot hold subtitle tracks");
  }

  @Test
  void whatATrackDoesNotShowIsNobodys() throws Exception {
    String whole = film("", "french").toString();
    int kind = whole.indexOf("\"kind\":\"Subtitle\"");
    String trimmed =
        whole.substring(0, kind)
            + "\"source_range\":"
            + new Otio("10").range(0, 8)
            + ","
            + whole.substring(kind);

    Result.OfRender film =
        TestCluster.film(cluster.render("trimmed", trimmed.getBytes(UTF_8), "preview"));

    assertThat(texts(Objects.requireNonNull(film.document()))).containsExactly("french 2/5–4/5");
  }

  @Test
  void aDisabledTrackWithoutLengthsIsLeftOut() throws Exception {
    String whole = film("", "french").toString();
    int kind = whole.indexOf("\"kind\":\"Subtitle\"");
    String range = "\"source_range\":" + new Otio("10").range(0, 400) + ",";
    assertThat(whole).contains(range);
    String disabled =
        whole.substring(0, kind) + "\"enabled\":false," + whole.substring(kind).replace(range, "");

    Result.OfRender film =
        TestCluster.film(cluster.render("disabled", disabled.getBytes(UTF_8), "preview"));

    assertThat(film.frameCount()).isEqualTo(30);
    assertThat(film.subtitles()).isEmpty();
  }

  @Test
  void aPartOfAFilmHasItsPartOfThem() throws Exception {
    Result.OfRender film =
        TestCluster.film(
            cluster.run(
                new Render(
                    new Id("part"),
                    cluster.timeline(film("", "french").bytes()),
                    "preview",
                    RationalTime.ofSeconds(11, 10),
                    null,
                    null,
                    null)));

    assertThat(film.frameCount()).as("as long as what is seen").isEqualTo(19);
    Path words = cluster.fetch(film.subtitles().getFirst().key(), temp.resolve("part.vtt"));
    assertThat(Files.readString(words))
        .isEqualTo(
            """
            WEBVTT

            00:00:00.000 --> 00:00:00.100
            Où est-ce ?

            00:00:00.000 --> 00:00:00.900
            Là-bas.
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "letter, INVALID_SUBTITLES, holds no subtitles in SubRip or WebVTT; correct the file.",
    "grey, NO_SUCH_STREAM, is not a subtitle file; use SubRip (.srt) or WebVTT (.vtt).",
    "nobody, NOT_INGESTED, which was not ingested; ingest its file under that id (--asset nobody) first."
  })
  void whatIsNoSubtitlesIsNamedByTrackAndTime(String asset, FailureCode code, String sentence)
      throws Exception {
    JobEvent end = cluster.render("bad", film("", asset).bytes(), "preview");

    JobEvent.Failed failed = TestCluster.failure(end);
    assertThat(failed.code()).isEqualTo(code);
    assertThat(failed.message())
        .startsWith("Subtitle track 1, item 1 \"asset:" + asset + "\" at 0:00:00.000 uses asset")
        .contains(sentence);
  }

  @Test
  void lettersThatNoFontHasAreNamedByTime() throws Exception {
    String tofu = new String(Character.toChars(0x10FFFD));
    cluster.ingest(
        "tofu",
        Files.writeString(
            temp.resolve("tofu.srt"),
            """
            1
            00:00:00,500 --> 00:00:01,000
            One %s

            2
            00:00:02,000 --> 00:00:02,500
            Two %s
            """
                .formatted(tofu, tofu)));

    JobEvent end = cluster.render("tofu", film("\"burn\": true", "tofu").bytes(), "preview");

    JobEvent.Failed failed = TestCluster.failure(end);
    assertThat(failed.code()).isEqualTo(FailureCode.MISSING_FONT);
    assertThat(failed.message())
        .contains(
            "The subtitle burnt in at 0:00:00.500 uses characters that no installed font has"
                + " (U+10FFFD)")
        .contains("The subtitle burnt in at 0:00:02.000 uses characters");
  }

  @Test
  void whatATrackSaysWronglyIsSaid() throws Exception {
    JobEvent end = cluster.render("wrong", film("\"burned\": true", "french").bytes(), "preview");

    assertThat(TestCluster.failure(end).message())
        .contains(
            "The settings (metadata.patchwork) of Subtitle track 1 are not understood: \"burned\" is"
                + " not known");
  }
}
