package io.patchwork.worker.composition;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.worker.Otio;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DuckingTest {

  private static final String MUSIC = "\"duck\": {\"under\": \"voice\", \"by\": 0.25}";
  private static final String VOICE = "\"group\": \"voice\"";

  private static SourceMedia audio(Id asset) {
    return TestSource.of(
        asset.value(),
        asset.value(),
        MediaInfo.of(
            MediaKind.AUDIO,
            "audio/flac",
            "flac",
            RationalTime.ofSeconds(100, 1),
            List.of(),
            List.of(new AudioStream(0, "flac", 48_000, 2, "stereo", RationalTime.ZERO, null))));
  }

  private static String clip(String asset, long frames, String treatment) {
    return new Otio("10").clip("asset:" + asset, 0, frames, "", treatment);
  }

  private static List<List<MixClip>> mixClips(Otio otio) throws Exception {
    ResolvedTimeline edit =
        TimelineResolver.resolve(
            OtioReader.read(otio.bytes()), asset -> Optional.of(audio(asset)), false);
    return MixPlanner.mixClips(edit, edit.duration().nearestSample(MixClip.SAMPLE_RATE));
  }

  private static Fraction at(MixClip mixClip, String seconds) {
    RationalTime time = new RationalTime(Fraction.parse(seconds));
    return mixClip.gain().stream()
        .map(curve -> curve.at(time))
        .reduce(Fraction.ONE, Fraction::times);
  }

  @Test
  void musicIsSofterWhileSomebodySpeaks() throws Exception {
    Otio otio = new Otio("10");
    otio.track("Audio", clip("music", 200, MUSIC))
        .track("Audio", otio.gap(50), clip("ana", 30, VOICE), otio.gap(40), clip("ana", 30, VOICE));

    MixClip music = mixClips(otio).getFirst().getFirst();

    assertThat(music.gain()).hasSize(1);
    assertThat(at(music, "4")).isEqualTo(Fraction.ONE);
    assertThat(at(music, "97/20")).as("half down").isEqualTo(Fraction.of(5, 8));
    assertThat(at(music, "5")).isEqualTo(Fraction.of(1, 4));
    assertThat(at(music, "8")).isEqualTo(Fraction.of(1, 4));
    assertThat(at(music, "42/5")).as("half up").isEqualTo(Fraction.of(5, 8));
    assertThat(at(music, "10")).isEqualTo(Fraction.ONE);
    assertThat(at(music, "13")).isEqualTo(Fraction.of(1, 4));
  }

  @Test
  void itStaysDownInAShortPause() throws Exception {
    Otio otio = new Otio("10");
    otio.track("Audio", clip("music", 100, MUSIC))
        .track("Audio", otio.gap(20), clip("ana", 20, VOICE), otio.gap(10), clip("ben", 20, VOICE));

    assertThat(at(mixClips(otio).getFirst().getFirst(), "9/2")).isEqualTo(Fraction.of(1, 4));
  }

  @Test
  void whatATrackSaysHoldsForItsClipsAndNobodyGivesWayToHimself() throws Exception {
    Otio otio = new Otio("10");
    String both = VOICE + "," + MUSIC;
    otio.track(
        "Audio", Otio.nested("Stack", "null", "", both, clip("ana", 50, ""), clip("ben", 50, "")));
    otio.track("Audio", clip("music", 50, MUSIC));

    List<List<MixClip>> mixClips = mixClips(otio);

    assertThat(mixClips.getFirst()).allMatch(mixClip -> mixClip.gain().isEmpty());
    assertThat(mixClips.get(1).getFirst().gain())
        .containsExactly(Curve.constant(Fraction.of(1, 4)));
  }
}
