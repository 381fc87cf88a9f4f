package io.patchwork.worker.transcode;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.coding.AudioCodec;
import io.patchwork.worker.coding.PictureCoding;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.loudness.LoudnessLog;
import io.patchwork.worker.playlist.Fragments;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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
    implements RenditionSpec {

  static final String MEZZANINE = "mezzanine.flac";
  static final String LOUDNESS = "loudness.txt";

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

  /**
   * A rung and the file that it becomes.
   *
   * @param ladder that it is of
   */
  record RungFile(
      LadderProfile.Video ladder, LadderProfile.Fitted fitted, Conform.Light light, String file) {

    static List<RungFile> of(
        LadderProfile.Video ladder, VideoStream picture, Conform.Light light, String name) {
      return ladder.fitted(FrameSize.of(picture)).stream()
          .map(fitted -> {
            int side = Math.min(fitted.size().width(), fitted.size().height());
            return new RungFile(ladder, fitted, light, name + side + "p.mp4");
          })
          .toList();
    }
  }

  /** The rungs in SDR, the largest first; then those in HDR, if there are any. */
  static List<RungFile> rungs(LadderProfile profile, VideoStream picture) {
    List<RungFile> rungs =
        new ArrayList<>(RungFile.of(profile.video(), picture, Conform.Light.SDR, "rung-"));
    Conform.Light light = Conform.light(picture);
    if (profile.hdr() != null && light != Conform.Light.SDR) {
      rungs.addAll(RungFile.of(profile.hdr(), picture, light, "rung-hdr-"));
    }
    return rungs;
  }

  @Override
  public String kind() {
    return "streaming";
  }

  @Override
  public String noun() {
    return sound == null ? "picture" : picture == null ? "sound" : "picture with sound";
  }

  @Override
  public boolean isOptional() {
    return false;
  }

  @Override
  public String cacheKeyExtra() {
    return Json.text(profile);
  }

  @Override
  public List<ArtifactSpec> fallbacks() {
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
              AudioCodec.mezzanine()));
      products.add(Product.nothing("loudness", tap.through(LoudnessLog.writing(LOUDNESS))));
    }
    return products;
  }

  private List<Product> pictures(VideoStream stream) {
    Map<Boolean, List<RungFile>> rungs =
        rungs(profile, stream).stream()
            .collect(Collectors.partitioningBy(rung -> rung.light() != Conform.Light.SDR));
    List<RungFile> bright = Objects.requireNonNull(rungs.get(true));
    List<RungFile> standard = Objects.requireNonNull(rungs.get(false));
    // The brightest first: FFmpeg 8.1 hands what a frame says of its mastering to one output of a
    // graph alone, the first.
    List<Product> products = new ArrayList<>();
    products.addAll(pictures(stream, bright, Conform.brightPicture(stream, sizes(bright))));
    products.addAll(pictures(stream, standard, Conform.picture(stream, sizes(standard))));
    return products;
  }

  private static List<FrameSize> sizes(List<RungFile> rungs) {
    return rungs.stream().map(rung -> rung.fitted().size()).toList();
  }

  private static List<Product> pictures(VideoStream stream, List<RungFile> rungs, List<Tap> taps) {
    FrameRate rate = Conform.rate(stream);
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < rungs.size(); i++) {
      RungFile rung = rungs.get(i);
      LadderProfile.Video ladder = rung.ladder();
      PictureCoding coding = ladder.coding(rung.fitted(), rate, rung.light());
      Encoding encoding = new Encoding(coding.options(), Fragments.picture(rate)).passthrough();
      Tap tap = taps.get(i).proper().through(Filter.of("setpts", "expr", "PTS-STARTPTS"));
      products.add(Product.file(rung.file(), List.of(tap), encoding));
    }
    return products;
  }

  @Override
  public long gopFrames(FrameRate rate) {
    long group = profile.video().gopFrames(rate);
    if (profile.hdr() == null) {
      return group;
    }
    BigInteger one = BigInteger.valueOf(group);
    BigInteger other = BigInteger.valueOf(profile.hdr().gopFrames(rate));
    return one.multiply(other).divide(one.gcd(other)).longValueExact();
  }
}
