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
import io.patchwork.worker.cluster.Lanes;
import io.patchwork.worker.cluster.StoreLayout;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.fanout.FanOut;
import io.patchwork.worker.fanout.FanOutTasks;
import io.patchwork.worker.fanout.Task;
import io.patchwork.worker.fanout.Workload;
import io.patchwork.worker.fetch.SourceFetcher;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.jobs.TerminalRecord;
import io.patchwork.worker.jobs.TerminalRecords;
import io.patchwork.worker.jobs.TerminalState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A long source as a fan-out: a task for each chunk; the job itself, sent again, follows the last
 * and joins them (decision 0012). A task's id is its chunk's position. Thread-safe.
 */
public final class ChunkWorkload implements Workload<JobRef> {

  static final String STAGE = "encode";

  /** On the job that is sent again because its chunks are there. */
  private static final String JOINS = "x-patchwork-joins";

  private final JobSources sources;
  private final MediaTools tools;
  private final ChunkStore chunks;
  private final TerminalRecords records;
  private final FanOut<JobRef> fanOut;

  public ChunkWorkload(JobSources sources, MediaTools tools, TerminalRecords records) {
    this.sources = sources;
    this.tools = tools;
    this.chunks = new ChunkStore(tools.store());
    this.records = records;
    this.fanOut = new FanOut<>(this, tools.store());
  }

  /** What does the chunks. */
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

  /** The plan that a job's message was sent again for; none where it is the first. */
  Optional<ChunkPlan> planToJoin(JobRef job, JobContext context) {
    return context.isMarked(JOINS) ? chunks.plan(job) : Optional.empty();
  }

  /**
   * The plan of a job, stored if it has none.
   *
   * @throws Refused if the id stands for another job whose chunks are being made
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
                Lanes.of(job.job().kind()).name(),
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
   * Sets the chunks going, unless all are there.
   *
   * @return whether all are there, to be joined
   */
  boolean startUnlessComplete(JobRef job, ChunkPlan plan, Outbox outbox) throws Failure {
    int marked = fanOut.marked(job).size();
    if (marked == plan.size()) {
      // Somebody has to come by once the job is over, also of one that failed and is tried again.
      fanOut.watch(job, marked, outbox);
      return true;
    }
    fanOut.start(job, tasks(plan), outbox);
    return false;
  }

  /** What was kept of all chunks. */
  ChunkOutputs kept(JobRef job, ChunkPlan plan, Path folder) {
    List<ChunkRecord> kept = new ArrayList<>();
    for (int position = 0; position < plan.size(); position++) {
      int missing = position;
      kept.add(
          fanOut
              .kept(job, Integer.toString(position), ChunkRecord.class)
              .orElseThrow(() -> new ChunkOutputs.Missing(missing, null)));
    }
    return new ChunkOutputs(tools.store(), folder, plan.split().chunks(), kept);
  }

  /** Makes a chunk again that was there and is gone. */
  void again(JobRef job, ChunkPlan plan, int position, Outbox outbox) {
    fanOut.again(job, tasks(plan).get(position), outbox);
  }

  /** Parts of different contents must never be joined. */
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
  public Lane lane() {
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
  public boolean isOver(JobRef job, boolean saysSo, Outbox outbox) {
    Optional<TerminalRecord> record = records.find(job);
    if (saysSo) {
      record.ifPresent(end -> end.events().forEach(outbox::publish));
    }
    // What failed may be tried again with what was kept. There is always a watchdog on its way, so
    // that somebody comes by here.
    if (record.filter(end -> end.outcome() != TerminalState.FAILED).isPresent()) {
      chunks.clear(job);
    }
    return record.isPresent();
  }

  /** None once they were deleted when their job was over, or by the rule of the bucket. */
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
    // How far this worker's fetch is would only confuse: others are encoding meanwhile.
    FetchedSource material =
        sources.take(job, plan.sha256(), folder, SourceFetcher.FetchProgress.NONE);
    checkContent(plan, material);
    List<ArtifactSpec> wanted =
        sources.wanted(job, material).stream()
            .filter(spec -> plan.wanted().contains(spec.kind()))
            .toList();
    ArtifactRun making =
        new ArtifactRun(tools, material, folder, progress -> permille.accept(progress.permille()));
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
    return new Last.Send(lane, new Message(job.id().value(), plan.job(), Map.of(JOINS, "true")));
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
  public void fail(JobRef job, Failure failure, Outbox outbox) {
    JobEvent event =
        new JobEvent.Failed(job, failure.code(), failure.sentence(), failure.detail(), List.of());
    @Nullable Sha256 digest = chunks.plan(job).map(ChunkPlan::dataDigest).orElse(null);
    records.commit(job, digest, List.of(event)).events().forEach(outbox::publish);
  }

  @Override
  public void retry(JobRef job, Outbox outbox) throws Failure {
    Optional<ChunkPlan> plan = chunks.plan(job);
    if (plan.isEmpty()) {
      throw new Refused(
          FailureCode.SOURCE_NOT_FOUND,
          "What was made of job " + job.id() + " has expired; send the job again.");
    }
    records.clearFailure(job);
    fanOut.start(job, tasks(plan.get()), outbox);
  }

  @Override
  public boolean isCancelledBy(JobRef job, String jobHash) {
    return StoreLayout.jobHash(job).equals(jobHash);
  }
}
