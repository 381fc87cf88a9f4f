package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.OtherStream;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.fetch.Sniffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** AVIF that moves: a film, and the still that stands for it where films are not shown. */
@Timeout(120)
final class ImageSequenceIT {

  @TempDir Path temp;

  private MediaInfo probed(int frames) throws Exception {
    Probe probe = TestProbe.of(temp);
    Path file = temp.resolve("in").resolve("moving.avif");
    TestMedia.ffmpeg(
        ("-f lavfi -i testsrc2=s=96x64:r=10 -frames:v " + frames + " -c:v libaom-av1 -cpu-used 8 ")
            .concat(file.toString())
            .split(" ", -1));
    String type = Sniffer.of(file, "moving.avif").mediaType();
    Demuxer demuxer = Demuxer.forMediaType(type).orElseThrow();
    return probe.probe(temp, "moving.avif", Sha256.of(type + frames), demuxer, type).media();
  }

  @Test
  void theFilmIsTheTrackAndTheStillIsItsCover() throws Exception {
    MediaInfo media = probed(10);

    assertThat(media.kind()).isEqualTo(MediaKind.VIDEO);
    assertThat(media.duration()).isEqualTo(RationalTime.ofSeconds(1, 1));
    assertThat(media.video()).extracting(VideoStream::index).containsExactly(1);
    assertThat(media.video().getFirst().frameCount()).isEqualTo(10);
    assertThat(media.otherStreams())
        .extracting(OtherStream::index, OtherStream::role)
        .containsExactly(tuple(0, OtherStream.Role.COVER));
  }

  @Test
  void aStillIsAPicture() throws Exception {
    MediaInfo media = probed(1);

    assertThat(media.kind()).isEqualTo(MediaKind.IMAGE);
    assertThat(media.video()).extracting(VideoStream::index).containsExactly(0);
    assertThat(media.otherStreams()).isEmpty();
  }
}
