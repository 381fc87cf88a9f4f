package io.patchwork.worker;

import io.patchwork.worker.ffmpeg.FfmpegBinaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small media made for tests, and plain questions to FFmpeg about what came out. */
public final class TestMedia {

  private static final FfmpegBinaries PROGRAMS = FfmpegBinaries.locate();

  private TestMedia() {}

  /** A moving test picture with a frame counter's worth of change, and a tone. */
  public static Path video(Path file, int seconds, String size, String rate, int hertz)
      throws Exception {
    ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=" + size + ":r=" + rate + ":d=" + seconds,
        "-f",
        "lavfi",
        "-i",
        "sine=f=" + hertz + ":d=" + seconds + ":r=48000",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        "-shortest",
        file.toString());
    return file;
  }

  /** Four seconds of picture in more than 30 MiB. */
  public static Path bulky(Path file) throws Exception {
    ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=640x360:r=25:d=4",
        "-c:v",
        "rawvideo",
        "-pix_fmt",
        "yuv420p",
        file.toString());
    return file;
  }

  /** A picture whose brightness is the number of its frame: frame n has luma 30 + 2n. */
  public static Path counter(Path file, int frames, int rate) throws Exception {
    return counter(file, frames, Integer.toString(rate), "30+2*N");
  }

  /**
   * Frames that tell their number by their luma.
   *
   * @param luma an expression of {@code N}
   */
  public static Path counter(Path file, int frames, String rate, String luma) throws Exception {
    ffmpeg(
        "-f",
        "lavfi",
        "-i",
        counted("320x180", rate, luma),
        "-frames:v",
        Integer.toString(frames),
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-qp",
        "10",
        "-g",
        "12",
        "-color_range",
        "tv",
        "-colorspace",
        "bt709",
        file.toString());
    return file;
  }

  /**
   * A source of FFmpeg's, each of whose frames is of one grey: worked out for few pixels, which
   * then become many.
   *
   * @param luma an expression of {@code N}
   */
  public static String counted(String size, String rate, String luma) {
    return "color=black:s=16x16:r="
        + rate
        + ",format=yuv420p,geq=lum='"
        + luma
        + "':cb=128:cr=128,scale="
        + size
        + ":flags=neighbor,setsar=1";
  }

  /** A click at the start of every second, sample-exact, in otherwise silent sound. */
  public static Path clicks(Path file, int seconds) throws Exception {
    ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "aevalsrc=exprs='if(lt(mod(n,48000),48),0.5,0)':s=48000:d=" + seconds,
        "-c:a",
        "pcm_s16le",
        file.toString());
    return file;
  }

  public static Path tone(Path file, int seconds, int hertz) throws Exception {
    ffmpeg("-f", "lavfi", "-i", "sine=f=" + hertz + ":d=" + seconds + ":r=44100", file.toString());
    return file;
  }

  public static Path image(Path file, String size) throws Exception {
    ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=" + size,
        "-frames:v",
        "1",
        "-update",
        "1",
        file.toString());
    return file;
  }

  /** A long video that is quickly made: the same ten seconds again and again. */
  public static Path endless(Path file, Path scratch) throws Exception {
    Path once = video(scratch, 10, "640x360", "30", 440);
    ffmpeg("-stream_loop", "60", "-i", once.toString(), "-c", "copy", file.toString());
    return file;
  }

  /** Runs FFmpeg on our own files; what it writes to standard output. */
  public static byte[] ffmpeg(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(PROGRAMS.ffmpeg().path().toString(), "-nostdin", "-v", "error", "-y"));
    command.addAll(List.of(arguments));
    return output(command);
  }

  /** Runs FFmpeg with arguments that are meant for a folder; what it says. */
  public static String ffmpegIn(Path folder, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(PROGRAMS.ffmpeg().path().toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", PROGRAMS.folder().toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  /** Runs FFprobe; what it prints. */
  public static String ffprobe(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(PROGRAMS.ffprobe().path().toString(), "-v", "error"));
    command.addAll(List.of(arguments));
    return new String(output(command), StandardCharsets.UTF_8).strip();
  }

  private static byte[] output(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LD_LIBRARY_PATH", PROGRAMS.folder().toString());
    Process process = builder.start();
    byte[] out = process.getInputStream().readAllBytes();
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0 || !errors.isBlank()) {
      throw new AssertionError(String.join(" ", command) + ": " + errors);
    }
    return out;
  }

  /** The mean luma of every frame of a film. */
  public static List<Integer> lumas(Path film) throws Exception {
    return means(pixels(film, "scale=1:1:flags=area,format=gray"), 1);
  }

  /** The luma of the middle of each frame, as it is coded. */
  public static List<Integer> codedLumas(Path film) throws Exception {
    return codedLumas(film, 16, 16, "(iw-ow)/2", "(ih-oh)/2");
  }

  /** The mean luma of a part of each frame, as it is coded. */
  public static List<Integer> codedLumas(Path film, int width, int height, Object x, Object y)
      throws Exception {
    String crop = "crop=" + width + ":" + height + ":" + x + ":" + y;
    // Not scaled: FFmpeg's scaler would make full range of it.
    return means(pixels(film, crop + ",format=yuv420p,extractplanes=y"), width * height);
  }

  private static byte[] pixels(Path film, String filters) throws Exception {
    return ffmpeg(
        "-i", film.toString(), "-vf", filters, "-f", "rawvideo", "-fps_mode", "passthrough", "-");
  }

  private static List<Integer> means(byte[] pixels, int perFrame) {
    List<Integer> means = new ArrayList<>();
    for (int from = 0; from < pixels.length; from += perFrame) {
      long sum = 0;
      for (int i = from; i < from + perFrame; i++) {
        sum += pixels[i] & 0xff;
      }
      means.add((int) Math.round((double) sum / perFrame));
    }
    return means;
  }

  /** A digest of each frame of a film. */
  public static List<String> frameDigests(Path film) throws Exception {
    byte[] listed = ffmpeg("-i", film.toString(), "-an", "-f", "framemd5", "-");
    return new String(listed, StandardCharsets.US_ASCII)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
        .toList();
  }

  /** The samples of a film's sound, mono at 48 kHz. */
  public static short[] samples(Path film) throws Exception {
    byte[] pcm =
        ffmpeg("-i", film.toString(), "-vn", "-ac", "1", "-ar", "48000", "-f", "s16le", "-");
    short[] samples = new short[pcm.length / 2];
    java.nio.ByteBuffer.wrap(pcm)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .asShortBuffer()
        .get(samples);
    return samples;
  }
}
