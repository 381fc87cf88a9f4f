package io.patchwork.worker.bench;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Thumbnail;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.SharedFiles;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.fingerprint.Chromaprint;
import io.patchwork.worker.fingerprint.Pdq;
import io.patchwork.worker.fingerprint.Prints;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.thumbnail.Thumbnails;
import io.patchwork.worker.transcode.LadderProfiles;
import io.patchwork.worker.transcode.Renditions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What an ingest costs in processor time beside the bare encode of its ladder, in pairs that
 * alternate, as medians of ratios.
 */
public final class IngestBench {

  private static final Id ASSET = new Id("bench");

  private final int pairs;
  private final Path folder;
  private final Path source;
  private final MediaInfo info;

  private IngestBench(boolean isQuick) throws Exception {
    this.pairs = isQuick ? 1 : 5;
    this.folder = Files.createTempDirectory("patchwork-bench");
    this.source = source(isQuick ? 4 : 12);
    try (TestCluster cluster = cluster("probe")) {
      this.info = cluster.ingested(ASSET, source).media();
    }
  }

  public static void main(String[] args) throws Exception {
    new IngestBench(List.of(args).contains("--quick")).run();
    System.exit(0);
  }

  /** Real 1080p film where it lies beside the project, else something that moves. */
  private Path source(int seconds) throws Exception {
    Path file = folder.resolve("source.mp4");
    Path film = SharedFiles.find("media/video/bbb-1080p-6s-h264-aac51.mp4").orElse(null);
    List<String> input =
        film == null
            ? List.of(
                "-f",
                "lavfi",
                "-i",
                "mandelbrot=s=1920x1080:r=24",
                "-f",
                "lavfi",
                "-i",
                "anoisesrc=a=0.1")
            : List.of("-stream_loop", "-1", "-i", film.toString());
    List<String> arguments = new ArrayList<>(input);
    arguments.addAll(
        List.of(
            "-t",
            Integer.toString(seconds),
            "-vf",
            "fps=24,format=yuv420p",
            "-colorspace",
            "bt709",
            "-color_range",
            "tv",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "18",
            "-c:a",
            "aac",
            "-ac",
            "2",
            file.toString()));
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
    return file;
  }

  private TestCluster cluster(String name) throws Exception {
    return new TestCluster(folder.resolve(name), Map.of("PATCHWORK_SANDBOX", "none"));
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Processor time of work, its children's and its own. */
  private static double cost(Work work) throws Exception {
    double before = CpuTime.children() + CpuTime.self();
    work.run();
    return CpuTime.children() + CpuTime.self() - before;
  }

  private void ratio(String name, String goal, Work a, Work b) throws Exception {
    double[] ratios = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      double first = cost(a);
      ratios[i] = first / cost(b);
      System.out.printf(Locale.ROOT, "  %s pair %d: %.2f s, %.3f%n", name, i + 1, first, ratios[i]);
    }
    Arrays.sort(ratios);
    System.out.printf(Locale.ROOT, "RATIO %s %.3f %s%n", name, ratios[pairs / 2], goal);
  }

  private void run() throws Exception {
    ratio("ingest_over_bare_ladder_cpu", "<=1.08", this::ingest, () -> pass(ladder()));
    ratio("ingest_over_flat_ladder_cpu", "<=1.00", this::ingest, () -> pass(flatLadder()));
    ratio("ingest_over_a_command_each_cpu", "<=0.60", this::ingest, this::aCommandEach);
    ratio("analysis_over_decode_cpu", "<=1.2", () -> pass(analysis()), this::decode);
    storyboard();
    overhead();
    chromaprint();
    pdq();
  }

  /** A storyboard alone: its goal is 0.15 of a decode and 0.2 s, so these are left out of it. */
  private void storyboard() throws Exception {
    double[] ratios = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      Contribution board = Thumbnails.plan(info, Set.of(Thumbnail.Kind.STORYBOARD)).getFirst();
      double cost = cost(() -> pass(board.products(), Input.keyFrames("source", Demuxer.MOV)));
      ratios[i] = Math.max(0, cost - 0.2) / cost(this::decode);
      System.out.printf(
          Locale.ROOT,
          "  storyboard_over_decode_cpu pair %d: %.2f s, %.3f%n",
          i + 1,
          cost,
          ratios[i]);
    }
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT, "RATIO storyboard_over_decode_cpu %.3f <=0.15%n", ratios[pairs / 2]);
  }

  /** What a short clip's ingest takes beside FFmpeg and FFprobe: to fetch, hash, store, tell. */
  private void overhead() throws Exception {
    Path clip = TestMedia.video(folder.resolve("clip.mp4"), 2, "640x360", "25", 440);
    double[] millis = new double[2 * pairs + 1];
    try (TestCluster cluster = cluster("overhead")) {
      for (int i = 0; i < millis.length; i++) {
        Source.Stored uploaded = cluster.upload(another(clip, i));
        long children = children(cluster);
        long from = System.nanoTime();
        Id id = new Id("clip-" + i);
        cluster.run(new Ingest(id, uploaded, List.of(), List.of(), null, null, null));
        millis[i] = (System.nanoTime() - from) / 1e6 - (children(cluster) - children);
      }
    }
    Arrays.sort(millis);
    System.out.printf(Locale.ROOT, "RATIO overhead_of_a_short_clip_ms %.0f <=250%n", millis[pairs]);
  }

  /** The same clip as another content. */
  private Path another(Path clip, int number) throws Exception {
    byte[] bytes = Files.readAllBytes(clip);
    byte[] more = Arrays.copyOf(bytes, bytes.length + 8 + number);
    // An empty box at the end.
    java.nio.ByteBuffer.wrap(more, bytes.length, 8 + number).putInt(8 + number).putInt(0x66726565);
    return Files.write(folder.resolve("clip" + number + ".mp4"), more);
  }

  private static long children(TestCluster cluster) {
    return cluster.worker().metrics().counter("child.millis", "ffmpeg").getCount()
        + cluster.worker().metrics().counter("child.millis", "ffprobe").getCount();
  }

  private int ingests;

  private void ingest() throws Exception {
    try (TestCluster cluster = cluster("run" + ingests++)) {
      Ingest job =
          new Ingest(ASSET, cluster.upload(source), List.of(), List.of(), null, null, null);
      if (!(cluster.run(job) instanceof JobEvent.Completed)) {
        throw new AssertionError("the ingest failed");
      }
    }
  }

  private List<Product> ladder() throws Exception {
    return products(Renditions.plan(info, LadderProfiles.builtIn().named(null))).stream()
        .filter(product -> product.file().startsWith("rung"))
        .toList();
  }

  private static List<Product> products(List<Contribution> contributions) {
    return contributions.stream().flatMap(each -> each.products().stream()).toList();
  }

  /** Every rung scaled from the source itself, as Encore does. */
  private List<Product> flatLadder() throws Exception {
    List<Product> flat = new ArrayList<>();
    List<int[]> sizes =
        List.of(new int[] {1920, 1080}, new int[] {1280, 720}, new int[] {640, 360});
    List<Product> rungs = ladder();
    for (int i = 0; i < rungs.size(); i++) {
      int[] size = sizes.get(i);
      flat.add(
          Product.file(
              rungs.get(i).file(),
              List.of(Tap.picture().through(Filter.of("scale", "w", size[0], "h", size[1]))),
              rungs.get(i).options()));
    }
    return flat;
  }

  private List<Product> analysis() throws Exception {
    List<Contribution> contributions = new ArrayList<>(Thumbnails.plan(info));
    contributions.addAll(Prints.plan(info, Sha256.of(Files.readAllBytes(source))));
    return products(contributions);
  }

  private void aCommandEach() throws Exception {
    List<Product> products =
        new ArrayList<>(products(Renditions.plan(info, LadderProfiles.builtIn().named(null))));
    products.addAll(analysis());
    for (Product product : products) {
      pass(List.of(product));
    }
  }

  /** FFmpeg alone: what would be heard is thrown away. */
  private void pass(List<Product> products) throws Exception {
    pass(products, Input.whole("source", Demuxer.MOV));
  }

  private void pass(List<Product> products, Input input) throws Exception {
    Path out = Files.createDirectories(folder.resolve("bare/out"));
    Path in = Files.createDirectories(folder.resolve("bare/in")).resolve("source");
    if (!Files.exists(in)) {
      Files.createLink(in, source);
    }
    VideoStream picture = info.picture().orElseThrow();
    List<Product> quiet =
        products.stream()
            .map(product ->
                product.isStream()
                    ? Product.file(product.file(), product.taps(), product.options())
                    : product)
            .toList();
    List<String> arguments =
        Pass.of(
                input,
                "0:" + picture.index(),
                "0:" + info.sound().orElseThrow().index(),
                quiet,
                null)
            .arguments();
    TestMedia.ffmpegIn(out, arguments);
  }

  private void decode() throws Exception {
    TestMedia.ffmpeg("-i", source.toString(), "-f", "null", "-");
  }

  /** Against fpcalc on the same samples, the JVM warm. */
  private void chromaprint() throws Exception {
    Path wav = folder.resolve("sound.wav");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "aevalsrc=exprs='0.3*sin(2*PI*(200+40*floor(mod(t*3\\,9)))*t)+0.1*random(0)':s=11025:d=240",
        "-ac",
        "1",
        "-c:a",
        "pcm_s16le",
        wav.toString());
    byte[] bytes = Files.readAllBytes(wav);
    short[] samples = new short[(bytes.length - 44) / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) ((bytes[44 + 2 * i] & 0xff) | (bytes[45 + 2 * i] << 8));
    }
    Work ours =
        () -> {
          Chromaprint print = new Chromaprint();
          print.hear(samples, samples.length);
          if (print.items().length == 0) {
            throw new AssertionError("no items");
          }
        };
    for (int i = 0; i < 20; i++) {
      ours.run();
    }
    ratio(
        "chromaprint_over_fpcalc_cpu",
        "<=1.0",
        ours,
        () -> {
          Process fpcalc =
              new ProcessBuilder("fpcalc", "-length", "0", wav.toString())
                  .redirectErrorStream(true)
                  .start();
          fpcalc.getInputStream().readAllBytes();
          fpcalc.waitFor();
          // The JVM counts a child when its reaper has waited for it.
          fpcalc.onExit().get(10, TimeUnit.SECONDS);
        });
  }

  private void pdq() {
    byte[] rgb = new byte[3 * 512 * 512];
    new Random(7).nextBytes(rgb);
    int rounds = 1500;
    for (int i = 0; i < 500; i++) {
      Pdq.of(rgb, 512, 512);
    }
    double before = CpuTime.self();
    for (int i = 0; i < rounds; i++) {
      Pdq.of(rgb, 512, 512);
    }
    System.out.printf(
        Locale.ROOT, "RATIO pdq_512_per_second %.0f >=500%n", rounds / (CpuTime.self() - before));
  }
}
