package io.patchwork.worker.transcode;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.codec.AudioCodec;
import io.patchwork.worker.codec.VideoCoding;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.OutputSpec;
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
 * The rendition of video and audio: the rungs of the ladder as fragmented MP4, the audio measured,
 * kept lossless as a mezzanine and encoded at the profile's loudness, the playlists, and one
 * progressive file.
 */
public record Streaming(
    LadderProfile profile,
    @Nullable VideoStream video,
    @Nullable AudioStream audio,
    @Nullable RationalTime length)
    implements RenditionSpec {

  static final String MEZZANINE = "mezzanine.flac";
  static final String LOUDNESS = "loudness.txt";

  /**
   * Difference of the ends of video and audio from which the shorter is filled: players stop, or
   * show a last frame for ever, where the renditions of a presentation are not equally long. Less
   * is what encoders leave at the end of any file.
   */
  private static final RationalTime UNEQUAL = RationalTime.ofSeconds(1, 10);

  /** Gain of the mezzanine: 24 bits have room to spare, and decoded audio may peak above 1. */
  private static final String HEADROOM = "0.5";

  /**
   * The plan for a source.
   *
   * @throws BadMedia if it has neither video nor audio
   */
  public static Streaming plan(MediaInfo info, LadderProfile profile) throws BadMedia {
    Optional<VideoStream> video = info.videoStream();
    Optional<AudioStream> audio = info.audioStream();
    if (video.isEmpty() && audio.isEmpty()) {
      throw new BadMedia(
          FailureCode.NO_SUCH_STREAM,
          "The file has no picture and no sound; export it again from the program that made it.",
          null);
    }
    return new Streaming(profile, video.orElse(null), audio.orElse(null), info.duration());
  }

  /**
   * A rung and its file.
   *
   * @param ladder the ladder that it belongs to
   */
  record RungFile(
      LadderProfile.Video ladder,
      LadderProfile.Fitted fitted,
      HouseFormat.TransferFunction transferFunction,
      String file) {

    static List<RungFile> of(
        LadderProfile.Video ladder,
        VideoStream video,
        HouseFormat.TransferFunction transferFunction,
        String name) {
      return ladder.fitted(FrameSize.of(video)).stream()
          .map(fitted -> {
            int side = Math.min(fitted.size().width(), fitted.size().height());
            return new RungFile(ladder, fitted, transferFunction, name + side + "p.mp4");
          })
          .toList();
    }
  }

  /** The SDR rungs, the largest first; then the HDR rungs, if there are any. */
  static List<RungFile> rungs(LadderProfile profile, VideoStream video) {
    List<RungFile> rungs =
        new ArrayList<>(
            RungFile.of(profile.video(), video, HouseFormat.TransferFunction.SDR, "rung-"));
    HouseFormat.TransferFunction transferFunction = HouseFormat.transferFunction(video);
    if (profile.hdr() != null && transferFunction != HouseFormat.TransferFunction.SDR) {
      rungs.addAll(RungFile.of(profile.hdr(), video, transferFunction, "rung-hdr-"));
    }
    return rungs;
  }

  @Override
  public String kind() {
    return "streaming";
  }

  @Override
  public String noun() {
    return audio == null ? "picture" : video == null ? "sound" : "picture with sound";
  }

  @Override
  public boolean isOptional() {
    return false;
  }

  @Override
  public String cacheKeyExtra() {
    // The playlists tell the language and the purpose of the audio.
    return Json.text(profile) + (audio == null ? "" : "\n" + Json.text(audio.label()));
  }

  @Override
  public List<ArtifactSpec> fallbacks() {
    return video == null || audio == null
        ? List.of()
        : List.of(
            new Streaming(profile, video, null, length),
            new Streaming(profile, null, audio, length));
  }

  @Override
  public List<OutputSpec> outputs() {
    List<OutputSpec> outputs = new ArrayList<>();
    if (video != null) {
      outputs.addAll(pictures(video));
    }
    if (audio != null) {
      Tap tap = HouseFormat.audio(audio);
      outputs.add(
          OutputSpec.file(
              MEZZANINE,
              List.of(tap.through(Filter.of("volume", "volume", HEADROOM))),
              AudioCodec.mezzanine()));
      outputs.add(OutputSpec.nothing("loudness", tap.through(LoudnessLog.writing(LOUDNESS))));
    }
    return outputs;
  }

  private List<OutputSpec> pictures(VideoStream stream) {
    Map<Boolean, List<RungFile>> rungs =
        rungs(profile, stream).stream()
            .collect(
                Collectors.partitioningBy(
                    rung -> rung.transferFunction() != HouseFormat.TransferFunction.SDR));
    List<RungFile> hdr = Objects.requireNonNull(rungs.get(true));
    List<RungFile> standard = Objects.requireNonNull(rungs.get(false));
    // HDR first: FFmpeg 8.1 passes the mastering side data to the first output of a graph only.
    List<OutputSpec> outputs = new ArrayList<>();
    outputs.addAll(pictures(stream, hdr, HouseFormat.hdrVideo(stream, sizes(hdr))));
    outputs.addAll(pictures(stream, standard, HouseFormat.sdrVideo(stream, sizes(standard))));
    return outputs;
  }

  private static List<FrameSize> sizes(List<RungFile> rungs) {
    return rungs.stream().map(rung -> rung.fitted().size()).toList();
  }

  /** The end of the video where it must be held to it, because the audio is longer; else null. */
  private @Nullable RationalTime heldUntil() {
    return isLonger(end(audio), end(video)) ? length : null;
  }

  /** The end of the audio where silence must fill it, because the video is longer; else null. */
  @Nullable RationalTime silentUntil() {
    return isLonger(end(video), end(audio)) ? length : null;
  }

  private static @Nullable RationalTime end(@Nullable VideoStream stream) {
    return stream == null || stream.duration() == null
        ? null
        : stream.start().plus(stream.duration());
  }

  private static @Nullable RationalTime end(@Nullable AudioStream stream) {
    return stream == null || stream.duration() == null
        ? null
        : stream.start().plus(stream.duration());
  }

  private static boolean isLonger(@Nullable RationalTime one, @Nullable RationalTime other) {
    return one != null && other != null && one.minus(other).compareTo(UNEQUAL) > 0;
  }

  private List<OutputSpec> pictures(VideoStream stream, List<RungFile> rungs, List<Tap> taps) {
    FrameRate rate = HouseFormat.rate(stream);
    @Nullable RationalTime end = heldUntil();
    List<OutputSpec> outputs = new ArrayList<>();
    for (int i = 0; i < rungs.size(); i++) {
      RungFile rung = rungs.get(i);
      LadderProfile.Video ladder = rung.ladder();
      VideoCoding coding = ladder.coding(rung.fitted(), rate, rung.transferFunction());
      Encoding encoding = new Encoding(coding.options(), Fragments.video(rate)).passthrough();
      Tap frames = end == null ? taps.get(i) : taps.get(i).heldUntil(end.nearestFrame(rate));
      Tap tap = frames.trimmed().through(Filter.of("setpts", "expr", "PTS-STARTPTS"));
      outputs.add(OutputSpec.file(rung.file(), List.of(tap), encoding));
    }
    return outputs;
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
