package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.MediaText;
import io.patchwork.worker.PlanText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How fine a waveform is. */
@ExtendWith(Golden.Finder.class)
final class WaveformTest {

  private static final AudioStream AUDIO =
      new AudioStream(1, "aac", 44_100, 2, "stereo", RationalTime.ZERO, null);

  @Test
  void aWaveformIsDrawnOfTheSamplesOfAllChannels(Golden golden) {
    Waveform waveform = Waveform.plan(AUDIO, RationalTime.ofSeconds(7, 1));

    golden.shows(
        MediaText.of(AUDIO), PlanText.outputs(waveform.outputs(), RationalTime.ofSeconds(7, 1)));
  }

  @Test
  void theLongerASoundTheMoreSamplesAreBehindAPixel(Golden golden) {
    List<String> lines = new ArrayList<>();
    // 60,000 pixels of 512 samples are 640 seconds.
    for (long seconds : List.of(1L, 640L, 641L, 1280L, 7200L)) {
      Waveform waveform = Waveform.plan(AUDIO, RationalTime.ofSeconds(seconds, 1));
      lines.add(seconds + " s: " + waveform.samplesPerPixel() + " samples a pixel");
    }
    lines.add("unknown: " + Waveform.plan(AUDIO, null).samplesPerPixel() + " samples a pixel");
    golden.shows("sounds at 48 kHz", String.join("\n", lines));
  }
}
