package io.patchwork.worker.bench;

import io.patchwork.worker.Otio;
import io.patchwork.worker.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** A film of clips of three seconds that cross over, with titles, as different hands make it. */
final class CrossedFilm {

  static final int RATE = 30;
  static final int CLIP = 90;

  private static final int REACH = 7;

  /** Frames of a source behind its last clip: for a dissolve and for a change. */
  private static final int SPARE = 2 * REACH;

  private final Path folder;
  private final int clips;
  private final List<Path> sources = new ArrayList<>();

  /**
   * A film.
   *
   * @param folder of sources and of what others make of them
   * @param assets of which the clips are
   */
  CrossedFilm(Path folder, int clips, int assets) throws Exception {
    this.folder = folder;
    this.clips = clips;
    int last = IntStream.range(0, clips).map(CrossedFilm::start).max().orElseThrow();
    for (int i = 0; i < assets; i++) {
      sources.add(Footage.write(folder, i, (last + CLIP + SPARE) / RATE + 1));
    }
  }

  List<Path> sources() {
    return List.copyOf(sources);
  }

  int frames() {
    return clips * CLIP;
  }

  /** The source of a clip, by its place among {@link #sources}. */
  private int source(int clip) {
    return clip % sources.size();
  }

  /** The first frame of a clip in its source. */
  static int start(int clip) {
    return 20 + 37 * clip % 200;
  }

  private static boolean hasTitle(int clip) {
    return clip % 4 == 1;
  }

  /**
   * Clips that dissolve into each other, a title on every fourth, the sound of each.
   *
   * @param shift by which the clip in the middle shows other frames
   * @param isHeard whether its sound moves, too
   */
  Otio timeline(int shift, boolean isHeard) {
    return timeline(shift, isHeard, 0);
  }

  /** A film that has no segment in common with others of this kind: its sources change places. */
  Otio other(int turn) {
    return timeline(0, false, turn);
  }

  private Otio timeline(int shift, boolean isHeard, int turn) {
    Otio otio = new Otio(Integer.toString(RATE));
    List<String> picture = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    List<String> audio = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      String asset = "asset:film-" + source(i + turn);
      int moved = i == clips / 2 ? shift : 0;
      if (i > 0) {
        picture.add(otio.transition(REACH, REACH));
      }
      picture.add(otio.clip(asset, start(i) + moved, CLIP));
      audio.add(otio.clip(asset, start(i) + (isHeard ? moved : 0), CLIP));
      titles.add(
          hasTitle(i)
              ? otio.generator(
                  "Title", "\"text\":\"Title number " + i + "\",\"vertical\":\"bottom\"", CLIP)
              : otio.gap(CLIP));
    }
    return otio.track("Video", picture.toArray(String[]::new))
        .track("Video", titles.toArray(String[]::new))
        .track("Audio", audio.toArray(String[]::new));
  }

  /**
   * The same film by one FFmpeg, as somebody would write it by hand.
   *
   * @param titles as we drew them: who draws them is not what is compared
   */
  void oneGraph(Map<Integer, Path> titles) throws Exception {
    List<String> arguments = new ArrayList<>();
    StringBuilder graph = new StringBuilder();
    for (int i = 0; i < clips; i++) {
      int lead = i == 0 ? 0 : REACH;
      int tail = i == clips - 1 ? 0 : REACH;
      double from = (start(i) - lead) / (double) RATE;
      double length = (CLIP + lead + tail) / (double) RATE;
      arguments.addAll(
          List.of(
              "-ss",
              String.format(Locale.ROOT, "%.6f", from),
              "-t",
              String.format(Locale.ROOT, "%.6f", length),
              "-i",
              sources.get(source(i)).toString()));
      graph.append(
          "[%d:v]fps=30,format=yuv420p,settb=1/30,setpts=PTS-STARTPTS[v%d];".formatted(i, i));
      graph.append(
          "[%d:a]atrim=start=%f:duration=%f,asetpts=PTS-STARTPTS[a%d];"
              .formatted(i, lead / (double) RATE, CLIP / (double) RATE, i));
    }
    String last = "v0";
    for (int i = 1; i < clips; i++) {
      double offset = (CLIP * i - REACH) / (double) RATE;
      graph.append(
          "[%s][v%d]xfade=transition=fade:duration=%f:offset=%f[x%d];"
              .formatted(last, i, 2 * REACH / (double) RATE, offset, i));
      last = "x" + i;
    }
    for (int i = 1; i < clips; i += 4) {
      int input = clips + i / 4;
      arguments.addAll(List.of("-i", titles.get(i).toString()));
      graph.append(
          "[%s][%d:v]overlay=enable='between(n,%d,%d)':eof_action=repeat[o%d];"
              .formatted(last, input, CLIP * i, CLIP * i + CLIP - 1, i));
      last = "o" + i;
    }
    graph.append("[").append(last).append("]format=yuv420p[picture];");
    for (int i = 0; i < clips; i++) {
      graph.append("[a").append(i).append("]");
    }
    graph.append("concat=n=").append(clips).append(":v=0:a=1[sound]");
    arguments.addAll(List.of("-filter_complex", graph.toString()));
    arguments.addAll(List.of("-map", "[picture]", "-map", "[sound]"));
    arguments.addAll(Footage.ENCODER);
    arguments.addAll(
        List.of("-c:a", "aac", "-b:a", "192k", folder.resolve("one-graph.mp4").toString()));
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
  }

  /** The clips that have a title. */
  List<Integer> titled() {
    List<Integer> titled = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      if (hasTitle(i)) {
        titled.add(i);
      }
    }
    return titled;
  }

  /** The same film by MLT: its own mixer and text, the same encoder. */
  Path melt() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("melt", "-quiet", "-profile", profile()));
    for (int i = 0; i < clips; i++) {
      int lead = i == 0 ? 0 : REACH;
      int tail = i == clips - 1 ? 0 : REACH;
      arguments.add(sources.get(source(i)).toString());
      arguments.add("in=" + (start(i) - lead));
      arguments.add("out=" + (start(i) + CLIP + tail - 1));
      if (i > 0) {
        arguments.addAll(List.of("-mix", Integer.toString(2 * REACH), "-mixer", "luma"));
      }
    }
    for (int i : titled()) {
      arguments.addAll(
          List.of(
              "-filter",
              "dynamictext:Title number " + i,
              "in=" + CLIP * i,
              "out=" + (CLIP * i + CLIP - 1),
              "valign=bottom",
              "halign=centre"));
    }
    Path film = folder.resolve("melt.mp4");
    arguments.addAll(
        List.of(
            "-consumer",
            "avformat:" + film,
            "real_time=-2",
            "vcodec=libx264",
            "preset=veryfast",
            "crf=22",
            "vprofile=high",
            "g=60",
            "bf=3",
            "refs=3",
            "acodec=aac",
            "ab=192k"));
    Process process =
        new ProcessBuilder(arguments)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("melt.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("melt.log")));
    }
    return film;
  }

  /** 1080p at the film's rate, as MLT writes it down. */
  private String profile() throws Exception {
    Path profile = folder.resolve("melt.profile");
    Files.writeString(
        profile,
        """
        description=bench
        frame_rate_num=30
        frame_rate_den=1
        width=1920
        height=1080
        progressive=1
        sample_aspect_num=1
        sample_aspect_den=1
        display_aspect_num=16
        display_aspect_den=9
        colorspace=709
        """);
    return profile.toString();
  }

  /**
   * How much a film looks like its sources in the middle of its clips: the mean of a measure of
   * FFmpeg's over those that have no title.
   *
   * @param measure {@code ssim} or {@code xpsnr}
   */
  double likeness(Path film, String measure) throws Exception {
    List<Double> all = new ArrayList<>();
    for (int i = 2; i < clips - 1; i += 4) {
      int from = CLIP * i + 2 * REACH;
      int length = CLIP - 4 * REACH;
      String cut = "trim=start_frame=%d:end_frame=%d,setpts=N/30/TB,settb=1/30,format=yuv420p";
      String graph =
          ("[0:v]" + cut + "[a];[1:v]" + cut + "[b];[a][b]%s")
              .formatted(
                  from,
                  from + length,
                  start(i) + 2 * REACH,
                  start(i) + 2 * REACH + length,
                  measure);
      all.add(
          Likeness.of(
              TestMedia.ffmpegIn(
                  folder,
                  List.of(
                      "-i",
                      film.toString(),
                      "-i",
                      sources.get(source(i)).toString(),
                      "-filter_complex",
                      graph,
                      "-f",
                      "null",
                      "-"))));
    }
    return all.stream().mapToDouble(each -> each).average().orElseThrow();
  }
}
