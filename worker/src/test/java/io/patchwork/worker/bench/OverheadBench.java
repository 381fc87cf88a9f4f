package io.patchwork.worker.bench;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.common.testing.TestServices;
import io.patchwork.schema.event.EventKind;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.job.Thumbnail;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.RealCluster;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.WorkerProcess;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.TerminalRecord;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What a job costs beside its media work: {@code infra/bench/run overhead}. A worker process, a
 * real broker and a real S3 API on this machine.
 */
public final class OverheadBench {

  private static final int SLOTS = 8;

  /** As operators start it; the benchmark runs in the checkout. */
  static final List<String> LAUNCHER = List.of("worker/bin/patchwork", "worker");

  /** With more slots than a job takes, and in no haste to look after what is at work. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "PATCHWORK_SLOTS",
          Integer.toString(SLOTS),
          "PATCHWORK_RETRY_DELAYS",
          "1s",
          "PATCHWORK_LOG",
          "WARN");

  private static final String WORD = EventKind.COMPLETED.wireName();

  private final boolean isQuick;
  private final Path folder;
  private final RealCluster cluster;
  private final JobQueue queue;
  private final ObjectStore store;

  private OverheadBench(Path folder, RealCluster cluster, boolean isQuick) {
    this.isQuick = isQuick;
    this.folder = folder;
    this.cluster = cluster;
    this.queue = cluster.queue();
    this.store = cluster.store();
  }

  public static void main(String[] args) throws Exception {
    try (Scratch scratch = new Scratch();
        RealCluster cluster = new RealCluster(scratch.folder())) {
      new OverheadBench(scratch.folder(), cluster, List.of(args).contains("--quick")).run();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    Map<String, String> settings = cluster.settings(SETTINGS);
    keepFolders();
    double[] starts = new double[isQuick ? 2 : 5];
    // The first makes the caches of loaded classes, once for a build.
    for (int i = -1; i < starts.length; i++) {
      long began = System.nanoTime();
      try (WorkerProcess worker =
          new WorkerProcess(folder.resolve("start" + i), settings, LAUNCHER)) {
        if (i >= 0) {
          starts[i] = seconds(System.nanoTime() - began);
        }
        worker.terminate();
      }
    }
    Figure.print("worker_start_to_ready_s", Pairs.median(starts), Goal.atMost(1.5));
    try (WorkerProcess worker = new WorkerProcess(folder.resolve("worker"), settings, LAUNCHER)) {
      smallestJob();
      Thumbnail job = thumbnail(0);
      committedJob(job);
      throughput(job);
      worker.terminate();
    }
  }

  /**
   * S3Proxy deletes a folder with its last file, while another request writes into it and fails;
   * stores of operators have no folders.
   */
  private void keepFolders() {
    byte[] nothing = {0};
    for (Lane lane : List.of(Lanes.ADMITTED_INTERACTIVE, Lanes.ADMITTED_BULK)) {
      store.putIfAbsent(
          new ObjectKey(StoreLayout.admission(lane.name(), Sha256.of("urn:bench")) + "kept"),
          Upload.of(nothing, "application/octet-stream", Sha256.of(nothing).hex()));
    }
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /** The smallest picture, as an upload of its own: the same pixels and a number behind them. */
  private Thumbnail thumbnail(int number) throws Exception {
    Path image = folder.resolve("small.png");
    if (!Files.exists(image)) {
      TestMedia.image(image, "64x64");
    }
    byte[] png = Files.readAllBytes(image);
    byte[] bytes = Arrays.copyOf(png, png.length + 1 + Integer.BYTES);
    java.nio.ByteBuffer.wrap(bytes).putInt(png.length, number);
    ObjectKey key = new ObjectKey("uploads/bench/small" + number + ".png");
    store.putIfAbsent(key, Upload.of(bytes, "image/png", Sha256.of(bytes).hex()));
    return new Thumbnail(new Source.Stored(store.uri(key)), java.util.Set.of());
  }

  private static byte[] body(String id, Thumbnail job) {
    return MessageCodec.write(
        new Envelope(new JobId(id), "urn:bench", null, Instant.EPOCH, null), job);
  }

  private static JobRef ref(String id) {
    return new JobRef(new JobId(id), "urn:bench", JobKind.THUMBNAIL);
  }

  private BlockingQueue<Long> completions(String pattern) {
    BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
    queue.subscribeEvents(pattern, event -> seen.add(System.nanoTime()));
    return seen;
  }

  private long send(String id, byte[] body) {
    long now = System.nanoTime();
    var _ = queue.publish(new Route.ToLane(Lanes.INTERACTIVE), new Message(id, body, Map.of()));
    return now;
  }

  private static long await(BlockingQueue<Long> seen) throws InterruptedException {
    Long at = seen.poll(30, TimeUnit.SECONDS);
    if (at == null) {
      throw new AssertionError("no completion within 30 s");
    }
    return at;
  }

  /** A job of one FFmpeg run on the smallest picture, against that run alone. */
  private void smallestJob() throws Exception {
    BlockingQueue<Long> seen = completions(WORD + ".thumbnail.#");
    int rounds = isQuick ? 12 : 150;
    double[] over = new double[rounds];
    String png = folder.resolve("small.png").toString();
    String poster = folder.resolve("bare.jpg").toString();
    for (int i = -10; i < rounds; i++) {
      String id = "small" + (1000 + i);
      byte[] body = body(id, thumbnail(1000 + i));
      long began = send(id, body);
      double whole = seconds(await(seen) - began);
      long bareBegan = System.nanoTime();
      TestMedia.ffmpeg(
          "-f",
          "png_pipe",
          "-i",
          png,
          "-filter_complex",
          "[0:0]scale=64:64,setsar=1[o]",
          "-map",
          "[o]",
          "-frames:v",
          "1",
          "-update",
          "1",
          "-c:v",
          "mjpeg",
          "-q:v",
          "3",
          "-f",
          "image2",
          poster);
      double bare = seconds(System.nanoTime() - bareBegan);
      if (i >= 0) {
        over[i] = 1000 * (whole - bare);
      }
    }
    Figure.print("smallest_job_minus_bare_ffmpeg_p50_ms", Pairs.median(over), Goal.atMost(60));
  }

  /** The same job again and again: its result is committed. */
  private void committedJob(Thumbnail job) throws Exception {
    String id = "committed";
    BlockingQueue<Long> seen = completions(WORD + ".thumbnail." + StoreLayout.jobHash(ref(id)));
    int rounds = isQuick ? 200 : 1000;
    double[] took = new double[rounds];
    byte[] body = body(id, job);
    send(id, body);
    await(seen);
    for (int i = -50; i < rounds; i++) {
      long began = send(id, body);
      long ended = await(seen);
      if (i >= 0) {
        took[i] = 1000 * seconds(ended - began);
      }
    }
    Figure.print("committed_job_p50_ms", Pairs.median(took), Goal.atMost(10));
  }

  /** Committed jobs a second on one worker, against a bare client that does the same requests. */
  private void throughput(Thumbnail job) throws Exception {
    String id = "committed";
    int jobs = isQuick ? 400 : 5000;
    byte[] body = body(id, job);
    int rounds = isQuick ? 3 : 5;
    double[] ratios = new double[rounds];
    try (Bare bare = new Bare(id)) {
      worker(id, body, jobs / 5);
      bare.run(body, jobs / 5);
      for (int i = 0; i < rounds; i++) {
        ratios[i] = bare.run(body, jobs) / worker(id, body, jobs);
      }
    }
    Figure.print("committed_jobs_worker_over_bare_client", Pairs.median(ratios), Goal.atLeast(0.7));
  }

  private double worker(String id, byte[] body, int jobs) throws Exception {
    CountDownLatch done = new CountDownLatch(jobs);
    try (var _ =
        queue.subscribeEvents(
            Events.patternOf(ref(id)).replaceFirst("\\*", WORD), event -> done.countDown())) {
      long began = System.nanoTime();
      for (int i = 0; i < jobs; i++) {
        send(id, body);
      }
      if (!done.await(120, TimeUnit.SECONDS)) {
        throw new AssertionError(done.getCount() + " jobs are missing");
      }
      return seconds(System.nanoTime() - began);
    }
  }

  /** A client without a system around it: take, get the record, publish its event, confirm, ack. */
  private final class Bare implements AutoCloseable {
    private final Connection consuming;
    private final Connection publishing;
    private final String lane = cluster.prefix() + ".bare";
    private final ObjectKey record;

    Bare(String id) throws Exception {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(TestServices.broker().uri().toString());
      this.consuming = factory.newConnection();
      this.publishing = factory.newConnection();
      this.record = StoreLayout.jobResult(ref(id));
      try (Channel channel = consuming.createChannel()) {
        channel.queueDeclare(lane, true, false, false, Map.of("x-queue-type", "quorum"));
      }
    }

    double run(byte[] body, int jobs) throws Exception {
      CountDownLatch done = new CountDownLatch(jobs);
      try (Channel in = consuming.createChannel();
          Channel out = publishing.createChannel();
          Channel feed = publishing.createChannel()) {
        out.confirmSelect();
        feed.confirmSelect();
        in.basicQos(SLOTS);
        Semaphore one = new Semaphore(1);
        Map<Long, CountDownLatch> waiting = new java.util.concurrent.ConcurrentHashMap<>();
        java.util.NavigableMap<Long, CountDownLatch> open =
            new java.util.concurrent.ConcurrentSkipListMap<>(waiting);
        out.addConfirmListener(
            (tag, multiple) -> {
              var settled = multiple ? open.headMap(tag, true) : open.subMap(tag, true, tag, true);
              settled.values().forEach(CountDownLatch::countDown);
              settled.clear();
            },
            (tag, multiple) -> {});
        try (var _ = queue.subscribeEvents(WORD + ".bare.#", event -> done.countDown())) {
          in.basicConsume(
              lane,
              false,
              (tag, delivery) ->
                  Thread.startVirtualThread(
                      () -> take(in, out, one, open, delivery.getEnvelope().getDeliveryTag())),
              tag -> {});
          long began = System.nanoTime();
          for (int i = 0; i < jobs; i++) {
            feed.basicPublish("", lane, MessageProperties.PERSISTENT_BASIC, body);
          }
          if (!done.await(120, TimeUnit.SECONDS)) {
            throw new AssertionError(done.getCount() + " bare jobs are missing");
          }
          return seconds(System.nanoTime() - began);
        }
      }
    }

    private void take(
        Channel in,
        Channel out,
        Semaphore one,
        java.util.NavigableMap<Long, CountDownLatch> open,
        long tag) {
      try {
        byte[] bytes = store.read(record, 1 << 20).orElseThrow().bytes();
        TerminalRecord read = Json.read(bytes, TerminalRecord.class);
        CountDownLatch confirmed = new CountDownLatch(1);
        one.acquire();
        try {
          open.put(out.getNextPublishSeqNo(), confirmed);
          out.basicPublish(
              cluster.prefix() + ".events",
              WORD + ".bare.x",
              true,
              MessageProperties.PERSISTENT_BASIC,
              read.events().getFirst().body().getBytes(StandardCharsets.UTF_8));
        } finally {
          one.release();
        }
        confirmed.await();
        synchronized (in) {
          in.basicAck(tag, false);
        }
      } catch (java.io.IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() throws java.io.IOException {
      consuming.close();
      publishing.close();
    }
  }
}
