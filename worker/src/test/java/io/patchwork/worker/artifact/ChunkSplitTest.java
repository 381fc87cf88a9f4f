package io.patchwork.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.TestStreams;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.FrameRange;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Tap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChunkSplitTest {

  private static final RationalTime FIVE_MINUTES = RationalTime.ofSeconds(300, 1);

  /** Something of groups of 48 frames. */
  private record Wanted(List<OutputSpec> outputs, boolean needsKeyFramesOnly)
      implements ArtifactSpec {
    @Override
    public String kind() {
      return "something";
    }

    @Override
    public boolean isOptional() {
      return false;
    }

    @Override
    public long gopFrames(FrameRate rate) {
      return 48;
    }
  }

  private static final ArtifactSpec PICTURE =
      new Wanted(List.of(OutputSpec.file("p", List.of(Tap.video()), Encoding.nothing())), false);
  private static final ArtifactSpec AUDIO =
      new Wanted(List.of(OutputSpec.file("s", List.of(Tap.audio()), Encoding.nothing())), false);
  private static final ArtifactSpec KEY_FRAMES =
      new Wanted(List.of(OutputSpec.file("k", List.of(Tap.video()), Encoding.nothing())), true);

  private static FetchedSource film(int width, int height, long seconds, Demuxer demuxer) {
    RationalTime length = RationalTime.ofSeconds(seconds, 1);
    VideoStream picture = TestStreams.picture(width, height, FrameRate.of(24, 1), length);
    AudioStream audio = new AudioStream(1, "aac", 48_000, 2, "stereo", RationalTime.ZERO, length);
    MediaInfo info =
        MediaInfo.of(MediaKind.VIDEO, "video/mp4", "mov", length, List.of(picture), List.of(audio));
    Sha256 content = Sha256.of("film");
    return new FetchedSource(
        new Id("film"),
        Optional.empty(),
        "file:///film",
        content,
        1,
        "file",
        "file",
        Optional.of(demuxer),
        info,
        Optional.empty());
  }

  private static FetchedSource film(int width, int height, long seconds) {
    return film(width, height, seconds, Demuxer.MOV);
  }

  @ParameterizedTest
  @CsvSource({
    // Two hours of HD at 24 frames a second: what a message takes of them is six minutes and more.
    "1920, 1080, 7200, 19",
    "3840, 2160, 7200, 77",
    "640, 360, 7200, 6",
    "1920, 1080, 450, 1",
    "1920, 1080, 600, 2",
    "640, 360, 1500, 1",
  })
  void aMessageTakesSoMuchOfAPictureAsItCosts(int width, int height, long seconds, int chunks) {
    ChunkSplit split =
        ChunkSplit.of(film(width, height, seconds), List.of(PICTURE, AUDIO), FIVE_MINUTES);

    assertThat(split.stretches()).hasSize(chunks);
    assertThat(split.isNone()).isEqualTo(chunks == 1);
    assertThat(split.chunks()).hasSize(chunks == 1 ? 1 : chunks + 1);
  }

  @ParameterizedTest
  @CsvSource({"600", "601", "1234", "7200", "7201", "20011"})
  void stretchesFollowEachOtherInWholeGroupsAndTheLastIsOpen(long seconds) {
    List<FrameRange> stretches =
        ChunkSplit.of(film(1920, 1080, seconds), List.of(PICTURE), FIVE_MINUTES).stretches();

    long end = 0;
    for (FrameRange stretch : stretches.subList(0, stretches.size() - 1)) {
      assertThat(stretch.first()).isEqualTo(end);
      assertThat(stretch.first() % 48).isZero();
      end = stretch.end();
    }
    assertThat(stretches.getLast()).isEqualTo(new FrameRange(end, -1));
    assertThat(24 * seconds - end).isGreaterThan(stretches.getFirst().end() / 3);
  }

  @Test
  void aGroupThatIsLeftOverJoinsTheChunkBeforeIt() {
    // 9354 groups of two seconds in chunks of 47: one is left over.
    List<FrameRange> stretches =
        ChunkSplit.of(film(3840, 2160, 18_708), List.of(PICTURE), FIVE_MINUTES).stretches();

    assertThat(stretches).hasSize(199);
    assertThat(stretches.getLast()).isEqualTo(new FrameRange(198 * 47 * 48, -1));
  }

  @Test
  void whatIsCheapOrCannotBeEnteredIsNotDivided() {
    FetchedSource mp4 = film(1920, 1080, 7200);
    FetchedSource flv = film(1920, 1080, 7200, Demuxer.FLV);
    FetchedSource ts = film(1920, 1080, 7200, Demuxer.MPEG_TS);

    assertThat(ChunkSplit.of(mp4, List.of(AUDIO), FIVE_MINUTES).isNone()).isTrue();
    assertThat(ChunkSplit.of(mp4, List.of(KEY_FRAMES), FIVE_MINUTES).isNone()).isTrue();
    assertThat(ChunkSplit.of(flv, List.of(PICTURE), FIVE_MINUTES).isNone()).isTrue();
    assertThat(ChunkSplit.of(ts, List.of(PICTURE), FIVE_MINUTES).isNone()).isTrue();
  }

  @Test
  void aSilentWishHasNoPartOfSound() {
    assertThat(ChunkSplit.of(film(1920, 1080, 7200), List.of(PICTURE), FIVE_MINUTES).chunks())
        .allMatch(chunk -> chunk instanceof Chunk.OfPicture);
  }
}
