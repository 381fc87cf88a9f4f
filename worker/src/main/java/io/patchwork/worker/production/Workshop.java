package io.patchwork.worker.production;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.intake.Intake.Material;
import io.patchwork.worker.run.JobContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes everything that is wanted of one source in one pass, or of a long one in many, each of a
 * part of it. Thread-safe.
 */
public final class Workshop {

  private final JobSources sources;
  private final MediaTools tools;
  private final PartWorkload parts;
  private final RationalTime message;

  /**
   * A workshop.
   *
   * @param message how much of a picture of 1920×1080 at 30 frames a second one message takes
   */
  public Workshop(JobSources sources, MediaTools tools, PartWorkload parts, RationalTime message) {
    this.sources = sources;
    this.tools = tools;
    this.parts = parts;
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
  public Optional<Made> make(JobMessage job, JobContext context)
      throws Failure, InterruptedException {
    Path folder = context.folder("pass");
    // What this worker fetched to make a part of it is not fetched again to join them.
    @Nullable Sha256 content =
        parts.planToJoin(job.ref(), context).map(PartPlan::sha256).orElse(null);
    Material material =
        sources.take(
            job,
            content,
            folder,
            (done, total) -> context.progress(List.of(job.ref()), "fetch", done, total));
    List<Contribution> wanted = sources.wanted(job, material);
    Making making =
        new Making(
            tools,
            material,
            folder,
            progress ->
                context.progress(
                    List.of(job.ref()), PartWorkload.STAGE, progress.permille(), 1000));
    List<Contribution> missing = new ArrayList<>();
    Findings findings = claims(material.info()).plus(making.found(wanted, missing));
    if (missing.isEmpty()) {
      return Optional.of(new Made(material, findings));
    }
    Division division = Division.of(material, missing, message);
    if (division.isNone()) {
      if (Division.isHeavy(missing)) {
        sources.intake().checkAtOnce(material.info());
      }
      return Optional.of(
          new Made(
              material, findings.plus(making.whole(missing, missing.size() == wanted.size()))));
    }
    PartPlan plan = parts.plan(job, material, division, missing, context);
    if (!parts.startUnlessComplete(job.ref(), plan, context.outbox())) {
      return Optional.empty();
    }
    PartWorkload.checkContent(plan, material);
    try {
      Findings joined = making.joined(missing, parts.kept(job.ref(), plan, folder));
      return Optional.of(new Made(material, findings.plus(joined)));
    } catch (KeptParts.Gone gone) {
      parts.again(job.ref(), plan, gone.position(), context.outbox());
      return Optional.empty();
    }
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
