package io.patchwork.worker;

import io.patchwork.common.config.Environment;
import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.FingerprintDocument;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.client.JobClient;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A whole cluster in this process: one worker, a directory for a store, no servers. */
public final class TestCluster implements AutoCloseable {

  /** A ladder of one small rung, for tests that are not about ladders. */
  public static final String SMALL = "small";

  private static final long HASTE = 100;

  private final Path folder;
  private final JobQueue queue;
  private final ObjectStore store;
  private final Worker worker;
  private final JobClient client;

  public TestCluster(Path folder, Map<String, String> settings) throws Exception {
    this(folder, settings, InstantSource.system());
  }

  /** The same with a clock of its own. */
  public TestCluster(Path folder, Map<String, String> settings, InstantSource clock)
      throws Exception {
    Map<String, String> env =
        new HashMap<>(
            Map.of(
                "PATCHWORK_DIR",
                folder + "/scratch",
                "PATCHWORK_SOURCES",
                Sample.library().toUri().toString(),
                "PATCHWORK_PROFILES",
                ladders().toString()));
    env.putAll(settings);
    this.folder = folder;
    WorkerConfig config = WorkerConfig.local(new Environment(env), folder.resolve("store"));
    this.store = new FileObjectStore(folder.resolve("store"));
    this.queue = new InProcessJobQueue(Lanes.topology("test", config.retryDelays()), HASTE);
    this.worker = new Worker(config, queue, store, clock, System.out::println);
    this.client = new JobClient(queue, store, InstantSource.system(), "patchwork:test");
    worker.start();
  }

  static Path ladders() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(TestCluster.class.getResource("small.json")).toURI());
  }

  /** Where its store and its worker's files are. */
  public Path folder() {
    return folder;
  }

  /** Makes samples known, as if they had been ingested here. */
  public void add(Sample... samples) throws Exception {
    for (Sample sample : samples) {
      sample.link(folder.resolve("store"));
    }
  }

  public JobQueue queue() {
    return queue;
  }

  public ObjectStore store() {
    return store;
  }

  public Worker worker() {
    return worker;
  }

  public JobClient client() {
    return client;
  }

  /** Puts a file below the uploads. */
  public Source.Stored upload(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    ObjectKey key = new ObjectKey("uploads/test/" + file.getFileName());
    store.putIfAbsent(key, Upload.of(bytes, "application/octet-stream", Sha256.of(bytes).hex()));
    return new Source.Stored(store.uri(key));
  }

  public JobEvent.Terminal run(Job job) throws Exception {
    try (PendingJob pending = client.send(job, "test")) {
      return pending.await(event -> {});
    }
  }

  public JobEvent.Terminal ingest(String asset, Path file) throws Exception {
    return ingest(asset, file, null);
  }

  public JobEvent.Terminal ingest(String asset, Path file, @Nullable String profile)
      throws Exception {
    return run(
        new Ingest(
            new Id(asset),
            upload(file),
            List.of(new Contributor(new Id("maker-of-" + asset), null, null)),
            List.of(),
            null,
            null,
            profile));
  }

  /** The manifest of what a file became. */
  public AssetManifest ingested(Id asset, Path file) throws Exception {
    return ingested(asset, file, null);
  }

  /** The manifest of what a file became by a profile. */
  public AssetManifest ingested(Id asset, Path file, @Nullable String profile) throws Exception {
    Result.OfAsset result = asset(ingest(asset.value(), file, profile));
    byte[] bytes =
        store
            .read(new ObjectKey(Objects.requireNonNull(result.manifest())), 16 << 20)
            .orElseThrow()
            .bytes();
    return Json.read(bytes, AssetManifest.class);
  }

  public JobEvent.Terminal render(String id, byte[] timeline, String profile) throws Exception {
    return run(Render.of(new Id(id), timeline(timeline), profile));
  }

  public Source.Stored timeline(byte[] document) {
    Sha256 digest = Sha256.of(document);
    store.putIfAbsent(
        StoreLayout.timeline(digest), Upload.of(document, "application/json", digest.hex()));
    return new Source.Stored(store.uri(StoreLayout.timeline(digest)));
  }

  /** The result of a render that has to have completed. */
  public static Result.OfRender film(JobEvent end) {
    if (end instanceof JobEvent.Completed(var _, Result.OfRender result, var _)) {
      return result;
    }
    throw new AssertionError("not a film: " + end);
  }

  /** The result of an asset job that has to have completed. */
  public static Result.OfAsset asset(JobEvent end) {
    if (end instanceof JobEvent.Completed(var _, Result.OfAsset result, var _)) {
      return result;
    }
    throw new AssertionError("not an asset: " + end);
  }

  /** The failure of a job that has to have failed. */
  public static JobEvent.Failed failure(JobEvent end) {
    if (end instanceof JobEvent.Failed failed) {
      return failed;
    }
    throw new AssertionError("not a failure: " + end);
  }

  /** What an asset is recognised by. */
  public FingerprintDocument prints(AssetManifest asset) {
    ObjectKey key = new ObjectKey(Objects.requireNonNull(asset.fingerprints().document()));
    return Json.read(store.read(key, 16 << 20).orElseThrow().bytes(), FingerprintDocument.class);
  }

  /** The first of an asset's artifacts of a role. */
  public static Artifact one(List<Artifact> artifacts, ArtifactRole role) {
    return artifacts.stream()
        .filter(artifact -> artifact.role() == role)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + role + " in " + artifacts));
  }

  /** An asset's artifacts of a role as files in a folder. */
  public List<Path> fetched(AssetManifest asset, ArtifactRole role, Path folder) throws Exception {
    List<Path> files = new ArrayList<>();
    for (Artifact artifact : asset.artifacts()) {
      if (artifact.role() == role) {
        String name = artifact.key().substring(artifact.key().lastIndexOf('/') + 1);
        files.add(fetch(artifact.key(), folder.resolve(asset.asset() + "-" + name)));
      }
    }
    return files;
  }

  /** A stored object as a file. */
  public Path fetch(String key, Path to) throws Exception {
    try (InputStream in = store.open(new ObjectKey(key), 0, null)) {
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    }
    return to;
  }

  @Override
  public void close() {
    worker.stopNow();
    queue.close();
  }
}
