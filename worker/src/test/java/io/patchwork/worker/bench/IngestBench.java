package io.patchwork.worker.bench;

import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Thumbnail;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.codec.AudioCodec;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Mp4;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.fingerprint.MediaFingerprints;
import io.patchwork.worker.telemetry.WorkerMetrics;
import io.patchwork.worker.thumbnail.Thumbnails;
import io.patchwork.worker.transcode.LadderProfile;
import io.patchwork.worker.transcode.LadderProfiles;
import io.patchwork.worker.transcode.Renditions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an ingest costs in processor time beside the bare encode of its ladder, in pairs that
 * alternate, as medians of ratios.
 */
public final class IngestBench {

  private static final Id ASSET = new Id("bench");

  /** Ingests of a worker that has been at work for a while. */
  private static final int WARMING = 8;

  private final int pairs;
  private final Pairs ratios;
  private final Path folder;
  private final Path source;
  private final MediaInfo info;
  private final BarePass bare;

  private IngestBench(Path folder, boolean isQuick) throws Exception {
    this.pairs = isQuick ? 1 : 5;
    this.ratios = new Pairs(pairs);
    this.folder = folder;
    ProbedVideo video = ProbedVideo.of(folder, isQuick ? 2 : 12);
    this.source = video.file();
    this.info = video.info();
    this.bare = video.bare();
  }

  public static void main(String[] args) throws Exception {
    try (Scratch scratch = new Scratch()) {
      new IngestBench(scratch.folder(), List.of(args).contains("--quick")).run();
    }
    System.exit(0);
  }

  private TestCluster cluster(String name) throws Exception {
    return new TestCluster(folder.resolve(name), Map.of("PATCHWORK_SANDBOX", "none"));
  }

  private void run() throws Exception {
    try (TestCluster cluster = cluster("run")) {
      // A worker that has been at work for a while: it is started once for thousands of jobs.
      for (int i = 0; i < (pairs == 1 ? 2 : WARMING); i++) {
        ingest(cluster);
      }
      Pairs.Work ingest = () -> ingest(cluster);
      ratios.print(
          "ingest_over_bare_ladder_cpu", Goal.atMost(1.08), ingest, () -> bare.run(ladder(info)));
      ratios.print(
          "ingest_over_flat_ladder_cpu", Goal.atMost(1.00), ingest, () -> bare.run(flatLadder()));
      ratios.print("ingest_over_a_command_each_cpu", Goal.atMost(0.60), ingest, this::aCommandEach);
    }
    ratios.print(
        "analysis_over_decode_cpu", Goal.atMost(1.2), () -> bare.run(analysis()), this::decode);
    storyboard();
    overhead();
  }

  /** A storyboard alone: its goal is 0.15 of a decode and 0.2 s, so these are left out of it. */
  private void storyboard() throws Exception {
    double[] ratios = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      ArtifactSpec board = Thumbnails.plan(info, Set.of(Thumbnail.Kind.STORYBOARD)).getFirst();
      double cost =
          Pairs.cost(
              () -> bare.run(board.outputs(), Input.keyFrames(BarePass.SOURCE, Demuxer.MOV)));
      ratios[i] = Math.max(0, cost - 0.2) / Pairs.cost(this::decode);
      System.out.printf(
          Locale.ROOT,
          "  storyboard_over_decode_cpu pair %d: %.2f s, %.3f%n",
          i + 1,
          cost,
          ratios[i]);
    }
    Figure.print("storyboard_over_decode_cpu", Pairs.median(ratios), Goal.atMost(0.15));
  }

  /** What a short clip's ingest takes beside FFmpeg and FFprobe: to fetch, hash, store, tell. */
  private void overhead() throws Exception {
    Path clip = TestMedia.video(folder.resolve("clip.mp4"), 2, "640x360", "25", 440);
    double[] millis = new double[2 * pairs + 1];
    try (TestCluster cluster = cluster("overhead")) {
      for (int i = 0; i < millis.length; i++) {
        Source.Stored uploaded = cluster.upload(another(clip, i));
        double children = children(cluster);
        long from = System.nanoTime();
        Id id = new Id("clip-" + i);
        cluster.run(new Ingest(id, uploaded, List.of(), List.of(), null, null, null));
        millis[i] = (System.nanoTime() - from) / 1e6 - (children(cluster) - children);
      }
    }
    Figure.print("overhead_of_a_short_clip_ms", Pairs.median(millis), Goal.atMost(250));
  }

  /** The same clip as another content. */
  private Path another(Path clip, int number) throws Exception {
    byte[] bytes = Files.readAllBytes(clip);
    byte[] more = Arrays.copyOf(bytes, bytes.length + 8 + number);
    // An empty box at the end.
    java.nio.ByteBuffer.wrap(more, bytes.length, 8 + number).putInt(8 + number).putInt(0x66726565);
    return Files.write(folder.resolve("clip" + number + ".mp4"), more);
  }

  /** Milliseconds that child processes ran. */
  private static double children(TestCluster cluster) {
    Metrics metrics = cluster.worker().metrics();
    return metrics.series().stream()
        .filter(series -> series.family().equals(WorkerMetrics.CHILD_RUN))
        .mapToDouble(series -> 1000 * metrics.value(series))
        .sum();
  }

  private int ingests;

  private void ingest(TestCluster cluster) throws Exception {
    Source.Stored uploaded = cluster.upload(another(source, ingests++));
    Ingest job = new Ingest(ASSET, uploaded, List.of(), List.of(), null, null, null);
    if (!(cluster.run(job) instanceof JobEvent.Completed)) {
      throw new AssertionError("the ingest failed");
    }
  }

  /** The rungs, and their sound in the codec of the ladder. */
  static List<OutputSpec> ladder(MediaInfo info) throws Exception {
    LadderProfile profile = LadderProfiles.builtIn().named(null);
    List<OutputSpec> ladder =
        new ArrayList<>(
            BarePass.outputs(Renditions.plan(info, profile)).stream()
                .filter(IngestBench::isRung)
                .toList());
    for (int kbps : profile.audio().kbps()) {
      Encoding encoding =
          new Encoding(AudioCodec.AAC.options(kbps), new Mp4(Mp4.Brand.MP4, Mp4.Layout.INDEX_LAST));
      ladder.add(OutputSpec.file("sound-" + kbps + ".mp4", List.of(Tap.audio()), encoding));
    }
    return ladder;
  }

  /** Every rung scaled from the source itself, as Encore does. */
  private List<OutputSpec> flatLadder() throws Exception {
    List<OutputSpec> flat = new ArrayList<>();
    List<int[]> sizes =
        List.of(new int[] {1920, 1080}, new int[] {1280, 720}, new int[] {640, 360});
    List<OutputSpec> ladder = ladder(info);
    for (int i = 0; i < sizes.size(); i++) {
      int[] size = sizes.get(i);
      flat.add(
          OutputSpec.file(
              ladder.get(i).file(),
              List.of(Tap.video().through(Filter.of("scale", "w", size[0], "h", size[1]))),
              ladder.get(i).encoding()));
    }
    flat.addAll(ladder.subList(sizes.size(), ladder.size()));
    return flat;
  }

  private List<OutputSpec> analysis() throws Exception {
    List<ArtifactSpec> contributions = new ArrayList<>(Thumbnails.plan(info));
    contributions.addAll(MediaFingerprints.plan(info, Sha256.of(Files.readAllBytes(source))));
    return BarePass.outputs(contributions);
  }

  private static boolean isRung(OutputSpec output) {
    return output.file().startsWith("rung");
  }

  private void aCommandEach() throws Exception {
    List<OutputSpec> outputs = new ArrayList<>(ladder(info));
    BarePass.outputs(Renditions.plan(info, LadderProfiles.builtIn().named(null))).stream()
        .filter(output -> !isRung(output))
        .forEach(outputs::add);
    outputs.addAll(analysis());
    for (OutputSpec output : outputs) {
      bare.run(List.of(output));
    }
  }

  private void decode() throws Exception {
    TestMedia.ffmpeg("-i", source.toString(), "-f", "null", "-");
  }
}
