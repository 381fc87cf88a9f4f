package io.patchwork.worker.production;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.intake.Intake;
import io.patchwork.worker.intake.Intake.Material;
import io.patchwork.worker.reader.Reader;
import io.patchwork.worker.run.JobContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes everything that is wanted of one source in one pass, or of a long one in many, each of a
 * part of it (see {@link Relay}). Thread-safe.
 */
public final class Workshop {

  static final String STAGE = "encode";

  private final Intake intake;
  private final Tools tools;
  private final Relay relay;
  private final RationalTime message;

  /** What everything is made with. */
  record Tools(FFmpeg ffmpeg, Reader reader, ObjectStore store, Metrics metrics) {}

  /**
   * A workshop.
   *
   * @param message how much of a picture of 1920×1080 at 30 frames a second one message takes
   */
  public Workshop(
      Intake intake,
      FFmpeg ffmpeg,
      Reader reader,
      ObjectStore store,
      Metrics metrics,
      RationalTime message) {
    this.intake = intake;
    this.tools = new Tools(ffmpeg, reader, store, metrics);
    this.relay = new Relay(new PartStore(store));
    this.message = message;
  }

  /** A source and what was made of it. */
  public record Made(Material material, Findings findings) {}

  /**
   * Makes what a job wants.
   *
   * @return nothing where it goes on in other messages, the last of which is this one again
   * @throws Failure.BadMedia if what cannot be missed cannot be made
   */
  public Optional<Made> make(Wish wish, JobMessage job, JobContext context)
      throws Failure, InterruptedException {
    Path folder = context.folder("pass");
    // What this worker fetched to make a part of it is not fetched again to join them.
    @Nullable Sha256 content = relay.plan(job.ref(), context).map(PartPlan::sha256).orElse(null);
    Material material =
        take(
            wish,
            job,
            content,
            folder,
            (done, total) -> context.progress(List.of(job.ref()), "fetch", done, total));
    List<Contribution> wanted = wish.contributions(material, job);
    Making making =
        new Making(
            tools,
            material,
            folder,
            progress -> context.progress(List.of(job.ref()), STAGE, progress.permille(), 1000));
    List<Contribution> missing = new ArrayList<>();
    Findings findings = claims(material.info()).plus(making.found(wanted, missing));
    if (missing.isEmpty()) {
      return Optional.of(new Made(material, findings));
    }
    Division division = Division.of(material, missing, message);
    if (division.isNone()) {
      if (Division.isHeavy(missing)) {
        intake.checkAtOnce(material.info());
      }
      return Optional.of(
          new Made(
              material, findings.plus(making.whole(missing, missing.size() == wanted.size()))));
    }
    Optional<PartPlan> complete = relay.start(job, material.sha256(), division, missing, context);
    if (complete.isEmpty()) {
      return Optional.empty();
    }
    checkContent(complete.get(), material);
    try {
      KeptParts kept = relay.kept(job.ref(), complete.get(), folder, tools.store());
      Findings joined = making.joined(missing, kept);
      return Optional.of(new Made(material, findings.plus(joined)));
    } catch (KeptParts.Gone gone) {
      relay.again(job.ref(), gone.position(), context.outbox());
      return Optional.empty();
    }
  }

  /** Makes a part of a long source and keeps it until all are there. */
  Findings part(Wish wish, JobMessage job, PartPlan plan, int position, JobContext context)
      throws Failure, InterruptedException {
    Path folder = context.folder("pass");
    // How far this worker's fetch is would only confuse: others are encoding meanwhile.
    Material material = take(wish, job, plan.sha256(), folder, Intake.Arrival.UNHEARD);
    checkContent(plan, material);
    List<Contribution> wanted =
        wish.contributions(material, job).stream()
            .filter(contribution -> plan.wanted().contains(contribution.name()))
            .toList();
    Making making =
        new Making(tools, material, folder, new Headway(relay, job.ref(), plan.size(), context));
    Part part = plan.division().parts().get(position);
    return making.part(
        part, wanted, name -> Relay.key(job.ref(), position, name), context.isRedelivered());
  }

  /** Parts of different contents must never be joined. */
  private static void checkContent(PartPlan plan, Material material) throws Refused {
    if (!plan.sha256().equals(material.sha256())) {
      throw new Refused(
          FailureCode.SOURCE_CHANGED,
          "The file at "
              + material.original()
              + " was replaced while it was being worked on; ingest it again.");
    }
  }

  Relay relay() {
    return relay;
  }

  private Material take(
      Wish wish, JobMessage job, @Nullable Sha256 expected, Path folder, Intake.Arrival arrival)
      throws Failure, InterruptedException {
    Material material = intake.take(wish.source(job), wish.etag(job), expected, folder, arrival);
    return wish.asset(job).map(material::as).orElse(material);
  }

  /** What a person should know of a header that claims what is not there. */
  private static Findings claims(MediaInfo info) {
    if (info.claimed() == null || info.duration() == null) {
      return Findings.NOTHING;
    }
    return Findings.warning(
        "The file says that it is "
            + info.claimed().toClock()
            + " long, but "
            + info.duration().toClock()
            + " is what it holds"
            + (info.claimed().compareTo(info.duration()) > 0
                ? ". Was the upload cut short?"
                : "; that is its length everywhere here."));
  }
}
