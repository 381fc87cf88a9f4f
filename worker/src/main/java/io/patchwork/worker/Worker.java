package io.patchwork.worker;

import io.patchwork.common.config.ConfigurationException;
import io.patchwork.common.config.ProductVersion;
import io.patchwork.common.process.ChildPriority;
import io.patchwork.common.process.ChildProcesses;
import io.patchwork.common.process.MemoryBudget;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.queue.Subscription;
import io.patchwork.common.store.FetchCache;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.artifact.ArtifactMaker;
import io.patchwork.worker.artifact.AssetJob;
import io.patchwork.worker.artifact.ChunkWorkload;
import io.patchwork.worker.artifact.JobSources;
import io.patchwork.worker.artifact.MediaTools;
import io.patchwork.worker.client.DeadLetterRetry;
import io.patchwork.worker.deletion.ForgetJob;
import io.patchwork.worker.deletion.OpenWork;
import io.patchwork.worker.deletion.RetentionJob;
import io.patchwork.worker.drafting.ProposalJob;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.fanout.FanOutTasks;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.fetch.ProbeCache;
import io.patchwork.worker.fetch.SourceFetcher;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.FfmpegBinaries;
import io.patchwork.worker.ffmpeg.Probe;
import io.patchwork.worker.ingest.IngestJob;
import io.patchwork.worker.ingest.UploadManifests;
import io.patchwork.worker.ingest.UploadNotifications;
import io.patchwork.worker.jobs.Admission;
import io.patchwork.worker.jobs.Cancellation;
import io.patchwork.worker.jobs.ControlMessage;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.JobRunner;
import io.patchwork.worker.jobs.LaneConsumers;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.jobs.PublicJobReader;
import io.patchwork.worker.jobs.Quarantine;
import io.patchwork.worker.jobs.RunningJobs;
import io.patchwork.worker.jobs.TerminalRecords;
import io.patchwork.worker.jobs.WorkItemReader;
import io.patchwork.worker.jobs.WorkerStatus;
import io.patchwork.worker.jobs.Workspaces;
import io.patchwork.worker.ledger.KeyFiles;
import io.patchwork.worker.ledger.LedgerSecret;
import io.patchwork.worker.render.RenderModule;
import io.patchwork.worker.sandboxedjvm.PictureReader;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import io.patchwork.worker.storelayout.Tombstones;
import io.patchwork.worker.transcode.LadderProfiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker: consumes jobs from the queue's lanes and runs them until it is drained or stopped. */
public final class Worker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final WorkerConfig config;
  private final JobQueue queue;
  private final Metrics metrics;
  private final RunningJobs running = new RunningJobs();
  private final Scratch scratch;
  private final FetchCache cache;
  private final ChildProcesses children;
  private final TerminalRecords records;
  private final Cancellation cancellation;
  private final FFmpeg ffmpeg;
  private final PictureReader pictures;
  private final RenderModule rendering;
  private final FanOutTasks<JobRef> chunks;
  private final LaneConsumers consumers;
  private volatile @Nullable Subscription control;

  /**
   * Wires a worker.
   *
   * @param say prints a sentence for the person at the terminal
   * @throws ConfigurationException if a sandbox is required and none works
   */
  public Worker(
      WorkerConfig config,
      JobQueue queue,
      ObjectStore store,
      InstantSource clock,
      Consumer<String> say)
      throws IOException, InterruptedException {
    this(config, queue, store, clock, say, new Metrics());
  }

  /** The same with metrics that others count in, too. */
  public Worker(
      WorkerConfig config,
      JobQueue queue,
      ObjectStore store,
      InstantSource clock,
      Consumer<String> say,
      Metrics metrics)
      throws IOException, InterruptedException {
    this(
        config,
        queue,
        store,
        clock,
        say,
        metrics,
        Optional.of(new QuarantineJvm(config, queue)),
        Optional.empty());
  }

  /** Wires a worker that handles every delivery itself, because it is the quarantine of another. */
  static Worker quarantined(
      WorkerConfig config,
      JobQueue queue,
      ObjectStore store,
      InstantSource clock,
      Consumer<String> say)
      throws IOException, InterruptedException {
    return new Worker(
        config, queue, store, clock, say, new Metrics(), Optional.empty(), Optional.empty());
  }

  /**
   * Wires a worker.
   *
   * @param quarantine of its deliveries; empty for one that handles all itself
   * @param otherChildren that it has instead of processes on this host
   */
  Worker(
      WorkerConfig config,
      JobQueue queue,
      ObjectStore store,
      InstantSource clock,
      Consumer<String> say,
      Metrics metrics,
      Optional<Quarantine> quarantine,
      Optional<ChildProcesses> otherChildren)
      throws IOException, InterruptedException {
    this.config = config;
    this.queue = queue;
    this.metrics = metrics;
    SourceSettings configured = new SourceSettings(config);
    this.scratch = Scratch.open(config.directory());
    FfmpegBinaries binaries = FfmpegBinaries.locate();
    ChildMemory memory = ChildMemory.of(config);
    MemoryBudget budget = memory.budget();
    this.children =
        otherChildren.isPresent()
            ? otherChildren.get()
            : Sandboxes.children(
                config.sandbox(),
                binaries.ffmpeg(),
                scratch.folder(),
                budget,
                new ChildMetrics(metrics),
                say);
    this.ffmpeg = new FFmpeg(binaries, children, configured.ofChild(memory));
    this.cache = new FetchCache(scratch.folder().resolve("cache"), config.cacheBytes(), clock);
    Workspaces workspaces = new Workspaces(scratch.folder().resolve("work"), config.reserveBytes());
    Manifests manifests = new Manifests(store);
    SandboxedJvm sandboxedJvm = new SandboxedJvm(children);
    this.pictures =
        new PictureReader(children, scratch.folder().resolve("pictures"), config.slots());
    ProbeCache probes = new ProbeCache(store, new Probe(ffmpeg), sandboxedJvm);
    SourceFetcher fetcher =
        new SourceFetcher(
            configured.media(store),
            manifests,
            cache,
            probes,
            pictures,
            configured.limits(),
            metrics);
    LadderProfiles profiles = LadderProfiles.with(config.profiles());
    Events events = new Events(clock);
    this.records = new TerminalRecords(store, events, clock);
    Admission admission =
        new Admission(store, records, clock, config.accountWindow(), config.accountQuota());
    this.cancellation = new Cancellation(queue, records, admission, clock);
    this.rendering =
        new RenderModule(
            store,
            cache,
            fetcher,
            manifests,
            ffmpeg,
            sandboxedJvm,
            records,
            admission,
            config.segmentLifetime(),
            clock);
    JobSources sources = new JobSources(fetcher, kind -> JobArtifacts.request(kind, profiles));
    MediaTools tools =
        new MediaTools(ffmpeg, sandboxedJvm, pictures, store, metrics, JobArtifacts::builder);
    ChunkWorkload chunkWorkload = new ChunkWorkload(sources, tools, records, admission);
    ArtifactMaker maker =
        new ArtifactMaker(sources, tools, chunkWorkload, configured.chunkLength());
    IngestJob ingest =
        new IngestJob(
            maker,
            manifests,
            new Tombstones(store),
            profiles,
            new UploadManifests(store, sandboxedJvm));
    AssetJob assetJob = new AssetJob(maker);
    SourceFetcher documents =
        new SourceFetcher(
            configured.documents(store),
            manifests,
            cache,
            probes,
            pictures,
            configured.limits(),
            metrics);
    ProposalJob proposals = new ProposalJob(store, documents, this::ledgerSecret);
    ForgetJob forget =
        new ForgetJob(
            store,
            config.keyTemplate(),
            openWork(),
            events,
            config.longestMessage(),
            config.retryDelays(),
            clock);
    RetentionJob retention = new RetentionJob(store, clock);
    WorkItemReader jobs =
        new PublicJobReader(
            kind ->
                switch (kind) {
                  case INGEST -> ingest;
                  case TRANSCODE, THUMBNAIL, FINGERPRINT -> assetJob;
                  case RENDER -> rendering.job();
                  case PROPOSAL -> proposals;
                  case FORGET -> forget;
                  case RETENTION -> retention;
                },
            records,
            admission,
            events,
            name());
    this.chunks = chunkWorkload.fanOutTasks();
    WorkItemReader uploads =
        new UploadNotifications(
            store, config.keyTemplate(), config.isMetadataTrusted(), records, clock);
    LaneConsumers[] lateConsumers = new LaneConsumers[1];
    JobRunner runner =
        new JobRunner(
            queue,
            delivery ->
                switch (delivery.lane().entrance()) {
                  case JOBS, DELETION -> jobs.read(delivery);
                  case INTERNAL -> {
                    if (delivery.lane().equals(Lanes.CHUNKS)) {
                      yield chunks.read(delivery);
                    }
                    yield List.of(Lanes.RENDER, Lanes.PREVIEW).contains(delivery.lane())
                        ? rendering.tasks().read(delivery)
                        : jobs.read(delivery);
                  }
                  case UPLOADS -> uploads.read(delivery);
                },
            events,
            workspaces,
            running,
            quarantine,
            config.retryDelays().size(),
            failure -> {
              // In one process a person waits at a terminal: fail, instead of waiting for a repair.
              if (config.broker().isPresent()) {
                lateConsumers[0].pause(failure);
              }
            },
            clock,
            metrics);
    this.consumers =
        new LaneConsumers(
            queue,
            Lanes.slots(config.lanes(), config.slots(), !admission.isOff()),
            delivery -> priority(delivery.lane()).during(() -> runner.run(delivery)),
            () -> {
              store.check();
              queue.check();
              workspaces.check();
            });
    lateConsumers[0] = consumers;
    WorkerGauges gauges = new WorkerGauges(metrics, queue, clock);
    gauges.readWork(consumers, running, this::notReady);
    gauges.readChildren(children.sandbox(), budget, binaries.build());
    gauges.readDisk(scratch.folder(), cache);
    gauges.readBroker();
  }

  /** This worker's name, for operators. */
  public static String name() {
    return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("worker")
        + "-"
        + ProcessHandle.current().pid();
  }

  private LedgerSecret ledgerSecret() throws IOException, Refused {
    if (config.ledgerSecret().isPresent()) {
      return KeyFiles.readSecret(config.ledgerSecret().get());
    }
    if (config.broker().isPresent()) {
      throw new Refused(
          FailureCode.LEDGER_KEY,
          "The worker has no secret of the ledger, by which people have handles; ask the operators to"
              + " set PATCHWORK_LEDGER_SECRET on all workers, and send the job again under a new id.");
    }
    return KeyFiles.secretBeside(Path.of(config.store()));
  }

  /** In one process a person waits for all that it does. */
  private ChildPriority priority(Lane lane) {
    return config.broker().isPresent() && Lanes.isBackground(lane)
        ? ChildPriority.BACKGROUND
        : ChildPriority.NORMAL;
  }

  private OpenWork openWork() {
    return new OpenWork() {
      @Override
      public void end(RenderRevision render, Refused why, Outbox outbox)
          throws Failure, InterruptedException {
        rendering.withdraw(render, why, outbox);
      }

      @Override
      public void end(JobRef chunked, Refused why, Outbox outbox)
          throws Failure, InterruptedException {
        chunks.fail(chunked, why).tell(outbox);
      }
    };
  }

  /** How dead letters of the lanes of tasks are retried. */
  public Map<Lane, DeadLetterRetry.LaneRetry> laneRetries() {
    return Map.of(
        Lanes.RENDER, rendering.tasks()::retry,
        Lanes.PREVIEW, rendering.tasks()::retry,
        Lanes.CHUNKS, chunks::retry);
  }

  /** Starts consuming jobs. */
  public void start() {
    listen();
    if (consumers.start()) {
      tellReady();
    }
  }

  /**
   * Starts consuming jobs as soon as broker, store and disk are available.
   *
   * @param ready called when it has, on any thread
   */
  public void startWhenAvailable(Runnable ready) {
    consumers.startWhenAvailable(
        this::listen,
        () -> {
          tellReady();
          ready.run();
        });
  }

  private void listen() {
    if (control != null) {
      return;
    }
    control =
        queue.subscribeBroadcasts(message -> ControlMessage.read(message).ifPresent(this::obey));
  }

  private void obey(ControlMessage message) {
    if (message.cancel() != null) {
      Cancellation.stop(message.cancel(), running);
    }
    if (message.answerTo() != null) {
      answer(message.answerTo());
    }
    try {
      cache.drop(message.evict().stream().map(Sha256::hex).toList());
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("contents not dropped from the cache");
    }
  }

  /** Whoever asked waits for a moment only, so nobody waits for the confirm. */
  private void answer(String address) {
    WorkerStatus status =
        WorkerStatus.of(name(), ProductVersion.TEXT, consumers, running.count(), notReady());
    var _ =
        queue.publish(new Route.Answer(address), new Message(name(), Json.bytes(status), Map.of()));
  }

  private void tellReady() {
    LOG.atInfo()
        .addKeyValue("slots", config.slots())
        .addKeyValue("sandbox", children.sandbox().name())
        .log("worker ready");
  }

  /**
   * Stops consuming, waits for running jobs, and requeues those that do not end in time.
   *
   * @return whether no job is running any more
   */
  public boolean drain() throws InterruptedException {
    consumers.drain();
    running.close();
    pictures.close();
    LOG.atInfo().addKeyValue("running", running.count()).log("draining");
    boolean ended = running.awaitNone(config.drain());
    if (!ended) {
      running.interrupt();
      ended = running.awaitNone(Duration.ofSeconds(10));
    }
    return ended;
  }

  /** Interrupts the running jobs, whose messages are requeued, so that a drain ends soon. */
  public void interrupt() {
    running.close();
    running.interrupt();
  }

  /** Stops at once: kills child processes, deletes their files, and requeues the messages. */
  public void stopNow() {
    consumers.drain();
    running.close();
    running.interrupt();
    try {
      if (!running.awaitNone(Duration.ofSeconds(5))) {
        LOG.atWarn().addKeyValue("running", running.count()).log("jobs did not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  /** Why no jobs are consumed; empty if they are. */
  public Optional<String> notReady() {
    return consumers.notReady().or(() -> queue.state().sentence());
  }

  public Metrics metrics() {
    return metrics;
  }

  public Cancellation cancellation() {
    return cancellation;
  }

  public TerminalRecords records() {
    return records;
  }

  public FFmpeg ffmpeg() {
    return ffmpeg;
  }

  public RenderModule rendering() {
    return rendering;
  }

  public FanOutTasks<JobRef> chunks() {
    return chunks;
  }

  @Override
  public void close() {
    if (control != null) {
      control.close();
    }
    pictures.close();
    children.close();
    scratch.close();
  }
}
