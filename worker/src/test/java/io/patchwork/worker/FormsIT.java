package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a render may become. */
@Timeout(120)
final class FormsIT {

  @TempDir static Path temp;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new TestCluster(temp, Map.of());
    cluster.ingest("film", TestMedia.video(temp.resolve("film.mp4"), 3, "640x360", "25", 440));
    cluster.ingest("other", TestMedia.video(temp.resolve("other.mp4"), 3, "640x360", "25", 660));
    cluster.ingest("song", TestMedia.tone(temp.resolve("song.wav"), 3, 220));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** Two clips that cross over, over two pieces, and a song below. */
  private static Otio timeline() {
    Otio otio = new Otio("25");
    return otio.track(
            "Video",
            otio.clip("asset:film", 0, 40),
            otio.transition(5, 5),
            otio.clip("asset:other", 10, 35))
        .track("Audio", otio.clip("asset:song", 0, 70));
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
      String name, String extension, String video, String profile, String width, String sound)
      throws Exception {
    Result.OfRender film = render(name);

    assertThat(film.output().key()).endsWith("." + extension);
    assertThat(film.frames()).isEqualTo(75);
    List<String> streams = streams(fetched(film));
    assertThat(streams.getFirst()).isEqualTo(String.join(",", video, profile, width, "75"));
    assertThat(streams.get(1)).startsWith(sound + ",");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"aac, m4a, aac", "mp3, mp3, mp3", "flac, flac, flac", "wav, wav, pcm_s24le"})
  void aSongIsSoundAlone(String name, String extension, String codec) throws Exception {
    Result.OfRender song = render(name);

    Path file = fetched(song);
    assertThat(song.output().key()).endsWith("." + extension);
    assertThat(song.output().width()).isNull();
    assertThat(streams(file)).singleElement().asString().startsWith(codec + ",");
    // Three seconds, but for what an encoder puts around them.
    assertThat(TestMedia.samples(file).length).isBetween(144_000, 144_000 + 4096);
    Lineage lineage = Objects.requireNonNull(song.document());
    assertThat(lineage.frameRate()).isNull();
    assertThat(lineage.uses()).extracting(Use::medium).containsOnly(Medium.SOUND);
    assertThat(lineage.credits()).extracting(credit -> credit.asset().value()).containsOnly("song");
  }

  @Test
  void aTimelineWithoutSoundIsNoSong() throws Exception {
    Otio otio = new Otio("25");
    otio.track("Video", otio.clip("asset:film", 0, 25));

    assertThat(TestCluster.failure(cluster.render("mute", otio.bytes(), "mp3")).code())
        .isEqualTo(FailureCode.NO_SUCH_STREAM);
  }
}
