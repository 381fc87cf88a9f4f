package io.patchwork.worker.bench;

import io.patchwork.common.process.ChildProcesses;
import io.patchwork.common.process.Limits;
import io.patchwork.common.process.LocalChildProcesses;
import io.patchwork.common.process.NoSandbox;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.worker.RealCluster;
import io.patchwork.worker.SharedFiles;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.WorkerProcess;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.FfmpegBinaries;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.Probe;
import io.patchwork.worker.fingerprint.MediaFingerprints;
import io.patchwork.worker.sandboxedjvm.PictureReader;
import io.patchwork.worker.sandboxedjvm.PictureReading;
import io.patchwork.worker.thumbnail.Thumbnails;
import io.patchwork.worker.transcode.LadderProfiles;
import io.patchwork.worker.transcode.Renditions;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What the ingest of a photo costs beside the same runs of FFprobe and FFmpeg, which nobody boxes.
 */
public final class PictureBench {

  private static final Duration TIME = Duration.ofMinutes(1);
  private static final String FILE = "photo";

  private final Path folder;
  private final int pairs;
  private final int warming;
  private final int inARow;
  private final RealCluster cluster;
  private final WorkerProcess worker;
  private int number;

  private PictureBench(Path folder, RealCluster cluster, WorkerProcess worker, boolean isQuick) {
    this.folder = folder;
    this.pairs = isQuick ? 2 : 40;
    this.warming = isQuick ? 1 : 5;
    this.inARow = isQuick ? 1 : 200;
    this.cluster = cluster;
    this.worker = worker;
  }

  public static void main(String[] args) throws Exception {
    try (Scratch scratch = new Scratch();
        RealCluster cluster = new RealCluster(scratch.folder());
        WorkerProcess worker =
            new WorkerProcess(
                scratch.folder().resolve("worker"),
                cluster.settings(OverheadBench.SETTINGS),
                OverheadBench.LAUNCHER)) {
      new PictureBench(scratch.folder(), cluster, worker, List.of(args).contains("--quick")).run();
      worker.terminate();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    measure("photo", "image/jpeg", Demuxer.JPEG, photo());
    Optional<Path> heic = SharedFiles.find("media/image/iphone-flower.heic");
    if (heic.isPresent()) {
      measure("heic", "image/heic", Demuxer.HEIF, Files.readAllBytes(heic.get()));
    } else {
      Figure.printMissing("ingest_heic_minus_bare_p50_ms", "no HEIC lies beside the project");
    }
  }

  /** Ingests one picture and waits for its end. */
  private void ingest(byte[] picture, String mediaType) throws Exception {
    Id id = new Id("photo" + number);
    ObjectKey key = new ObjectKey("uploads/bench/" + id);
    cluster.store().putIfAbsent(key, Upload.of(picture, mediaType, Sha256.of(picture).hex()));
    JobEvent end =
        cluster.run(
            new Ingest(
                id,
                new Source.Stored(cluster.store().uri(key)),
                List.of(),
                List.of(),
                null,
                null,
                null));
    if (!(end instanceof JobEvent.Completed)) {
      throw new AssertionError("the ingest failed: " + end);
    }
  }

  /** Twelve million pixels with EXIF, XMP, IPTC and a profile of Display P3, as of a phone. */
  private byte[] photo() throws Exception {
    Path plain = folder.resolve("plain.jpg");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "mandelbrot=s=4032x3024:start_scale=0.3,noise=alls=6:allf=t",
        "-frames:v",
        "1",
        "-q:v",
        "4",
        plain.toString());
    byte[] pixels = Files.readAllBytes(plain);
    ByteArrayOutputStream photo = new ByteArrayOutputStream();
    try (InputStream sample = PictureReader.class.getResourceAsStream("child/sample.jpg");
        DataOutputStream out = new DataOutputStream(photo)) {
      byte[] head = Objects.requireNonNull(sample).readAllBytes();
      out.write(head, 0, frame(head));
      out.write(pixels, 2, pixels.length - 2);
    }
    return photo.toByteArray();
  }

  /** Where the frame header begins, behind the metadata. */
  private static int frame(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xFF) != 0xC0) {
      at += 2 + ByteBuffer.wrap(jpeg).getShort(at + 2);
    }
    return at;
  }

  private void measure(String name, String mediaType, Demuxer demuxer, byte[] picture)
      throws Exception {
    Bare bare = new Bare(folder.resolve("bare-" + name), mediaType, demuxer, picture);
    double[] over = new double[pairs];
    for (int i = -warming; i < pairs; i++) {
      long from = System.nanoTime();
      ingest(another(picture), mediaType);
      long between = System.nanoTime();
      bare.run();
      if (i >= 0) {
        over[i] = (2 * between - from - System.nanoTime()) / 1e6;
      }
    }
    Figure.print("ingest_" + name + "_minus_bare_p50_ms", Pairs.median(over), Goal.atMost(60));
    double before = workerSeconds();
    for (int i = 0; i < inARow; i++) {
      ingest(another(picture), mediaType);
    }
    double ingests = (workerSeconds() - before) / inARow;
    before = Usage.seconds();
    int rounds = Math.min(20, inARow);
    for (int i = 0; i < rounds; i++) {
      bare.run();
    }
    double bareRun = (Usage.seconds() - before) / rounds;
    System.out.printf(
        Locale.ROOT,
        "  %s: an ingest takes %.3f CPU-s, bare runs %.3f, over %d in a row; load %s%n",
        name,
        ingests,
        bareRun,
        inARow,
        Files.readString(Path.of("/proc/loadavg")).strip());
    Figure.print("ingest_" + name + "_minus_bare_cpu_s", ingests - bareRun, Goal.atMost(0.25));
  }

  /** The same picture as another content: a number behind it. */
  private byte[] another(byte[] picture) {
    byte[] bytes = Arrays.copyOf(picture, picture.length + Integer.BYTES);
    ByteBuffer.wrap(bytes).putInt(picture.length, number++);
    return bytes;
  }

  /** Processor time of the worker and of its children that have ended: proc(5), 14 to 17. */
  private double workerSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + worker.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = 11; i < 15; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks / 100.0;
  }

  /** FFprobe and FFmpeg alone, with the arguments of the ingest. */
  private static final class Bare {
    private final Path folder;
    private final Probe probe;
    private final Demuxer demuxer;
    private final String mediaType;
    private final List<String> pass;

    Bare(Path folder, String mediaType, Demuxer demuxer, byte[] picture) throws Exception {
      this.folder = folder;
      this.demuxer = demuxer;
      this.mediaType = mediaType;
      Files.write(Files.createDirectories(folder.resolve("in")).resolve(FILE), picture);
      Files.createDirectories(folder.resolve("out"));
      ChildProcesses children = new LocalChildProcesses(new NoSandbox());
      this.probe =
          new Probe(
              new FFmpeg(
                  FfmpegBinaries.locate(),
                  children,
                  new Limits(4L << 30, 8L << 30, TIME, 1L << 30, TIME, TIME)));
      MediaInfo info = probed();
      List<ArtifactSpec> specs =
          new ArrayList<>(Renditions.plan(info, LadderProfiles.builtIn().named(null)));
      specs.addAll(Thumbnails.plan(info));
      specs.addAll(MediaFingerprints.plan(info, Sha256.of(picture)));
      if (specs.stream().anyMatch(ArtifactSpec::readsLut)) {
        try (PictureReader reader = new PictureReader(children, folder.resolve("spares"), 1)) {
          PictureReading reading = reader.read(folder, FILE, mediaType, Optional.empty());
          if (!reading.problems().isEmpty()) {
            throw new AssertionError("no profile was found: " + reading.problems());
          }
        }
      }
      List<OutputSpec> quiet =
          BarePass.outputs(specs).stream()
              .map(output ->
                  output.isPipe()
                      ? OutputSpec.file(output.file(), output.taps(), output.encoding())
                      : output)
              .toList();
      this.pass =
          Pass.of(
                  Input.whole(FILE, demuxer),
                  info.shown()
                      .map(shown -> shown.isTiled() ? "0:g:0" : "0:" + shown.index())
                      .orElseThrow(),
                  "",
                  quiet,
                  null)
              .arguments();
    }

    private MediaInfo probed() throws Exception {
      return probe.probe(folder, FILE, Sha256.of(FILE), demuxer, mediaType).media();
    }

    void run() throws Exception {
      var _ = probed();
      TestMedia.ffmpegIn(folder.resolve("out"), pass);
    }
  }
}
