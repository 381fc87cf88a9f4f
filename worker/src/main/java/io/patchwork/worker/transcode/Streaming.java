package io.patchwork.worker.transcode;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.production.Contribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people watch and hear: the rungs of the ladder as fragments, the sound measured and kept
 * without loss, then encoded as loud as the profile wants it; playlists over the fragments, and one
 * file with all of it.
 */
public record Streaming(
    LadderProfile profile,
    @Nullable VideoStream picture,
    @Nullable AudioStream sound,
    @Nullable RationalTime length)
    implements Contribution {

  static final String MEZZANINE = "mezzanine.flac";
  static final String LOUDNESS = "loudness.txt";

  /**
   * Fragments of whole groups of pictures that begin at 0 and keep the trimming of the encoder's
   * priming, as players want them.
   */
  static final List<String> FRAGMENTED =
      List.of("-movflags", "+frag_keyframe+delay_moov+default_base_moof+dash", "-f", "mp4");

  /** The sound is kept at half its amplitude: 24 bits have room, and decoders peak above 1. */
  private static final String HEADROOM = "0.5";

  /**
   * Plans it for a source.
   *
   * @throws BadMedia if it has neither moving picture nor sound
   */
  public static Streaming plan(MediaInfo info, LadderProfile profile) throws BadMedia {
    Optional<VideoStream> picture = info.picture();
    Optional<AudioStream> sound = info.sound();
    if (picture.isEmpty() && sound.isEmpty()) {
      throw new BadMedia(
          FailureCode.NO_SUCH_STREAM, "The file has neither picture nor sound.", null);
    }
    return new Streaming(profile, picture.orElse(null), sound.orElse(null), info.duration());
  }

  /** A rung and the file that it becomes. */
  record RungFile(LadderProfile.Fitted fitted, String file) {}

  static List<RungFile> rungs(LadderProfile profile, VideoStream picture) {
    return profile.fitted(FrameSize.of(picture)).stream()
        .map(fitted ->
            new RungFile(
                fitted,
                "rung-" + Math.min(fitted.size().width(), fitted.size().height()) + "p.mp4"))
        .toList();
  }

  @Override
  public String name() {
    return sound == null ? "picture" : picture == null ? "sound" : "picture with sound";
  }

  @Override
  public boolean isOptional() {
    return false;
  }

  @Override
  public String recipe() {
    return Json.text(profile);
  }

  @Override
  public List<Contribution> lesser() {
    return picture == null || sound == null
        ? List.of()
        : List.of(
            new Streaming(profile, picture, null, length),
            new Streaming(profile, null, sound, length));
  }

  @Override
  public List<Product> products() {
    List<Product> products = new ArrayList<>();
    if (picture != null) {
      products.addAll(pictures(picture));
    }
    if (sound != null) {
      Tap tap = Conform.sound(sound);
      products.add(
          Product.file(
              MEZZANINE,
              List.of(tap.through(Filter.of("volume", "volume", HEADROOM))),
              List.of("-c:a", "flac", "-sample_fmt", "s32", "-f", "flac")));
      products.add(
          Product.nothing(
              "loudness",
              tap.through(
                  Filter.of("ebur128", "peak", "true", "metadata", 1, "framelog", "quiet"),
                  Filter.of("ametadata", "mode", "print", "file", LOUDNESS))));
    }
    return products;
  }

  private List<Product> pictures(VideoStream stream) {
    List<RungFile> rungs = rungs(profile, stream);
    FrameRate rate = Conform.rate(stream);
    List<Tap> taps =
        Conform.picture(stream, rungs.stream().map(rung -> rung.fitted().size()).toList());
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < rungs.size(); i++) {
      List<String> options =
          new ArrayList<>(
              profile.video().codec().options(profile.video(), rungs.get(i).fitted(), rate));
      options.addAll(
          List.of(
              "-fps_mode",
              "passthrough",
              "-video_track_timescale",
              Long.toString(Conform.timescale(rate))));
      options.addAll(FRAGMENTED);
      Tap rung = taps.get(i).proper().through(Filter.of("setpts", "expr", "PTS-STARTPTS"));
      products.add(Product.file(rungs.get(i).file(), List.of(rung), options));
    }
    return products;
  }

  @Override
  public long group(FrameRate rate) {
    return profile.video().groupFrames(rate);
  }

  @Override
  public Harvest begin() {
    return new StreamingHarvest(this);
  }
}
