package io.patchwork.worker.composition;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The timecode of a file's first frame (SMPTE ST 12-1), or the time reference of a Broadcast Wave
 * file (EBU Tech 3285), as a time.
 *
 * @param text as in the file, {@code 01:00:00:00}; of a time reference as a clock
 * @param start frames of the timecode over the file's own rate
 */
record StartTimecode(String text, RationalTime start) {

  private static final Pattern TIMECODE =
      Pattern.compile("([0-9]{2}):([0-5][0-9]):([0-5][0-9])([:;.])([0-9]{2,3})");
  private static final Pattern SAMPLES = Pattern.compile("[0-9]{1,15}");

  /** Numbers that drop frame leaves out each minute but every tenth, per 30 frames a second. */
  private static final long DROPPED = 2;

  private static final long DROP_RATE = 30;

  private static final BigInteger NTSC = BigInteger.valueOf(1001);

  /** The timecode that a file carries; empty where there is none or it is not one of its rate. */
  static Optional<StartTimecode> of(SourceMedia source) {
    MediaInfo info = source.info();
    @Nullable String timecode = info.tags().get("timecode");
    @Nullable VideoStream video = info.videoStream().orElse(null);
    if (video != null) {
      return timecode == null ? Optional.empty() : ofFrames(timecode, video);
    }
    @Nullable String samples = info.tags().get("time_reference");
    return samples == null
        ? Optional.empty()
        : info.audioStream().flatMap(audio -> ofSamples(samples, audio));
  }

  /** The timecode of a video, by its own rate. */
  static Optional<StartTimecode> ofFrames(String text, VideoStream video) {
    Matcher fields = TIMECODE.matcher(text);
    // The average of a variable rate, 29.83, counts no timecode; its base does.
    Optional<Fraction> counted =
        Stream.of(video.averageFrameRate(), video.baseFrameRate())
            .filter(Objects::nonNull)
            .map(rate -> FrameRate.exact(rate.perSecond().toDecimal(MathContext.DECIMAL64)))
            .filter(rate -> rate.denominator().equals(BigInteger.ONE) || isNtsc(rate))
            .findFirst();
    if (counted.isEmpty() || !fields.matches()) {
      return Optional.empty();
    }
    Fraction rate = counted.get();
    long perSecond = rate.ceiling().longValueExact();
    long minutes = 60 * Long.parseLong(fields.group(1)) + Long.parseLong(fields.group(2));
    long frame = Long.parseLong(fields.group(5));
    boolean isDropFrame =
        isNtsc(rate) && perSecond % DROP_RATE == 0 && !fields.group(4).equals(":");
    long dropped = isDropFrame ? DROPPED * perSecond / DROP_RATE * (minutes - minutes / 10) : 0;
    long seconds = 60 * minutes + Long.parseLong(fields.group(3));
    return frame >= perSecond
        ? Optional.empty()
        : Optional.of(
            new StartTimecode(
                text,
                new RationalTime(
                    Fraction.of(seconds * perSecond + frame - dropped).dividedBy(rate))));
  }

  private static boolean isNtsc(Fraction rate) {
    return rate.denominator().equals(NTSC);
  }

  private static Optional<StartTimecode> ofSamples(String samples, AudioStream audio) {
    if (!SAMPLES.matcher(samples).matches()) {
      return Optional.empty();
    }
    RationalTime start = RationalTime.ofSamples(Long.parseLong(samples), audio.sampleRate());
    return Optional.of(new StartTimecode(start.toClock(), start));
  }
}
