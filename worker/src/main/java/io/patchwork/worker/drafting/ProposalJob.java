package io.patchwork.worker.drafting;

import io.patchwork.common.store.FetchCache.Fetched;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Propose;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.fetch.SourceFetcher;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.JobHandler;
import io.patchwork.worker.jobs.Outcome;
import io.patchwork.worker.ledger.LedgerSecret;
import io.patchwork.worker.proposal.DocumentReader;
import io.patchwork.worker.proposal.Policies;
import io.patchwork.worker.proposal.ProposalDocument;
import io.patchwork.worker.proposal.ProposalTerms;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Drafts proposals by message, and records none: that is for people to decide. Thread-safe. */
public final class ProposalJob implements JobHandler {

  /** Reads the operator's secret, by which people have handles. */
  @FunctionalInterface
  public interface Secret {
    LedgerSecret read() throws IOException, Refused;
  }

  private final ObjectStore store;
  private final SourceFetcher documents;
  private final Secret secret;

  /**
   * A handler.
   *
   * @param documents fetches policies, adjustments and earlier proposals
   */
  public ProposalJob(ObjectStore store, SourceFetcher documents, Secret secret) {
    this.store = store;
    this.documents = documents;
    this.secret = secret;
  }

  @Override
  public Outcome perform(JobMessage message, JobContext context) throws Failure {
    try {
      Result result = draft((Propose) message.job());
      return Outcome.finished(new JobEvent.Completed(message.ref(), result));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private Result draft(Propose job) throws IOException, Failure {
    Policy policy = policy(job);
    List<Proposal> carried = new ArrayList<>();
    for (Source each : job.carry()) {
      carried.add(DocumentReader.proposal(bytes(each)));
    }
    ProposalTerms terms =
        new ProposalTerms(
            policy,
            job.currency(),
            job.amount(),
            job.renders(),
            decisions(job),
            job.date(),
            job.asOf() == null ? job.date() : job.asOf(),
            job.since() == null ? null : DocumentReader.proposal(bytes(job.since())),
            carried);
    StoredInputs inputs = new StoredInputs(store, secret.read());
    Proposal proposal = terms.draft(inputs);
    Sha256 digest = Sha256.of(Json.canonical(proposal));
    List<Artifact> artifacts = new ArrayList<>();
    for (ProposalDocument each : ProposalDocument.of(proposal, policy, inputs.names())) {
      artifacts.add(put(each, StoreLayout.proposalDocument(job.proposal(), digest, each.name())));
    }
    return new Result.OfProposal(
        job.proposal(),
        digest,
        proposal.body().currency(),
        proposal.body().amount(),
        proposal.body().due(),
        proposal.body().held(),
        artifacts);
  }

  private Policy policy(Propose job) throws IOException, Failure {
    Source file = job.policyFile();
    Policy policy = job.policy();
    if ((file == null) == (policy == null)) {
      throw new Refused(
          FailureCode.INVALID_POLICY,
          file == null
              ? "A proposal needs a policy; give one as policy, or name one as policyFile."
              : "Two policies are given, as policy and as policyFile; give one.");
    }
    return policy == null
        ? Policies.read(bytes(Objects.requireNonNull(file)))
        : Policies.checked(policy);
  }

  private Decisions decisions(Propose job) throws IOException, Failure {
    Source file = job.adjustmentsFile();
    @Nullable Decisions given = job.adjustments();
    if (file != null && given != null) {
      throw new Refused(
          FailureCode.INVALID_PROPOSAL,
          "Adjustments are given twice, as adjustments and as adjustmentsFile; give them once.");
    }
    if (file != null) {
      return DocumentReader.decisions(bytes(file));
    }
    return given == null ? Decisions.NONE : given;
  }

  private byte[] bytes(Source source) throws IOException, Failure {
    if (!(source instanceof Source.Stored stored)) {
      throw new Refused(
          FailureCode.SOURCE_NOT_ALLOWED,
          source + " is an asset, and no document of a proposal; give an s3:// or file:// URI.");
    }
    try (Fetched fetched = documents.fetch(stored, null, null, SourceFetcher.FetchProgress.NONE)) {
      if (fetched.bytes() > DocumentReader.MAX_BYTES) {
        throw new Refused(
            FailureCode.TOO_LARGE,
            source
                + " has more than "
                + (DocumentReader.MAX_BYTES >> 20)
                + " MiB, the most that a document of a proposal may have; name another one.");
      }
      return Files.readAllBytes(fetched.file());
    }
  }

  /** Stores a form of a draft, unless it is there: names may have changed since. */
  private Artifact put(ProposalDocument document, ObjectKey key) {
    Sha256 digest = Sha256.of(document.bytes());
    StoredObject there =
        store
            .putIfAbsent(key, Upload.of(document.bytes(), document.mediaType(), digest.hex()))
            .object();
    return Artifact.document(
        document.role(),
        key.value(),
        there.sha256() == null ? digest : new Sha256(there.sha256()),
        there.bytes(),
        document.mediaType());
  }
}
