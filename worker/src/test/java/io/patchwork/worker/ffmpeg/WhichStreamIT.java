package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.Disposition;
import io.patchwork.schema.manifest.DolbyVision;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.OtherStream;
import io.patchwork.schema.manifest.StreamLabel;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.fetch.Sniffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which streams of a file are taken, and what is said of the others. */
@Timeout(120)
final class WhichStreamIT {

  private static final List<String> PICTURE = List.of("-f", "lavfi", "-i", "testsrc2=s=160x90:d=1");
  private static final List<String> SOUND = List.of("-f", "lavfi", "-i", "sine=d=1");
  private static final List<String> TWO_SOUNDS =
      List.of(PICTURE, SOUND, SOUND).stream().flatMap(List::stream).toList();
  private static final List<String> TRACKS =
      List.of("-map", "0", "-map", "1", "-map", "2", "-c:v", "libx264", "-c:a", "aac");

  @TempDir Path temp;
  private Path in;
  private Probe probe;

  @BeforeEach
  void prepare() throws Exception {
    probe = TestProbe.of(temp);
    in = temp.resolve("in");
  }

  private MediaInfo probed(String file, Demuxer demuxer) throws Exception {
    return probe.probe(temp, file, Sha256.of(file), demuxer, "video/x").media();
  }

  private MediaInfo probedCase(String name, Demuxer demuxer) throws Exception {
    Files.copy(Path.of("src/test/resources/cases/ingest", name), in.resolve(name));
    return probed(name, demuxer);
  }

  private Path made(String file, List<String> input, List<String> options, String... more)
      throws Exception {
    List<String> all = new ArrayList<>(input);
    all.addAll(options);
    all.addAll(List.of(more));
    all.add(in.resolve(file).toString());
    TestMedia.ffmpeg(all.toArray(String[]::new));
    return in.resolve(file);
  }

  /** A film with two sounds. */
  private Path film(String file) throws Exception {
    return made(file, TWO_SOUNDS, TRACKS);
  }

  /**
   * Gives the sample entry of a track another code, and takes its description away, which would
   * tell FFmpeg what it is.
   *
   * @param track which of the tracks with the old code, from 0
   */
  private static void recode(Path mp4, String old, int track, String code) throws Exception {
    String text = Files.readString(mp4, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(old, text.indexOf("stsd"));
    for (int i = 0; i < track; i++) {
      at = text.indexOf(old, at + 1);
    }
    int description = text.indexOf("esds", at);
    StringBuilder changed = new StringBuilder(text).replace(at, at + 4, code);
    if (old.equals("mp4a")) {
      changed.replace(description, description + 4, "free");
    }
    Files.writeString(mp4, changed, StandardCharsets.ISO_8859_1);
  }

  /** Scrambles the packets of a PID: bits and payload, as conditional access does. */
  private static void scramble(Path ts, int pid) throws Exception {
    byte[] bytes = Files.readAllBytes(ts);
    Random random = new Random(1);
    for (int at = 0; at < bytes.length; at += 188) {
      if ((((bytes[at + 1] & 0x1f) << 8) | (bytes[at + 2] & 0xff)) == pid) {
        boolean isAdapted = (bytes[at + 3] & 0x20) != 0;
        bytes[at + 3] |= (byte) 0x80;
        int payload = at + (isAdapted ? 5 + (bytes[at + 4] & 0xff) : 4);
        for (int i = payload; i < at + 188; i++) {
          bytes[i] = (byte) random.nextInt();
        }
      }
    }
    Files.write(ts, bytes);
  }

  private static void refused(ThrowingCallable probing, FailureCode code, String... words) {
    assertThatThrownBy(probing)
        .isInstanceOfSatisfying(
            BadMedia.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.getMessage()).contains(words).doesNotContain("damaged");
            });
  }

  @Test
  void theCommentaryIsNotTheSoundOfTheFile() throws Exception {
    MediaInfo media = probedCase("commentary-first.mkv", Demuxer.MATROSKA);

    AudioStream taken = media.audioStream().orElseThrow();
    assertThat(taken.index()).isEqualTo(2);
    assertThat(taken.label())
        .isEqualTo(new StreamLabel("pt", "Portuguese", List.of(Disposition.DEFAULT)));
    assertThat(media.audio().getLast().label())
        .isEqualTo(new StreamLabel("en", "Director commentary", List.of(Disposition.COMMENT)));
    assertThat(media.tags()).doesNotContainKey("title").doesNotContainKey("language");
  }

  @ParameterizedTest
  @CsvSource({"marked.mp4,MOV", "marked.mov,MOV", "marked.ts,MPEG_TS"})
  void whatEachContainerSaysOfASoundIsBelieved(String file, Demuxer demuxer) throws Exception {
    made(
        file,
        TWO_SOUNDS,
        TRACKS,
        "-disposition:a:0",
        "visual_impaired",
        "-disposition:a:1",
        "default",
        "-metadata:s:a:0",
        "language=fra",
        "-metadata:s:a:1",
        "language=ger");

    AudioStream taken = probed(file, demuxer).audioStream().orElseThrow();

    assertThat(taken.index()).isEqualTo(2);
    assertThat(taken.label().language()).isEqualTo("de");
  }

  @ParameterizedTest
  @CsvSource({
    "apac,apac,Positional",
    "ac-4,ac4,AC-4",
    "mhm1,mpegh_3d_audio,MPEG-H",
    "iamf,iamf,IAMF"
  })
  void aSoundWithoutADecoderIsLeftToTheOther(String code, String codec, String name)
      throws Exception {
    Path film = film("film.mp4");
    recode(film, "mp4a", 0, code);

    MediaInfo media = probed("film.mp4", Demuxer.MOV);

    assertThat(media.audioStream().map(AudioStream::index)).contains(2);
    assertThat(media.otherStreams())
        .containsExactly(
            new OtherStream(
                1,
                OtherStream.Role.AUDIO,
                codec,
                "und",
                null,
                OtherStream.Unreadable.UNSUPPORTED_CODEC));

    Path song = made("song.m4a", SOUND, List.of("-c:a", "aac"));
    recode(song, "mp4a", 0, code);

    refused(() -> probed("song.m4a", Demuxer.MOV), FailureCode.UNSUPPORTED_FORMAT, name, "AAC");
  }

  @ParameterizedTest
  @CsvSource({"vvc1,H.266,HEVC", "evc1,EVC,HEVC", "zzzz,zzzz,HEVC"})
  void aPictureWithoutADecoderIsNamed(String code, String name, String instead) throws Exception {
    Path film = made("film.mp4", PICTURE, List.of("-c:v", "libx264"));
    recode(film, "avc1", 0, code);

    refused(() -> probed("film.mp4", Demuxer.MOV), FailureCode.UNSUPPORTED_FORMAT, name, instead);
  }

  @ParameterizedTest
  @CsvSource({"zmbv,aac,mkv,MATROSKA", "libx264,adpcm_yamaha,mkv,MATROSKA", "snow,mp2,avi,AVI"})
  void aTrackWhoseDecoderIsNotAllowedIsLeftToTheOthers(
      String picture, String sound, String extension, Demuxer demuxer) throws Exception {
    boolean isPicture = !picture.equals("libx264");
    made(
        "film." + extension,
        List.of(PICTURE, PICTURE, SOUND, SOUND).stream().flatMap(List::stream).toList(),
        List.of("-map", "0", "-map", "1", "-map", "2", "-map", "3", "-strict", "-2"),
        "-c:v:0",
        picture,
        "-c:v:1",
        "mpeg4",
        "-c:a:0",
        sound,
        "-c:a:1",
        "mp2");

    MediaInfo media = probed("film." + extension, demuxer);

    assertThat(media.videoStream().map(VideoStream::index)).contains(isPicture ? 1 : 0);
    assertThat(media.audioStream().map(AudioStream::index)).contains(isPicture ? 2 : 3);
    assertThat(media.otherStreams())
        .extracting(OtherStream::codec)
        .containsExactly(isPicture ? picture : sound);
    assertThat(media.otherStreams())
        .extracting(OtherStream::unreadable)
        .containsExactly(OtherStream.Unreadable.UNSUPPORTED_CODEC);
  }

  @ParameterizedTest
  @CsvSource({
    "webm,libvpx,webm,MATROSKA,video/webm",
    "webm,,webm,MATROSKA,audio/webm",
    "mkv,libx264,matroska,MATROSKA,video/x-matroska",
    "mka,,matroska,MATROSKA,audio/x-matroska",
    "wmv,wmv2,asf,ASF,video/x-ms-wmv",
    "oga,,ogg,OGG,audio/ogg"
  })
  void theTypeOfAFileIsThatOfItsMagicAndStreams(
      String extension, @Nullable String picture, String muxer, Demuxer demuxer, String type)
      throws Exception {
    Path file =
        made(
            "file." + extension,
            picture == null ? SOUND : PICTURE,
            picture == null ? List.of("-c:a", "libopus") : List.of("-c:v", picture),
            "-f",
            muxer);
    String magic = Sniffer.of(file, "file").mediaType();

    assertThat(Demuxer.forMediaType(magic)).contains(demuxer);
    assertThat(
            probe
                .probe(temp, "file." + extension, Sha256.of("file"), demuxer, magic)
                .media()
                .mediaType())
        .isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({"mpeg2video,mpegts,MPEG_TS", "libx264,mpegts,MPEG_TS", "mpeg2video,vob,MPEG_PS"})
  void anAspectRatioThatChangesIsFoundWhereverTheClockBeginsAnew(
      String codec, String muxer, Demuxer demuxer) throws Exception {
    Path one = aspect("1", "16/15", codec, muxer);
    Path other = aspect("2", "64/45", codec, muxer);
    Files.write(one, Files.readAllBytes(other), StandardOpenOption.APPEND);

    VideoStream video = probed("1", demuxer).videoStream().orElseThrow();

    assertThat(video.sampleAspect()).isEqualTo(Fraction.of(16, 15));
    assertThat(video.aspectChanges())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.sampleAspect()).isEqualTo(Fraction.of(64, 45));
          assertThat(change.start())
              .isBetween(RationalTime.ofSeconds(98, 100), RationalTime.ofSeconds(104, 100));
        });
  }

  private Path aspect(String file, String ratio, String codec, String muxer) throws Exception {
    return made(
        file,
        List.of("-f", "lavfi", "-i", "testsrc2=s=360x288:r=25:d=1"),
        List.of("-vf", "setsar=" + ratio, "-c:v", codec, "-f", muxer));
  }

  @Test
  void copyProtectionIsNoDamage() throws Exception {
    refused(
        () -> probedCase("encrypted-cenc.mp4", Demuxer.MOV),
        FailureCode.ENCRYPTED,
        "copy protection");
    made(
        "song.m4a",
        SOUND,
        List.of("-c:a", "aac", "-f", "mp4"),
        "-encryption_scheme",
        "cenc-aes-ctr",
        "-encryption_key",
        "76a6c65c5ea762046bd749a2e632ccbb",
        "-encryption_kid",
        "a7e61c373e219033c21091fa607bf3b8");
    refused(() -> probed("song.m4a", Demuxer.MOV), FailureCode.ENCRYPTED, "copy protection");
    Path bought = made("bought.m4a", SOUND, List.of("-c:a", "aac"));
    recode(bought, "mp4a", 0, "drms");
    refused(() -> probed("bought.m4a", Demuxer.MOV), FailureCode.ENCRYPTED, "copy protection");
  }

  @Test
  void aScrambledBroadcastIsProtectedUnlessAnotherSoundIsClear() throws Exception {
    Path film = film("film.ts");
    scramble(film, 0x101);

    MediaInfo media = probed("film.ts", Demuxer.MPEG_TS);

    assertThat(media.audio()).extracting(AudioStream::index).containsExactly(2);
    assertThat(media.otherStreams())
        .extracting(OtherStream::unreadable)
        .containsExactly(OtherStream.Unreadable.ENCRYPTED);

    scramble(film, 0x102);
    refused(() -> probed("film.ts", Demuxer.MPEG_TS), FailureCode.ENCRYPTED, "copy protection");
  }

  @ParameterizedTest
  @CsvSource({"cover.mka,MATROSKA,flac", "cover.mov,MOV,alac", "cover.avi,AVI,pcm_s16le"})
  void aCoverThatIsAnOrdinaryTrackIsACover(String file, Demuxer demuxer, String codec)
      throws Exception {
    made(
        file,
        List.of(
            "-f", "lavfi", "-i", "sine=d=5", "-f", "lavfi", "-i", "testsrc2=s=200x200:r=25:d=0.04"),
        List.of("-map", "1", "-map", "0", "-c:v", "png", "-c:a", codec));

    MediaInfo media = probed(file, demuxer);

    assertThat(media.kind()).isEqualTo(MediaKind.AUDIO);
    assertThat(Objects.requireNonNull(media.cover()).codec()).isEqualTo("png");
    assertThat(Objects.requireNonNull(media.duration()))
        .isBetween(RationalTime.ofSeconds(49, 10), RationalTime.ofSeconds(51, 10));
  }

  @Test
  void theCaseOfACoverIsASong() throws Exception {
    MediaInfo media = probedCase("cover-as-track.m4a", Demuxer.MOV);

    assertThat(media.kind()).isEqualTo(MediaKind.AUDIO);
    assertThat(media.mediaType()).isEqualTo("audio/mp4");
    assertThat(media.video()).isEmpty();
    assertThat(media.cover()).isNotNull();
  }

  @Test
  void aStillThatIsOnAsLongAsItsSongIsAFilm() throws Exception {
    made(
        "held.mov",
        List.of(
            "-f", "lavfi", "-i", "sine=d=4", "-f", "lavfi", "-i", "testsrc2=s=200x200:r=1/4:d=4"),
        List.of("-c:v", "mjpeg", "-c:a", "aac"));
    made(
        "brief.mp4",
        List.of(
            "-f", "lavfi", "-i", "sine=d=4", "-f", "lavfi", "-i", "testsrc2=s=200x200:r=25:d=0.04"),
        List.of("-c:v", "libx264", "-c:a", "aac"));

    assertThat(probed("held.mov", Demuxer.MOV).kind()).isEqualTo(MediaKind.VIDEO);
    assertThat(probed("brief.mp4", Demuxer.MOV).kind()).isEqualTo(MediaKind.VIDEO);
  }

  @Test
  void dolbyVisionIsTold() throws Exception {
    VideoStream video = probedCase("dolby-vision-5.mp4", Demuxer.MOV).videoStream().orElseThrow();

    assertThat(video.dolbyVision()).isEqualTo(new DolbyVision(5, 1, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "a.mp4,true,video/mp4",
    "b.mov,true,video/quicktime",
    "c.m4a,false,audio/mp4",
    "d.mp4,false,audio/mp4",
    "e.3gp,true,video/3gpp"
  })
  void theTypeOfAFileIsThatOfItsBrandAndStreams(String file, boolean hasVideo, String type)
      throws Exception {
    made(
        file,
        hasVideo ? PICTURE : SOUND,
        hasVideo ? List.of("-c:v", "libx264") : List.of("-c:a", "aac"));

    assertThat(probed(file, Demuxer.MOV).mediaType()).isEqualTo(type);
    assertThat(Demuxer.forMediaType(type)).contains(Demuxer.MOV);
  }
}
