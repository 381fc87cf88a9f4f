package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.OtherStream;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.failure.Failure.BadMedia;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams that a header announces and that have no packets. */
@Timeout(120)
final class EmptyStreamsIT {

  private static final String PICTURE = "testsrc2=s=160x90:d=1";

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

  private Path silent(String file) throws Exception {
    Path path = in.resolve(file);
    TestMedia.ffmpeg("-f", "lavfi", "-i", "sine", "-t", "0", path.toString());
    return path;
  }

  private static OtherStream empty(int index, OtherStream.Role role, String codec) {
    return new OtherStream(index, role, codec, null, null, OtherStream.Unreadable.EMPTY);
  }

  @Test
  void anEmptyTrackIsListedAndLeftToTheOthers() throws Exception {
    String nothing = silent("nothing.flac").toString();
    TestMedia.ffmpeg(
        ("-f lavfi -i " + PICTURE + " -i " + nothing + " -f lavfi -i sine=d=1 -map 0 -map 1 -map 2")
            .concat(" -c:v libx264 -c:a:0 copy -c:a:1 aac " + in.resolve("film.mkv"))
            .split(" ", -1));
    TestMedia.ffmpeg(
        ("-f lavfi -i " + PICTURE + " -i " + nothing + " -map 0 -map 1 -c:v libx264 -c:a copy ")
            .concat(in.resolve("mute.mkv").toString())
            .split(" ", -1));

    MediaInfo film = probed("film.mkv", Demuxer.MATROSKA);
    MediaInfo mute = probed("mute.mkv", Demuxer.MATROSKA);

    assertThat(film.audio()).extracting(AudioStream::index).containsExactly(2);
    assertThat(film.otherStreams()).containsExactly(empty(1, OtherStream.Role.AUDIO, "flac"));
    assertThat(mute.audio()).isEmpty();
    assertThat(mute.video()).extracting(VideoStream::index).containsExactly(0);
    assertThat(mute.otherStreams()).containsExactly(empty(1, OtherStream.Role.AUDIO, "flac"));
  }

  @ParameterizedTest
  @CsvSource({"nothing.wav,WAV", "nothing.flac,FLAC", "nothing.aiff,AIFF"})
  void aFileOfEmptyTracksIsEmptyAndNotDamaged(String file, Demuxer demuxer) throws Exception {
    silent(file);

    assertThatThrownBy(() -> probed(file, demuxer))
        .isInstanceOfSatisfying(
            BadMedia.class, refusal -> assertThat(refusal.code()).isEqualTo(FailureCode.EMPTY_FILE))
        .hasMessageContaining("it holds no picture and no sound");
  }

  @Test
  void aFilmThatWasCutBeforeItsFirstPictureIsNotEmpty() throws Exception {
    Path whole = in.resolve("whole.mp4");
    TestMedia.ffmpeg(
        ("-f lavfi -i " + PICTURE + " -c:v libx264 -movflags +faststart " + whole).split(" ", -1));
    byte[] bytes = Files.readAllBytes(whole);
    int media = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat");
    Files.write(in.resolve("cut.mp4"), Arrays.copyOf(bytes, media + 4));

    assertThatThrownBy(() -> probed("cut.mp4", Demuxer.MOV))
        .isInstanceOfSatisfying(
            BadMedia.class,
            refusal -> assertThat(refusal.code()).isEqualTo(FailureCode.UNDECODABLE))
        .hasMessageContaining("was cut short before its first picture or sound");
  }
}
