package io.patchwork.worker;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.RabbitJobQueue;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.S3ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.common.testing.TestServices;
import io.patchwork.common.testing.TestStore;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.client.JobClient;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.storelayout.StoreLayout;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What workers share, as the platform sees it: a real broker and a real S3 API, under a prefix and
 * in a bucket of their own. Workers are started as processes with {@link #settings()}.
 */
public final class RealCluster implements AutoCloseable {

  private final Path folder;
  private final URI bucket;
  private final String prefix;
  private final Map<String, String> settings;
  private final JobQueue queue;
  private final ObjectStore store;
  private final JobClient client;

  /** On the services that all tests share. */
  public RealCluster(Path folder) {
    this(folder, TestServices.broker().uri(), TestServices.store());
  }

  /** On services of the caller's own. */
  public RealCluster(Path folder, URI broker, TestStore s3) {
    this.prefix = "c" + UUID.randomUUID().toString().substring(0, 8);
    this.folder = folder;
    this.bucket = s3.bucket();
    this.settings = WorkerProcess.cluster(broker, bucket, s3.endpoint(), prefix);
    this.queue =
        new RabbitJobQueue(
            broker,
            Lanes.topology(
                prefix,
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2))),
            "test",
            RandomGenerator.getDefault());
    this.store =
        new S3ObjectStore(
            new S3ObjectStore.Settings(bucket, s3.endpoint(), null, null, 32, 64L << 20));
    this.client = new JobClient(queue, store, InstantSource.system(), "patchwork:test");
  }

  public JobQueue queue() {
    return queue;
  }

  public ObjectStore store() {
    return store;
  }

  /** To ask for something without waiting for it. */
  public JobClient client() {
    return client;
  }

  /** As {@code s3://name}. */
  public URI bucket() {
    return bucket;
  }

  /** The prefix of its exchanges and queues. */
  public String prefix() {
    return prefix;
  }

  /** The settings of a worker that joins. */
  Map<String, String> settings() {
    return settings;
  }

  /** The same, some of them other. */
  public Map<String, String> settings(Map<String, String> others) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(others);
    return all;
  }

  public WorkerProcess worker(String name) throws Exception {
    return worker(name, Map.of());
  }

  public WorkerProcess worker(String name, Map<String, String> others) throws Exception {
    return new WorkerProcess(folder.resolve(name), settings(others));
  }

  Source.Stored put(String key, Path file) throws Exception {
    Sha256 digest = Sha256.of(Files.readAllBytes(file));
    store.putIfAbsent(
        new ObjectKey(key), Upload.of(file, "application/octet-stream", digest.hex()));
    return new Source.Stored(store.uri(new ObjectKey(key)));
  }

  /** An upload of somebody's. */
  public Ingest ingest(String asset, String person, Path file) throws Exception {
    return new Ingest(
        new Id(asset),
        put("uploads/people/" + file.getFileName(), file),
        List.of(new Contributor(new Id(person), null, "camera")),
        List.of(),
        null,
        null,
        null);
  }

  public Source.Stored timeline(byte[] document) {
    Sha256 digest = Sha256.of(document);
    store.putIfAbsent(
        StoreLayout.timeline(digest), Upload.of(document, "application/json", digest.hex()));
    return new Source.Stored(store.uri(StoreLayout.timeline(digest)));
  }

  /** Sends a job and waits for its end. */
  public JobEvent run(Job job) throws Exception {
    try (PendingJob pending = client.send(job, "test")) {
      return pending.await(event -> {});
    }
  }

  public List<String> keys(String start) {
    try (Stream<StoredObject> objects = store.list(start)) {
      return objects.map(object -> object.key().value()).toList();
    }
  }

  /** Hears the events of a routing pattern. */
  public void listen(String pattern, Consumer<JobEvent> ear) {
    queue.subscribeEvents(
        pattern,
        message -> {
          try {
            ear.accept(MessageCodec.readEvent(message.body()).event());
          } catch (InvalidMessage e) {
            throw new AssertionError(e);
          }
        });
  }

  @Override
  public void close() {
    queue.close();
    store.close();
  }
}
