package io.patchwork.worker.fetch;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.BadMedia;
import java.util.Set;

/** Refuses files of media types that nothing here reads, in words for their senders. */
final class UnsupportedType {

  /** Media types of video streams without a container. */
  private static final Set<String> BARE_VIDEO =
      Set.of(
          "video/h264",
          "video/h265",
          "video/av1",
          "video/mpv",
          "video/mp4v-es",
          Sniffer.MOTION_JPEG);

  private static final Set<String> PLAYLISTS =
      Set.of(
          "application/vnd.apple.mpegurl",
          "audio/x-mpegurl",
          "audio/x-scpls",
          "application/x-ffconcat",
          "application/sdp",
          "application/dash+xml",
          "application/smil+xml",
          "application/xspf+xml");

  private static final Set<String> ARCHIVES =
      Set.of(
          "application/zip",
          "application/gzip",
          "application/x-tar",
          "application/x-gtar",
          "application/x-bzip2",
          "application/x-xz",
          "application/zstd",
          "application/x-7z-compressed",
          "application/x-rar-compressed");

  private static final Set<String> PROGRAMS =
      Set.of(
          "application/x-msdownload",
          "application/x-dosexec",
          "application/x-elf",
          "application/x-executable",
          "application/x-sharedlib",
          "application/x-object",
          "application/x-mach-o",
          "application/x-mach-o-executable",
          "application/java-vm",
          "application/java-archive",
          "application/vnd.android.package-archive",
          "application/x-sh");

  private UnsupportedType() {}

  /** The refusal of a file. */
  static BadMedia of(String mediaType) {
    if (BARE_VIDEO.contains(mediaType)) {
      return unsupported(
          "This is a bare video stream ("
              + mediaType
              + "), which does not say when its pictures are shown; put it into an MP4 or MKV file"
              + " and send that.");
    }
    if (mediaType.equals(Sniffer.TAGS)) {
      return new BadMedia(
          FailureCode.EMPTY_FILE,
          "This is a sound file without sound: it holds tags, such as its title and cover, and ends"
              + " there; export or upload it again.",
          null);
    }
    if (PLAYLISTS.contains(mediaType)) {
      return notMedia(
          mediaType,
          "This is a playlist, which only names other files; send the video or the sound itself.");
    }
    return switch (mediaType.substring(0, mediaType.indexOf('/') + 1)) {
      case "image/" -> unsupported(picture(mediaType));
      case "audio/" ->
          unsupported(
              "This is sound of the type "
                  + mediaType
                  + ", which cannot be read here; export it as WAV, FLAC, MP3 or M4A and send that.");
      case "video/" ->
          unsupported(
              "This is video of the type "
                  + mediaType
                  + ", which cannot be read here; export it as MP4, MOV, MKV or WebM and send that.");
      default -> notMedia(mediaType, noMedia(mediaType));
    };
  }

  private static String picture(String mediaType) {
    return switch (mediaType) {
      case "image/svg+xml" ->
          "This is a drawing in SVG, which cannot be read here; export it as PNG or PDF and send that.";
      case Sniffer.MINIMISED_HEIF ->
          "This is a HEIF or AVIF picture in the minimised form (mif3), which cannot be read here;"
              + " export it as plain AVIF, HEIC, JPEG or PNG and send that.";
      default ->
          "This is a picture of the type "
              + mediaType
              + ", which cannot be read here; export it as JPEG, PNG, WebP or TIFF and send that.";
    };
  }

  private static String noMedia(String mediaType) {
    if (ARCHIVES.contains(mediaType)) {
      return "This is an archive of files; unpack it and send the files in it one by one.";
    }
    String what =
        PROGRAMS.contains(mediaType)
            ? "This is a program"
            : mediaType.equals("application/octet-stream")
                ? "It cannot be told what kind of file this is"
                : "This is a file of the type " + mediaType;
    return what + "; send video, sound, a picture, a text or a document instead.";
  }

  private static BadMedia unsupported(String sentence) {
    return new BadMedia(FailureCode.UNSUPPORTED_FORMAT, sentence, null);
  }

  private static BadMedia notMedia(String mediaType, String sentence) {
    return new BadMedia(FailureCode.NOT_MEDIA, sentence, mediaType);
  }
}
