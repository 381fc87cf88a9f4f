package io.patchwork.worker.render.plan;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.render.RenderProfiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The files that films become. */
@ExtendWith(Golden.Finder.class)
final class OutputFormatTest {

  @Test
  void anAnimationHasAWholePartOfTheRateUpToTwenty(Golden golden) {
    List<String> lines = new ArrayList<>();
    for (FrameRate rate :
        List.of(
            FrameRate.of(20, 1),
            FrameRate.of(24, 1),
            FrameRate.of(30_000, 1001),
            FrameRate.of(41, 1),
            FrameRate.of(60, 1),
            FrameRate.of(15, 2))) {
      lines.add(
          rate + ": GIF " + OutputFormat.GIF.rate(rate) + ", MP4 " + OutputFormat.MP4.rate(rate));
    }
    golden.shows("rates of timelines", PlanText.plain(String.join("\n", lines)));
  }

  @Test
  void eachFormHasItsFileItsLengthAndItsSubtitles(Golden golden) {
    List<String> lines = new ArrayList<>();
    for (OutputFormat form : OutputFormat.values()) {
      lines.add(
          "%s: .%s, %s, read by %s, %s at most, %s"
              .formatted(
                  form,
                  form.extension(),
                  form.mediaType(),
                  form.demuxer(),
                  form.longest().toClock(),
                  form.isJoined()
                      ? "joined, subtitles in "
                          + form.subtitles()
                          + " named by "
                          + form.titleOfStream()
                          + (form.holdsOverlaps() ? ", several at once" : "")
                      : "drawn"));
    }
    golden.shows("all forms", String.join("\n", lines));
  }

  @Test
  void aProfileIsACodecAPresetAndAQuality(Golden golden) throws Exception {
    List<String> lines = new ArrayList<>();
    for (String name : RenderProfiles.names()) {
      RenderProfile profile = RenderProfiles.named(name);
      RenderProfile.Video video = profile.video();
      RenderProfile.Sound sound = profile.sound();
      lines.add(
          name
              + ": "
              + (profile.form() == null ? "sound" : Objects.requireNonNull(profile.form()))
              + (video == null
                  ? ""
                  : ", %s %s %d %dx%d"
                      .formatted(
                          video.codec(),
                          video.preset(),
                          video.crf(),
                          video.width(),
                          video.height()))
              + (sound == null
                  ? ""
                  : ", %s %d kbit/s, %d LUFS, %d dB"
                      .formatted(
                          sound.codec(),
                          sound.kbps(),
                          sound.loudness().integratedLufs(),
                          sound.loudness().truePeakDb()))
              + (profile.packaging().isEmpty() ? "" : ", in fragments")
              + (profile.hasSubtitles() ? ", with subtitles" : "")
              + ", ."
              + profile.extension());
    }
    golden.shows("all profiles", String.join("\n", lines));
  }
}
