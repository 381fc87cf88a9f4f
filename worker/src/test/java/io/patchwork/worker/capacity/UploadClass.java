package io.patchwork.worker.capacity;

import io.patchwork.worker.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What people upload, by what it costs; made of the media of {@code infra/demo}. */
enum UploadClass {
  /** JPEG, as a phone takes it; in megapixels. */
  PHOTO("photo", "megapixels", 2, 12, 8),
  /** 1080p at 30 frames a second, about 12 Mbit/s; in seconds. */
  VIDEO_1080("video-1080p", "seconds", 4, 12, 3),
  /** 720p at 30 frames a second, about 6 Mbit/s; in seconds. */
  VIDEO_720("video-720p", "seconds", 4, 12, 3),
  /** 360p at 30 frames a second, about 1 Mbit/s; in seconds. */
  VIDEO_360("video-360p", "seconds", 8, 24, 3),
  /** AAC in MP4, stereo; in seconds. */
  SOUND("sound", "seconds", 20, 100, 6),
  /** Plain text in UTF-8; in kilobytes. */
  TEXT("text", "kilobytes", 4, 200, 8);

  private static final Path MEDIA = Path.of("infra/demo/media");
  private static final String FILM = "tears-of-steel-1920x800-vp9.webm";
  private static final List<String> FILMS =
      List.of(FILM, "chaplin-360p-h264-mp3.mp4", "doorknob-720p.mp4");

  private final String label;
  private final String unit;
  private final int little;
  private final int much;
  private final int jobs;

  UploadClass(String label, String unit, int little, int much, int jobs) {
    this.label = label;
    this.unit = unit;
    this.little = little;
    this.much = much;
    this.jobs = jobs;
  }

  /** Its name in the documents of {@code infra/capacity}. */
  String label() {
    return label;
  }

  String unit() {
    return unit;
  }

  /** The two sizes at which it is measured. */
  List<Integer> sizes() {
    return List.of(little, much);
  }

  /** As many are measured at once. */
  int jobs() {
    return jobs;
  }

  /**
   * Writes an upload.
   *
   * @param number another number gives another content
   * @param films from which video is cut; those of {@code infra/demo} if empty
   */
  Path write(Path folder, int number, double size, List<Path> films) throws Exception {
    Path file = folder.resolve(label + "-" + number + extension());
    switch (this) {
      case PHOTO -> photo(file, number, size);
      case VIDEO_1080 -> video(file, number, size, "1920:1080", 12_000, films);
      case VIDEO_720 -> video(file, number, size, "1280:720", 6000, films);
      case VIDEO_360 -> video(file, number, size, "640:360", 1000, films);
      case SOUND -> sound(file, number, size);
      case TEXT -> text(file, number, size);
    }
    return file;
  }

  private String extension() {
    return switch (this) {
      case PHOTO -> ".jpg";
      case TEXT -> ".txt";
      case SOUND -> ".m4a";
      default -> ".mp4";
    };
  }

  private static void photo(Path file, int number, double megapixels) throws Exception {
    long width = 2 * Math.round(Math.sqrt(megapixels * 1e6 * 4 / 3) / 2);
    TestMedia.ffmpeg(
        "-i",
        MEDIA.resolve("bridge-original.jpg").toString(),
        "-vf",
        "crop=1280:960:%d:%d,scale=%d:%d:flags=lanczos,noise=alls=4:all_seed=%d"
            .formatted(number % 300, number / 300 % 40, width, width * 3 / 4, number),
        "-q:v",
        "3",
        file.toString());
  }

  private static void video(
      Path file, int number, double seconds, String size, int kbps, List<Path> films)
      throws Exception {
    List<Path> all = films.isEmpty() ? FILMS.stream().map(MEDIA::resolve).toList() : films;
    List<String> arguments = new ArrayList<>();
    // Each begins elsewhere in a film that goes on from its start.
    arguments.addAll(List.of("-stream_loop", "-1", "-i", all.get(number % all.size()).toString()));
    arguments.addAll(
        List.of("-stream_loop", "-1", "-i", MEDIA.resolve("sugar-plum.ogg").toString()));
    arguments.addAll(
        List.of(
            "-filter_complex",
            ("[0:v]trim=start_frame=%d,setpts=N/30/TB,fps=30,scale=%s:force_original_aspect_ratio=increase,crop=%s,setsar=1,"
                    + "format=yuv420p[v];[1:a]atrim=start=%d,asetpts=N/SR/TB[a]")
                .formatted(17 * number % 120, size, size, number % 60)));
    arguments.addAll(
        List.of("-map", "[v]", "-map", "[a]", "-t", String.format(Locale.ROOT, "%.3f", seconds)));
    arguments.addAll(
        List.of("-c:v", "libx264", "-preset", "veryfast", "-b:v", kbps + "k", "-g", "60"));
    arguments.addAll(List.of("-c:a", "aac", "-ac", "2", "-ar", "48000", file.toString()));
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
  }

  private static void sound(Path file, int number, double seconds) throws Exception {
    TestMedia.ffmpeg(
        "-stream_loop",
        "-1",
        "-ss",
        Integer.toString(number % 100),
        "-i",
        MEDIA.resolve("sugar-plum.ogg").toString(),
        "-t",
        String.format(Locale.ROOT, "%.3f", seconds),
        "-ac",
        "2",
        "-c:a",
        "aac",
        "-b:a",
        "160k",
        file.toString());
  }

  private static void text(Path file, int number, double kilobytes) throws Exception {
    StringBuilder text = new StringBuilder("Chapter " + number + "\n\n");
    for (int line = 0; text.length() < kilobytes * 1000; line++) {
      text.append(
          "On day %d of journey %d we saw %d ships and wrote home.%n"
              .formatted(line, number, line * number % 97));
    }
    Files.writeString(file, text);
  }
}
