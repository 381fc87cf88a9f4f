package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Chapter;
import io.patchwork.schema.manifest.FrameIndex;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.OtherStream;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.failure.Failure.BadMedia;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found in files, whatever their headers say. */
@Timeout(120)
final class ProbeIT {

  @TempDir Path temp;
  private Path in;
  private Probe probe;

  @BeforeEach
  void prepare() throws Exception {
    probe = TestProbe.of(temp);
    in = temp.resolve("in");
  }

  private Probe.Found probe(String file, Demuxer demuxer) throws Exception {
    return probe.probe(temp, file, Sha256.of(file), demuxer, "video/x");
  }

  private MediaInfo made(String file, Demuxer demuxer, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(in.resolve(file).toString());
    TestMedia.ffmpeg(all.toArray(String[]::new));
    return probe(file, demuxer).media();
  }

  private static VideoStream video(MediaInfo media) {
    return media.videoStream().orElseThrow();
  }

  private static String moving(int rate) {
    // Blurred: edges as thin as a line look like combs.
    return "testsrc2=s=720x576:r=" + rate + ":d=4,gblur=sigma=3";
  }

  @Test
  void aHundredThousandChaptersAreTooLarge() throws Exception {
    StringBuilder chapters = new StringBuilder(";FFMETADATA1\n");
    for (int i = 0; i < 100_000; i++) {
      chapters.append("[CHAPTER]\nTIMEBASE=1/100000\nSTART=" + i + "\nEND=" + (i + 1) + "\n");
    }
    Path list = Files.writeString(temp.resolve("chapters.txt"), chapters);

    assertThatExceptionOfType(BadMedia.class)
        .isThrownBy(() ->
            made(
                "chapters.mka",
                Demuxer.MATROSKA,
                "-f",
                "lavfi",
                "-i",
                "sine=d=1",
                "-i",
                list.toString(),
                "-map_chapters",
                "1",
                "-c:a",
                "flac"))
        .matches(failure -> failure.code() == FailureCode.TOO_LARGE)
        .withMessageContaining("chapters");
  }

  @Test
  void combsAreSeenInAPictureThatSaysItIsProgressive() throws Exception {
    MediaInfo media =
        made(
            "combed.mp4",
            Demuxer.MOV,
            "-f",
            "lavfi",
            "-i",
            moving(50),
            "-vf",
            "tinterlace=interleave_top",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast");

    assertThat(video(media).fieldOrder()).isEqualTo("tt");
  }

  @Test
  void aProgressivePictureInAnInterlacedHeaderIsLeftAsItIs() throws Exception {
    MediaInfo media =
        made(
            "segmented.ts",
            Demuxer.MPEG_TS,
            "-f",
            "lavfi",
            "-i",
            moving(25),
            "-c:v",
            "mpeg2video",
            "-flags",
            "+ildct+ilme",
            "-b:v",
            "8M");

    assertThat(video(media).fieldOrder()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"25, 2, 50, 2/1", "25, 0, 50, 2/1", "30000/1001, 2, 60, 1001/500", "24, 1, 36, 3/2"})
  void theLastPicturesOfAProgramStreamCountThoughTheyHaveNoTime(
      String rate, String between, String frames, String length) throws Exception {
    MediaInfo media =
        made(
            "program-" + frames + ".mpg",
            Demuxer.MPEG_PS,
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:r=" + rate,
            "-frames:v",
            frames,
            "-c:v",
            "mpeg2video",
            "-bf",
            between);

    assertThat(video(media).frameCount()).isEqualTo(Long.parseLong(frames));
    assertThat(video(media).duration()).isEqualTo(RationalTime.parse(length));
  }

  @Test
  void aFileThatWasCutShortIsAsLongAsWhatItHolds() throws Exception {
    made(
        "whole.mp4",
        Demuxer.MOV,
        "-f",
        "lavfi",
        "-i",
        moving(25),
        "-c:v",
        "libx264",
        "-movflags",
        "+faststart");
    byte[] bytes = Files.readAllBytes(in.resolve("whole.mp4"));
    Files.write(in.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length / 2));

    MediaInfo media = probe("cut.mp4", Demuxer.MOV).media();

    assertThat(media.declaredDuration()).isEqualTo(RationalTime.ofSeconds(4, 1));
    assertThat(Objects.requireNonNull(media.duration()).seconds().floor().intValue())
        .isBetween(1, 2);
  }

  @Test
  void aListOfEditsIsBelieved() throws Exception {
    made("long.mp4", Demuxer.MOV, "-f", "lavfi", "-i", moving(25), "-c:v", "libx264", "-r", "1");

    MediaInfo media =
        made(
            "edited.mp4",
            Demuxer.MOV,
            "-i",
            in.resolve("long.mp4").toString(),
            "-t",
            "2.2",
            "-c",
            "copy");

    assertThat(media.declaredDuration()).isNull();
  }

  @Test
  void anHonestHeaderIsBelieved() throws Exception {
    MediaInfo media =
        made("honest.mp4", Demuxer.MOV, "-f", "lavfi", "-i", moving(25), "-c:v", "libx264");

    assertThat(media.declaredDuration()).isNull();
    assertThat(media.duration()).isEqualTo(RationalTime.ofSeconds(4, 1));
    assertThat(video(media).frameCount()).isEqualTo(100);
    assertThat(video(media).isVariable()).isFalse();
  }

  @Test
  void everyFrameIsInTheIndex() throws Exception {
    made(
        "keys.mp4",
        Demuxer.MOV,
        "-f",
        "lavfi",
        "-i",
        moving(25),
        "-c:v",
        "libx264",
        "-g",
        "30",
        "-bf",
        "2",
        "-sc_threshold",
        "0");

    FrameIndex index = Objects.requireNonNull(probe("keys.mp4", Demuxer.MOV).frames());

    assertThat(index.pts()).hasSize(100);
    assertThat(index.keys()).containsExactly(0, 30, 60, 90);
    assertThat(index.offsets()).allMatch(offset -> offset > 0).doesNotHaveDuplicates();
    assertThat(index.pts().stream().sorted().distinct().toList()).hasSize(100);
  }

  @Test
  void aRateThatVariesIsSeen() throws Exception {
    MediaInfo media =
        made(
            "vfr.mkv",
            Demuxer.MATROSKA,
            "-f",
            "lavfi",
            "-i",
            moving(25),
            "-vf",
            "select='lt(n,50)+not(mod(n,5))'",
            "-fps_mode",
            "vfr",
            "-c:v",
            "libx264");

    assertThat(video(media).isVariable()).isTrue();
  }

  @Test
  void chaptersAttachmentsAndTagsAreListedAndBounded() throws Exception {
    Path notes = Files.writeString(temp.resolve("notes.txt"), "nothing");
    Path facts =
        Files.writeString(
            temp.resolve("facts.txt"),
            """
            ;FFMETADATA1
            title=\u001b[31mRed
            [CHAPTER]
            TIMEBASE=1/1000
            START=0
            END=1500
            title=Der Anfang
            """);

    MediaInfo media =
        made(
            "rich.mkv",
            Demuxer.MATROSKA,
            "-f",
            "lavfi",
            "-i",
            moving(25),
            "-i",
            facts.toString(),
            "-map",
            "0",
            "-map_metadata",
            "1",
            "-map_chapters",
            "1",
            "-c:v",
            "libx264",
            "-attach",
            notes.toString(),
            "-metadata:s:1",
            "mimetype=text/plain",
            "-metadata",
            "comment=" + "x".repeat(5000));

    assertThat(media.chapters())
        .containsExactly(
            new Chapter(RationalTime.ZERO, RationalTime.ofSeconds(3, 2), "Der Anfang"));
    assertThat(media.otherStreams())
        .containsExactly(
            new OtherStream(1, OtherStream.Role.ATTACHMENT, "unknown", null, "notes.txt"));
    assertThat(media.tags()).containsEntry("title", "[31mRed");
    assertThat(media.tags().get("comment")).hasSize(500);
    assertThat(temp.resolve("out/notes.txt")).doesNotExist();
  }

  @Test
  void mirrorsAreSeen() throws Exception {
    made("plain.mp4", Demuxer.MOV, "-f", "lavfi", "-i", moving(25), "-c:v", "libx264");

    MediaInfo turned =
        made(
            "turned.mp4",
            Demuxer.MOV,
            "-display_rotation",
            "90",
            "-i",
            in.resolve("plain.mp4").toString(),
            "-c",
            "copy");
    MediaInfo mirrored =
        made(
            "mirrored.mp4",
            Demuxer.MOV,
            "-display_hflip",
            "-i",
            in.resolve("plain.mp4").toString(),
            "-c",
            "copy");

    assertThat(video(turned).rotation()).isEqualTo(270);
    assertThat(video(turned).isMirrored()).isFalse();
    assertThat(video(mirrored).isMirrored()).isTrue();
  }

  private MediaInfo given(String name, Demuxer demuxer) throws Exception {
    Path file =
        Path.of(Objects.requireNonNull(ProbeIT.class.getResource("/cases/ingest/" + name)).toURI());
    Files.copy(file, in.resolve(name));
    return probe(name, demuxer).media();
  }

  @Test
  void aPauseInAScreenRecordingIsCountedOnce() throws Exception {
    MediaInfo media = given("screen-pause-bframes.mp4", Demuxer.MOV);

    assertThat(media.duration()).isEqualTo(RationalTime.ofSeconds(9, 1));
    assertThat(media.declaredDuration()).isNull();
    assertThat(video(media).duration()).isEqualTo(RationalTime.ofSeconds(9, 1));
    assertThat(video(media).maxKeyframeInterval()).isEqualTo(RationalTime.ofSeconds(9, 1));
  }

  @Test
  void anEstimateOfFFmpegIsNoClaimOfTheFile() throws Exception {
    MediaInfo media = given("vbr-no-header.mp3", Demuxer.MP3);

    assertThat(media.declaredDuration()).isNull();
    assertThat(media.duration())
        .isBetween(RationalTime.ofSeconds(12, 1), RationalTime.ofSeconds(121, 10));
    assertThat(media.audio().getFirst().duration()).isEqualTo(media.duration());
  }

  @Test
  void anMp3WithAHeaderThatWasCutShortStillSaysSo() throws Exception {
    made("whole.mp3", Demuxer.MP3, "-f", "lavfi", "-i", "anoisesrc=d=20", "-q:a", "4");
    byte[] bytes = Files.readAllBytes(in.resolve("whole.mp3"));
    Files.write(in.resolve("half.mp3"), Arrays.copyOf(bytes, bytes.length / 2));

    MediaInfo media = probe("half.mp3", Demuxer.MP3).media();

    assertThat(Objects.requireNonNull(media.declaredDuration()).seconds().round().intValue())
        .isEqualTo(20);
    assertThat(Objects.requireNonNull(media.audio().getFirst().duration()))
        .isLessThan(RationalTime.ofSeconds(11, 1));
  }

  @Test
  void chaptersEndWithTheMedia() throws Exception {
    Path facts =
        Files.writeString(
            temp.resolve("facts.txt"),
            """
            ;FFMETADATA1
            [CHAPTER]
            TIMEBASE=1/1000
            START=0
            END=3000
            title=First
            [CHAPTER]
            TIMEBASE=1/1000
            START=3000
            END=9000
            title=Last
            [CHAPTER]
            TIMEBASE=1/1000
            START=9000
            END=12000
            title=Beyond
            """);

    MediaInfo media =
        made(
            "chapters.mkv",
            Demuxer.MATROSKA,
            "-f",
            "lavfi",
            "-i",
            moving(25),
            "-i",
            facts.toString(),
            "-map_chapters",
            "1",
            "-c:v",
            "libx264");

    assertThat(media.chapters())
        .containsExactly(
            new Chapter(RationalTime.ZERO, RationalTime.ofSeconds(3, 1), "First"),
            new Chapter(RationalTime.ofSeconds(3, 1), RationalTime.ofSeconds(4, 1), "Last"));
    assertThat(media.omittedChapterCount()).isEqualTo(1);
  }

  @Test
  void aTagThatStandsTwiceInAFileIsNoDamage() throws Exception {
    made("plain.wav", Demuxer.WAV, "-f", "lavfi", "-i", "sine=d=1", "-metadata", "title=One");
    byte[] plain = Files.readAllBytes(in.resolve("plain.wav"));
    byte[] title = "\0Two".getBytes(StandardCharsets.ISO_8859_1);
    byte[] frame = id3("TIT2", title);
    byte[] tag =
        ByteBuffer.allocate(10 + frame.length)
            .put("ID3\3\0\0".getBytes(StandardCharsets.ISO_8859_1))
            .putInt(frame.length)
            .put(frame)
            .array();
    byte[] twice =
        ByteBuffer.allocate(plain.length + 8 + tag.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(plain)
            .put("id3 ".getBytes(StandardCharsets.ISO_8859_1))
            .putInt(tag.length)
            .put(tag)
            .putInt(4, plain.length + tag.length)
            .array();
    Files.write(in.resolve("twice.wav"), twice);

    MediaInfo media = probe("twice.wav", Demuxer.WAV).media();

    assertThat(media.audio()).hasSize(1);
    assertThat(media.tags()).containsEntry("title", "Two");
  }

  private static byte[] id3(String name, byte[] content) {
    return ByteBuffer.allocate(10 + content.length)
        .put(name.getBytes(StandardCharsets.ISO_8859_1))
        .putInt(content.length)
        .putShort((short) 0)
        .put(content)
        .array();
  }
}
