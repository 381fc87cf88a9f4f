package io.patchwork.worker.transcode;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.production.Shelf;
import java.util.ArrayList;
import java.util.List;

/**
 * One encoded version of a source, for people to watch, hear or see everywhere: H.264 and AAC in
 * MP4 with its index in front, AAC alone for sound, JPEG for a still. Upright, square pixels, never
 * larger than the source.
 *
 * @param size in pixels, 0×0 for sound alone
 */
public record Rendition(MediaKind kind, FrameSize size, int channels) implements Contribution {

  private static final int LONG_SIDE = 1920;
  private static final int SHORT_SIDE = 1080;
  private static final FrameSize NO_PICTURE = new FrameSize(0, 0);
  private static final List<String> AAC = List.of("-c:a", "aac", "-b:a", "160k");

  /**
   * Plans the rendition of a source.
   *
   * @throws BadMedia if it has neither picture nor sound
   */
  public static Rendition plan(MediaInfo info) throws BadMedia {
    int channels = info.sound().map(AudioStream::channels).orElse(0);
    if (info.picture().isEmpty() && channels == 0) {
      throw new BadMedia(
          FailureCode.NO_SUCH_STREAM, "The file has neither picture nor sound.", null);
    }
    FrameSize size = info.picture().map(Rendition::size).orElse(NO_PICTURE);
    return new Rendition(info.kind(), size, Math.min(channels, 2));
  }

  private static FrameSize size(VideoStream picture) {
    return FrameSize.of(picture).within(LONG_SIDE, SHORT_SIDE).even();
  }

  @Override
  public String name() {
    return "rendition";
  }

  @Override
  public boolean isOptional() {
    return false;
  }

  @Override
  public List<Product> products() {
    return switch (kind) {
      case VIDEO -> List.of(Product.file(file(), both(), videoOptions()));
      case AUDIO -> List.of(Product.file(file(), List.of(sound()), soundOptions()));
      case IMAGE ->
          List.of(
              Product.file(
                  file(),
                  List.of(Tap.picture().through(size.scaled(), Filter.of("setsar", "sar", 1))),
                  List.of(
                      "-frames:v",
                      "1",
                      "-update",
                      "1",
                      "-c:v",
                      "mjpeg",
                      "-q:v",
                      "3",
                      "-f",
                      "image2")));
    };
  }

  private List<Tap> both() {
    List<Tap> taps = new ArrayList<>();
    taps.add(
        Tap.picture()
            .through(
                size.scaled(),
                Filter.of("setsar", "sar", 1),
                Filter.of("format", "pix_fmts", "yuv420p")));
    if (channels > 0) {
      taps.add(sound());
    }
    return taps;
  }

  private Tap sound() {
    return Tap.sound()
        .through(
            Filter.of("aresample", "sample_rate", 48000, "async", 1, "first_pts", 0),
            Filter.of(
                "aformat",
                "sample_rates",
                48000,
                "channel_layouts",
                channels == 1 ? "mono" : "stereo"));
  }

  private List<String> videoOptions() {
    List<String> options =
        new ArrayList<>(
            List.of("-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-profile:v", "high"));
    if (channels > 0) {
      options.addAll(AAC);
    }
    options.addAll(List.of("-movflags", "+faststart", "-f", "mp4"));
    return options;
  }

  private static List<String> soundOptions() {
    List<String> options = new ArrayList<>(AAC);
    options.addAll(List.of("-movflags", "+faststart", "-f", "mp4"));
    return options;
  }

  private String file() {
    return switch (kind) {
      case VIDEO -> "rendition.mp4";
      case AUDIO -> "rendition.m4a";
      case IMAGE -> "rendition.jpg";
    };
  }

  @Override
  public Harvest begin() {
    return this::collect;
  }

  private Findings collect(Bench bench) throws Failure, InterruptedException {
    String role = "rendition";
    Shelf shelf = bench.shelf();
    return Findings.of(
        switch (kind) {
          case VIDEO -> shelf.media(role, file(), Demuxer.MOV, "video/mp4");
          case AUDIO -> shelf.media(role, file(), Demuxer.MOV, "audio/mp4");
          case IMAGE -> shelf.picture(role, file(), "image/jpeg", size.width(), size.height());
        });
  }
}
