package io.patchwork.worker.bench;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.worker.SharedFiles;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a long upload of 480p takes that is ingested in three chunks, beside one FFmpeg that encodes
 * the same two rungs in one piece: processor time and wall.
 */
public final class ChunkedBench {

  private static final Id ASSET = new Id("long");
  private static final int CHUNKS = 3;

  /** A second of frames this small counts for a quarter of one of 1080p. */
  private static final int COST = 4;

  private final Path folder;
  private final Pairs pairs;
  private final int seconds;
  private int uploads;

  private ChunkedBench(Path folder, boolean isQuick) {
    this.folder = folder;
    this.pairs = new Pairs(isQuick ? 1 : 5);
    this.seconds = isQuick ? 30 : 120;
  }

  public static void main(String[] args) throws Exception {
    try (Scratch scratch = new Scratch()) {
      new ChunkedBench(scratch.folder(), List.of(args).contains("--quick")).run();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    Path source = source();
    String chunk = seconds / CHUNKS / COST + "s";
    Map<String, String> settings =
        Map.of("PATCHWORK_SANDBOX", "none", "PATCHWORK_CHUNK_LENGTH", chunk);
    try (TestCluster cluster = new TestCluster(folder.resolve("cluster"), settings)) {
      MediaInfo info = cluster.ingested(ASSET, source).media();
      BarePass bare = new BarePass(folder.resolve("bare"), source, info);
      pairs.printBoth(
          "long_upload_over_bare_rungs",
          Goal.atMost(1.25),
          Goal.atMost(1.25),
          () -> ingest(cluster, source),
          () -> bare.run(IngestBench.ladder(info)));
    }
  }

  /** Real film where it lies beside the project, else something that moves. */
  private Path source() throws Exception {
    Path film = SharedFiles.find("media/video/bbb-1080p-6s-h264-aac51.mp4").orElse(null);
    List<String> arguments =
        new ArrayList<>(
            film == null
                ? List.of("-f", "lavfi", "-i", "mandelbrot=s=854x480:r=30")
                : List.of("-stream_loop", "-1", "-i", film.toString()));
    arguments.addAll(List.of("-f", "lavfi", "-i", "anoisesrc=a=0.1", "-map", "0:v", "-map", "1:a"));
    arguments.addAll(List.of("-t", Integer.toString(seconds), "-vf", "scale=854:480,fps=30"));
    arguments.addAll(List.of("-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast"));
    Path source = folder.resolve("source.mp4");
    arguments.addAll(List.of("-g", "60", "-c:a", "aac", "-ac", "2", source.toString()));
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
    return source;
  }

  private void ingest(TestCluster cluster, Path source) throws Exception {
    // An empty box at the end makes the same video another content.
    int box = Long.BYTES + ++uploads;
    byte[] bytes = Files.readAllBytes(source);
    ByteBuffer another = ByteBuffer.allocate(bytes.length + box).put(bytes);
    another.putInt(box).putInt(0x66726565);
    Path file = Files.write(folder.resolve("upload-" + uploads + ".mp4"), another.array());
    Source.Stored uploaded = cluster.upload(file);
    Ingest job = new Ingest(ASSET, uploaded, List.of(), List.of(), null, null, null);
    if (!(cluster.run(job) instanceof JobEvent.Completed)) {
      throw new AssertionError("the ingest failed");
    }
  }
}
