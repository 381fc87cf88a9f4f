package io.patchwork.worker.render.plan;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.render.RenderProfiles;
import java.util.ArrayList;
import java.util.List;
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
                  form.maxDuration().toClock(),
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
      lines.add(
          name
              + ": "
              + switch (profile) {
                case RenderProfile.Film film ->
                    picture(film)
                        + audio(film)
                        + (film.packaging().isEmpty() ? "" : ", in fragments");
                case RenderProfile.Images images -> picture(images);
                case RenderProfile.Audio audio -> "sound" + audio(audio);
              }
              + (profile.hasSubtitles() ? ", with subtitles" : "")
              + ", ."
              + profile.extension());
    }
    golden.shows("all profiles", String.join("\n", lines));
  }

  private static String picture(RenderProfile.Visual profile) {
    RenderProfile.Video video = profile.video();
    return "%s, %s %s %d %dx%d"
        .formatted(
            profile.form(),
            video.codec(),
            video.preset(),
            video.crf(),
            video.width(),
            video.height());
  }

  private static String audio(RenderProfile.Audible profile) {
    RenderProfile.AudioSettings audio = profile.audio();
    return ", %s %d kbit/s, %d LUFS, %d dB"
        .formatted(
            audio.codec(),
            audio.kbps(),
            audio.loudness().integratedLufs(),
            audio.loudness().truePeakDb());
  }
}
