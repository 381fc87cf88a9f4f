package io.patchwork.worker.artifact;

import io.patchwork.schema.manifest.DolbyVision;
import io.patchwork.schema.manifest.EmbeddedPart;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.OtherStream;
import io.patchwork.schema.manifest.OtherStream.Unreadable;
import io.patchwork.schema.manifest.SpatialVideo;
import io.patchwork.schema.manifest.StreamLabel;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.ffmpeg.CodecNames;
import io.patchwork.worker.ffmpeg.PixelFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an uploader should know of a source before anything is made of it. */
final class SourceWarnings {

  /** Media types of photos of which only the preview is decoded. */
  private static final Set<String> RAW_PHOTOS = Set.of("image/x-adobe-dng", "image/x-raw");

  private SourceWarnings() {}

  /** The warnings, as sentences for people. */
  static List<String> of(MediaInfo info) {
    List<String> warnings = new ArrayList<>();
    if (info.kind() != MediaKind.IMAGE && info.video().size() > 1) {
      warnings.add(
          leftOut(
              "video",
              info.video().stream()
                  .map(each -> name(each.index(), each.label(), each.codec()))
                  .toList()));
    }
    if (info.audio().size() > 1) {
      warnings.add(
          leftOut(
              "audio",
              info.audio().stream()
                  .map(each -> name(each.index(), each.label(), each.codec()))
                  .toList()));
    }
    List<OtherStream> unsupported = unreadable(info, Unreadable.UNSUPPORTED_CODEC);
    if (!unsupported.isEmpty()) {
      warnings.add(
          subject(unsupported)
              + " cannot be read here and "
              + (unsupported.size() == 1 ? "is" : "are")
              + " left out; export "
              + pronoun(unsupported)
              + " with "
              + CodecNames.instead(unsupported)
              + " to use "
              + pronoun(unsupported)
              + ".");
    }
    List<OtherStream> encrypted = unreadable(info, Unreadable.ENCRYPTED);
    if (!encrypted.isEmpty()) {
      warnings.add(
          subject(encrypted)
              + (encrypted.size() == 1 ? " is" : " are")
              + " protected against copying and left out; send a copy without copy protection to use "
              + pronoun(encrypted)
              + ", too.");
    }
    List<OtherStream> empty = unreadable(info, Unreadable.EMPTY);
    if (!empty.isEmpty()) {
      warnings.add(
          subject(empty)
              + (empty.size() == 1 ? " is" : " are")
              + " empty and left out; if something should be there, export the file again.");
    }
    Integer chapters = info.omittedChapterCount();
    if (chapters != null) {
      boolean isOne = chapters == 1;
      warnings.add(
          (isOne ? "One chapter of this file is" : chapters + " chapters of this file are")
              + " left out: a chapter must begin before the end of the file and have a length,"
              + " and at most 1,000 are kept. Correct the chapters and upload the file again to use "
              + (isOne ? "it." : "them."));
    }
    info.videoStream().ifPresent(video -> warnings.addAll(ofVideo(video)));
    if (RAW_PHOTOS.contains(info.mediaType())) {
      warnings.add(
          "This is the raw photo of a camera, which is not developed here; what is shown is the preview"
              + " in it. Develop it and send the JPEG or TIFF to use the whole photo.");
    }
    if (info.kind() == MediaKind.IMAGE) {
      info.videoStream().ifPresent(picture -> warnings.addAll(ofStill(picture, info.video())));
    }
    for (EmbeddedPart part : info.embedded()) {
      warnings.add(
          switch (part) {
            case MOTION ->
                "The photo holds a short film (motion photo), which is left out; to use it, upload"
                    + " it as a file of its own.";
            case GAIN_MAP ->
                "The photo has extra brightness for HDR screens (a gain map), which is left out; it is"
                    + " shown in standard range (SDR).";
          });
    }
    return warnings;
  }

  private static List<String> ofStill(VideoStream picture, List<VideoStream> all) {
    List<String> warnings = new ArrayList<>();
    boolean isInInks =
        picture.codec().equals("mjpeg") && PixelFormat.hasAlpha(picture.pixelFormat());
    if (isInInks && picture.hasIccProfile()) {
      warnings.add(
          "The photo is in printing inks (CMYK), whose colour profile is not applied here, so its colours"
              + " are approximate; export it in sRGB to have them exact.");
    }
    boolean hasAlphaBeside =
        all.stream()
            .anyMatch(each ->
                each.index() != picture.index()
                    && each.pixelFormat().startsWith("gray")
                    && each.width() == picture.width()
                    && each.height() == picture.height());
    if (hasAlphaBeside && !PixelFormat.hasAlpha(picture.pixelFormat())) {
      warnings.add(
          "The transparency of this picture is not read here, so that it is shown opaque; send it as PNG or"
              + " WebP to keep what can be seen through.");
    }
    return warnings;
  }

  private static List<String> ofVideo(VideoStream video) {
    List<String> warnings = new ArrayList<>();
    @Nullable DolbyVision dolbyVision = video.dolbyVision();
    if (dolbyVision != null && !dolbyVision.isCompatible()) {
      warnings.add(
          "The video is in Dolby Vision profile "
              + dolbyVision.profile()
              + ", which cannot be converted here, so its colours may be wrong; export it as HDR10 or"
              + " SDR and upload that.");
    }
    @Nullable SpatialVideo spatial = video.spatial();
    if (spatial != null && spatial.projection() != null) {
      warnings.add(
          "This is a 360\u00b0 video ("
              + spatial.projection()
              + "); its renditions show the whole sphere as one flat picture. To show one view, export"
              + " that view as a flat video.");
    }
    if (spatial != null && spatial.stereo() != null) {
      warnings.add(
          "This video is stereoscopic ("
              + spatial.stereo()
              + "); its renditions are flat"
              + (spatial.stereo().equals(SpatialVideo.MULTIVIEW) ? " and show one view." : "."));
    }
    return warnings;
  }

  /** Which of several streams is used, the first, and which are not. */
  private static String leftOut(String kind, List<String> names) {
    return "The file has "
        + names.size()
        + " "
        + kind
        + " tracks. Only one is used: "
        + names.getFirst()
        + ". Left out "
        + (names.size() == 2 ? "is " : "are ")
        + String.join(", ", names.subList(1, names.size()))
        + ". To use another, upload it as a file of its own.";
  }

  private static List<OtherStream> unreadable(MediaInfo info, Unreadable why) {
    return info.otherStreams().stream().filter(each -> each.unreadable() == why).toList();
  }

  /** The streams at the beginning of a sentence. */
  private static String subject(List<OtherStream> streams) {
    List<String> names = streams.stream().map(SourceWarnings::name).toList();
    int last = names.size() - 1;
    return "The "
        + (last == 0
            ? names.getFirst()
            : String.join(", ", names.subList(0, last)) + " and " + names.get(last));
  }

  private static String pronoun(List<OtherStream> streams) {
    return streams.size() == 1 ? "it" : "them";
  }

  private static String name(OtherStream stream) {
    return (stream.role() == OtherStream.Role.VIDEO ? "video " : "audio ")
        + name(
            stream.index(),
            new StreamLabel(null, stream.name(), List.of()),
            CodecNames.of(stream.codec()));
  }

  /** A stream by its number from 1, with its title, language and codec as far as it has them. */
  private static String name(int index, StreamLabel label, String codec) {
    List<String> parts = new ArrayList<>();
    if (label.title() != null) {
      parts.add("\"" + label.title() + "\"");
    }
    if (label.language() != null) {
      parts.add(Locale.forLanguageTag(label.language()).getDisplayLanguage(Locale.ENGLISH));
    }
    parts.add(codec);
    return "track " + (index + 1) + " of the file (" + String.join(", ", parts) + ")";
  }
}
