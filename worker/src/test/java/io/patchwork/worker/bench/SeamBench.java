package io.patchwork.worker.bench;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What it costs to encode a long clip in segments: the quality of frames beside the seams, and
 * bytes, both beside one encoder that makes all of it with the same settings.
 */
public final class SeamBench {

  private static final int REACH = 3;
  private static final Pattern FRAME = Pattern.compile("n:(\\d+) .*psnr_y:(\\S+)");

  private final Path folder;
  private final int seconds;

  private SeamBench(Path folder, boolean isQuick) {
    this.folder = folder;
    this.seconds = isQuick ? 11 : 60;
  }

  public static void main(String[] args) throws Exception {
    try (Scratch scratch = new Scratch()) {
      new SeamBench(scratch.folder(), List.of(args).contains("--quick")).run();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    Path source = Footage.write(folder, 0, seconds);
    Path film;
    Set<Integer> beside = new TreeSet<>();
    try (TestCluster cluster = Footage.cluster(folder)) {
      TestCluster.asset(cluster.ingest("film", source));
      forgetRungs();
      Otio otio = new Otio("30");
      otio.track("Video", otio.clip("asset:film", 0, seconds * 30L));
      Result.OfRender render = TestCluster.film(cluster.render("film", otio.bytes(), "final"));
      if (render.segments().rendered() < seconds / 10) {
        throw new IllegalStateException("only so much was encoded: " + render.segments());
      }
      film = cluster.fetch(render.output().key(), folder.resolve("film.mp4"));
      for (int seam : seams(cluster, render)) {
        for (int frame = seam - REACH; frame < seam + REACH; frame++) {
          beside.add(frame);
        }
      }
    }
    Path one = folder.resolve("one.mp4");
    List<String> arguments = new ArrayList<>(List.of("-i", source.toString(), "-an"));
    arguments.addAll(Footage.ENCODER);
    arguments.add(one.toString());
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
    double ours = psnr(film, source, beside);
    double single = psnr(one, source, beside);
    System.out.printf(
        Locale.ROOT,
        "  %d frames beside seams: PSNR %.2f dB of ours, %.2f dB of one encoder%n",
        beside.size(),
        ours,
        single);
    Figure.print("seam_psnr_below_one_encoder_db", single - ours, Goal.atMost(0.3));
    Figure.print(
        "bytes_over_one_encoder", (double) Files.size(film) / Files.size(one), Goal.atMost(1.03));
  }

  /** So that nothing is copied. */
  private void forgetRungs() throws Exception {
    try (Stream<Path> files = Files.walk(Footage.store(folder).resolve("assets"))) {
      for (Path file : files.filter(each -> each.toString().matches(".*-rung-.*[.]mp4")).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The first frames of all segments but the first. */
  private static List<Integer> seams(TestCluster cluster, Result.OfRender film) {
    String key = film.lineage().key().replace("lineage.json", "qc.json");
    JsonNode quality =
        Json.MAPPER.readTree(
            cluster.store().read(new ObjectKey(key), 1 << 20).orElseThrow().bytes());
    return quality.path("seams").valueStream().map(seam -> seam.path("frame").asInt()).toList();
  }

  private double psnr(Path film, Path source, Set<Integer> frames) throws Exception {
    TestMedia.ffmpegIn(
        folder,
        List.of(
            "-y",
            "-i",
            film.toString(),
            "-i",
            source.toString(),
            "-filter_complex",
            "[0:v]setpts=N/30/TB,settb=1/30[a];[1:v]setpts=N/30/TB,settb=1/30[b];[a][b]psnr=stats_file=psnr.txt",
            "-f",
            "null",
            "-"));
    double sum = 0;
    for (String line : Files.readAllLines(folder.resolve("psnr.txt"))) {
      Matcher frame = FRAME.matcher(line);
      if (frame.find() && frames.contains(Integer.parseInt(frame.group(1)) - 1)) {
        sum += Double.parseDouble(frame.group(2));
      }
    }
    return sum / frames.size();
  }
}
