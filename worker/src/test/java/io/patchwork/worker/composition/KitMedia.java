package io.patchwork.worker.composition;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.TestPicture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The media of the timelines in {@code cases/render}, as {@code kit.py} makes them. */
final class KitMedia {

  private KitMedia() {}

  private static VideoStream picture(long numerator, long denominator, long frames) {
    return TestPicture.of(320, 180)
        .rate(numerator, denominator)
        .lasting(frames * denominator, numerator)
        .stream();
  }

  /** A source by its name; empty where there is none. */
  static Optional<SourceMedia> media(Id asset) {
    return Optional.ofNullable(
        switch (asset.value()) {
          case "plain" -> film("plain", picture(24, 1, 192), null);
          case "coded" -> film("coded", picture(24, 1, 192), "01:00:00:00");
          case "dropped" -> film("dropped", picture(30_000, 1001, 240), "01:00:00;00");
          case "counted" -> film("counted", picture(30_000, 1001, 240), "01:00:00:00");
          case "ntsc" -> film("ntsc", picture(24_000, 1001, 192), null);
          case "cinema" -> film("cinema", picture(24_000, 1001, 192), "01:00:00:00");
          case "early" -> film("early", picture(25, 1, 200), "00:00:02:00");
          case "broken" -> film("broken", picture(25, 1, 200), "01:00:00:99");
          case "slow" -> film("slow", picture(1, 1, 60), null);
          case "fifty" -> film("fifty", picture(50, 1, 500), null);
          case "end" -> film("end", picture(25, 1, 50), null);
          case "two", "left" -> sound(asset.value(), new TreeMap<>());
          // Recorded from ten o'clock on.
          case "field" -> sound("field", new TreeMap<>(Map.of("time_reference", "1728000000")));
          case "red", "yellow", "blue" -> still(asset.value());
          default -> null;
        });
  }

  private static SourceMedia film(String name, VideoStream picture, @Nullable String timecode) {
    TreeMap<String, String> tags = new TreeMap<>();
    if (timecode != null) {
      tags.put("timecode", timecode);
    }
    return TestSource.of(
        name,
        name,
        MediaInfo.of(
                MediaKind.VIDEO,
                "video/quicktime",
                "mov",
                picture.duration(),
                List.of(picture),
                List.of(stereo(1)))
            .tagged(tags));
  }

  private static SourceMedia sound(String name, SortedMap<String, String> tags) {
    return TestSource.of(
        name,
        name,
        MediaInfo.of(
                MediaKind.AUDIO,
                "audio/wav",
                "wav",
                RationalTime.ofSeconds(8, 1),
                List.of(),
                List.of(stereo(0)))
            .tagged(tags));
  }

  private static SourceMedia still(String name) {
    VideoStream picture = TestPicture.of(320, 180).codec("png").still().pixels("rgb24").stream();
    return TestSource.of(
        name,
        name,
        MediaInfo.of(MediaKind.IMAGE, "image/png", "png_pipe", null, List.of(picture), List.of()));
  }

  private static AudioStream stereo(int index) {
    return new AudioStream(index, "pcm_s16le", 48_000, 2, "stereo", RationalTime.ZERO, null);
  }
}
