package io.patchwork.worker.artifact;

import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.fanout.FanOut;
import io.patchwork.worker.fanout.FanOutTasks;
import io.patchwork.worker.fanout.Task;
import io.patchwork.worker.fanout.Workload;
import io.patchwork.worker.fetch.SourceFetcher;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import io.patchwork.worker.jobs.Admission;
import io.patchwork.worker.jobs.Ending;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.jobs.TerminalRecord;
import io.patchwork.worker.jobs.TerminalRecords;
import io.patchwork.worker.jobs.TerminalState;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.telemetry.CostMeter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A long source as a fan-out: a task for each chunk. After the last one the job's message is sent
 * again and joins them (decision 0012). A task's id is its chunk's position. Thread-safe.
 */
public final class ChunkWorkload implements Workload<JobRef> {

  static final String STAGE = "encode";

  /** Header of the job's message when it is sent again to join the chunks. */
  private static final String JOIN_HEADER = "x-patchwork-joins";

  private final JobSources sources;
  private final MediaTools tools;
  private final ChunkStore chunks;
  private final TerminalRecords records;
  private final Admission admission;
  private final FanOut<JobRef> fanOut;

  public ChunkWorkload(
      JobSources sources, MediaTools tools, TerminalRecords records, Admission admission) {
    this.sources = sources;
    this.tools = tools;
    this.chunks = new ChunkStore(tools.store());
    this.records = records;
    this.admission = admission;
    this.fanOut = new FanOut<>(this, tools.store());
  }

  /** The handler of the chunk tasks. */
  public FanOutTasks<JobRef> fanOutTasks() {
    return new FanOutTasks<>(fanOut);
  }

  static List<Task> tasks(ChunkPlan plan) {
    List<Task> tasks = new ArrayList<>();
    for (int position = 0; position < plan.size(); position++) {
      boolean isSound = plan.split().chunks().get(position) instanceof Chunk.OfAudio;
      tasks.add(new Task(Integer.toString(position), "chunk", isSound, 1));
    }
    return List.copyOf(tasks);
  }

  /** The plan whose chunks a job's message is to join; empty for the first message. */
  Optional<ChunkPlan> planToJoin(JobRef job, JobContext context) {
    return context.isMarked(JOIN_HEADER) ? chunks.plan(job) : Optional.empty();
  }

  /**
   * The plan of a job, which is stored if the job has none.
   *
   * @throws Refused if another job with the same id has chunks in progress
   */
  ChunkPlan plan(
      JobMessage job,
      FetchedSource material,
      ChunkSplit split,
      List<ArtifactSpec> missing,
      JobContext context)
      throws Refused {
    ChunkPlan plan =
        chunks.plan(
            job.ref(),
            new ChunkPlan(
                context.lane().name(),
                context.message().body(),
                job.dataDigest(),
                material.sha256(),
                split,
                missing.stream().map(ArtifactSpec::kind).toList()));
    if (!plan.dataDigest().equals(job.dataDigest())) {
      throw Refused.idReused(job.ref().id());
    }
    return plan;
  }

  /**
   * Starts the fan-out, unless all chunks are done.
   *
   * @return whether all chunks are done, to be joined
   */
  boolean startUnlessComplete(JobRef job, ChunkPlan plan, JobContext context)
      throws Failure, InterruptedException {
    int marked = fanOut.marked(job).size();
    if (marked == plan.size()) {
      // The watchdog cleans up once the job is over, also after a failure that is tried again.
      fanOut.watch(job, marked, context.outbox());
      return true;
    }
    fanOut.start(job, tasks(plan), context.isRedelivered(), context.outbox());
    return false;
  }

  /** The saved outputs of all chunks. */
  ChunkOutputs outputs(JobRef job, ChunkPlan plan, Path folder) {
    CostMeter.add(fanOut.cost(job));
    List<ChunkRecord> chunkRecords = new ArrayList<>();
    for (int position = 0; position < plan.size(); position++) {
      int missing = position;
      chunkRecords.add(
          fanOut
              .result(job, Integer.toString(position), ChunkRecord.class)
              .orElseThrow(() -> new ChunkOutputs.Missing(missing, null)));
    }
    return new ChunkOutputs(tools.store(), folder, plan.split().chunks(), chunkRecords);
  }

  /** Queues a chunk again whose saved files were deleted. */
  void redo(JobRef job, ChunkPlan plan, int position, Outbox outbox) {
    fanOut.redo(job, tasks(plan).get(position), outbox);
  }

  /** Checks the digest: chunks of different contents must never be joined. */
  static void checkContent(ChunkPlan plan, FetchedSource material) throws Refused {
    if (!plan.sha256().equals(material.sha256())) {
      throw new Refused(
          FailureCode.SOURCE_CHANGED,
          "The file at "
              + material.original()
              + " was replaced while it was being worked on; ingest it again.");
    }
  }

  @Override
  public Class<JobRef> type() {
    return JobRef.class;
  }

  @Override
  public String name() {
    return "chunks";
  }

  @Override
  public Lane lane(JobRef job) {
    return Lanes.CHUNKS;
  }

  @Override
  public String folder(JobRef job) {
    return StoreLayout.chunksFolder(job);
  }

  @Override
  public Map<String, String> facts(JobRef job) {
    return Map.of("job", job.id().value(), "from", job.source());
  }

  @Override
  public Optional<Ending> ending(JobRef job, boolean all) {
    Optional<TerminalRecord> record = records.find(job);
    // A failed job may be tried again with its saved chunks. A watchdog message is always queued,
    // so this is checked again.
    if (record.filter(end -> end.outcome() != TerminalState.FAILED).isPresent()) {
      chunks.clear(job);
    }
    return record.map(end ->
        new TerminalRecords.Commit(end, false)
            .ending(all)
            .then(outbox -> admission.releaseKept(job, all, outbox)));
  }

  /** Empty once they were deleted, at the job's end or by the bucket's lifecycle rule. */
  @Override
  public Optional<List<Task>> tasks(JobRef job) {
    return chunks.plan(job).map(ChunkWorkload::tasks);
  }

  private ChunkPlan present(JobRef job) throws Fault {
    return chunks.plan(job).orElseThrow(() -> new Fault("no plan of " + job, null));
  }

  @Override
  public Object perform(JobRef of, Task task, JobContext context, IntConsumer permille)
      throws Failure, InterruptedException {
    ChunkPlan plan = present(of);
    JobMessage job = message(plan);
    int position = Integer.parseInt(task.id());
    Path folder = context.folder("pass");
    // No fetch progress: other workers are encoding meanwhile.
    FetchedSource material =
        sources.probe(
            job, sources.fetch(job, plan.sha256(), folder, SourceFetcher.FetchProgress.NONE));
    checkContent(plan, material);
    List<ArtifactSpec> wanted =
        sources.wanted(job, material).stream()
            .filter(spec -> plan.wanted().contains(spec.kind()))
            .toList();
    ArtifactRun making =
        new ArtifactRun(
            tools,
            material,
            new ArtifactCache(tools.store(), material.asset(), material.sha256()),
            folder,
            progress -> permille.accept(progress.permille()));
    return making.chunk(
        plan.split().chunks().get(position),
        wanted,
        name -> file(of, position, name),
        context.isRedelivered());
  }

  private static ObjectKey file(JobRef job, int position, String name) {
    return StoreLayout.chunkFile(job, position, name);
  }

  private static JobMessage message(ChunkPlan plan) throws Fault {
    try {
      return MessageCodec.readJob(plan.job());
    } catch (InvalidMessage e) {
      throw new Fault("the plan has no job of ours: " + e.violations(), e);
    }
  }

  @Override
  public List<JobRef> waiting(JobRef job) {
    return List.of(job);
  }

  @Override
  public String stage() {
    return STAGE;
  }

  @Override
  public Last last(JobRef job) throws Fault {
    ChunkPlan plan = present(job);
    Lane lane =
        Lanes.named(plan.lane())
            .orElseThrow(() -> new Fault("there is no lane " + plan.lane(), null));
    return new Last.Send(
        lane, new Message(job.id().value(), plan.job(), Map.of(JOIN_HEADER, "true")));
  }

  @Override
  public long finishWeight(List<Task> tasks) {
    return 0;
  }

  @Override
  public List<String> finish(JobRef job, JobContext context) throws Fault {
    throw new Fault("the chunks of " + job + " are joined by the job itself", null);
  }

  @Override
  public Ending fail(JobRef job, Failure failure) {
    JobEvent event =
        new JobEvent.Failed(job, failure.code(), failure.sentence(), failure.detail(), List.of());
    @Nullable Sha256 digest = chunks.plan(job).map(ChunkPlan::dataDigest).orElse(null);
    return records
        .commit(job, digest, List.of(event))
        .ending(false)
        .then(outbox -> admission.releaseKept(job, false, outbox));
  }

  @Override
  public void retry(JobRef job, Outbox outbox) throws Failure, InterruptedException {
    Optional<ChunkPlan> plan = chunks.plan(job);
    if (plan.isEmpty()) {
      throw new Refused(
          FailureCode.SOURCE_NOT_FOUND,
          "What was made of job " + job.id() + " has expired; send the job again.");
    }
    records.clearFailure(job);
    fanOut.start(job, tasks(plan.get()), true, outbox);
  }

  @Override
  public boolean isCancelledBy(JobRef job, String jobHash) {
    return StoreLayout.jobHash(job).equals(jobHash);
  }
}
