package io.patchwork.worker;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;

/** What a file is, in few lines for goldens: what is usual goes without saying. */
public final class MediaText {

  private MediaText() {}

  public static String of(MediaInfo info) {
    List<String> lines = new ArrayList<>();
    lines.add(
        info.kind().wireName()
            + " of "
            + info.mediaType()
            + (info.duration() == null ? "" : ", " + info.duration() + " s"));
    info.video().forEach(stream -> lines.add("  " + of(stream)));
    info.audio().forEach(stream -> lines.add("  " + of(stream)));
    if (info.cover() != null) {
      lines.add("  cover " + of(info.cover()));
    }
    return PlanText.plain(String.join("\n", lines));
  }

  public static String of(VideoStream stream) {
    List<String> facts = new ArrayList<>();
    facts.add("picture " + stream.index() + ": " + stream.codec() + " " + size(stream) + " pixels");
    facts.add(stream.pixelFormat());
    facts.add(colours(stream));
    if (stream.averageFrameRate() != null || stream.baseFrameRate() != null) {
      facts.add(
          stream.isVariable()
              ? "at a rate that varies, "
                  + stream.averageFrameRate()
                  + " on average, at least "
                  + stream.baseFrameRate()
              : stream.averageFrameRate() + " frames a second");
    }
    if (!stream.sampleAspect().equals(Fraction.ONE)) {
      facts.add("pixels " + stream.sampleAspect() + " as wide as high");
    }
    if (stream.rotation() != 0) {
      facts.add("to be turned by " + stream.rotation());
    }
    if (stream.isInterlaced()) {
      facts.add("interlaced " + stream.fieldOrder());
    }
    if (stream.hasIccProfile()) {
      facts.add("with an ICC profile");
    }
    if (!stream.start().equals(RationalTime.ZERO)) {
      facts.add("from " + stream.start() + " s");
    }
    if (stream.duration() != null) {
      facts.add(stream.duration() + " s long");
    }
    if (stream.maxKeyframeInterval() != null) {
      facts.add("a key frame every " + stream.maxKeyframeInterval() + " s");
    }
    return PlanText.plain(String.join(", ", facts));
  }

  private static String size(VideoStream stream) {
    return stream.width() + "x" + stream.height();
  }

  private static String colours(VideoStream stream) {
    return stream.colorSpace() == null
        ? "untagged" + (stream.colorRange() == null ? "" : " " + stream.colorRange())
        : stream.colorSpace()
            + "/"
            + stream.colorPrimaries()
            + "/"
            + stream.colorTransfer()
            + " "
            + stream.colorRange();
  }

  public static String of(AudioStream stream) {
    return "sound %d: %s at %d Hz, %s%s"
        .formatted(
            stream.index(),
            stream.codec(),
            stream.sampleRate(),
            stream.layout(),
            stream.start().equals(RationalTime.ZERO) ? "" : ", from " + stream.start() + " s");
  }
}
