package io.patchwork.worker.ingest;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.schema.wire.Violation;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Malformed;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.jobs.Ending;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.jobs.TerminalRecords;
import io.patchwork.worker.jobs.WorkItem;
import io.patchwork.worker.jobs.WorkItemReader;
import io.patchwork.worker.storelayout.StoreLayout;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Turns upload notifications of a store ({@link ObjectCreated}) into ingest jobs, one per object
 * version even if notifications are repeated or out of order. Thread-safe.
 */
public final class UploadNotifications implements WorkItemReader {

  /** The {@code source} of the ingest jobs made from notifications. */
  public static final String SOURCE = "patchwork:uploads";

  private static final String CONTRIBUTOR = "contributor";
  private static final int ID_LENGTH = 32;

  private final ObjectStore store;
  private final KeyTemplate template;
  private final boolean isMetadataTrusted;
  private final TerminalRecords records;
  private final InstantSource clock;

  /**
   * Creates a reader.
   *
   * @param isMetadataTrusted whether an object's metadata may name its contributor
   */
  public UploadNotifications(
      ObjectStore store,
      KeyTemplate template,
      boolean isMetadataTrusted,
      TerminalRecords records,
      InstantSource clock) {
    this.store = store;
    this.template = template;
    this.isMetadataTrusted = isMetadataTrusted;
    this.records = records;
    this.clock = clock;
  }

  @Override
  public WorkItem read(Delivery delivery) throws Malformed {
    try {
      List<ObjectCreated> created = ObjectCreated.read(Json.tree(delivery.message().body()));
      return new Notice(created.stream().flatMap(each -> ours(each).stream()).toList());
    } catch (JacksonException e) {
      throw malformed("not JSON: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()), e);
    }
  }

  private static Malformed malformed(String message, Exception cause) {
    return new Malformed(
        FailureCode.MALFORMED_MESSAGE, List.of(new Violation("", message)), null, null, cause);
  }

  /**
   * An object that was uploaded below the upload prefix.
   *
   * @param created when; null where the notification does not say it
   */
  private record Upload(
      ObjectKey key,
      URI uri,
      @Nullable String etag,
      @Nullable String sequencer,
      @Nullable Instant created) {

    /**
     * The job of an object version, the same however often it is announced.
     *
     * @param claim what its key says; empty where it says nothing
     */
    JobRef job(Optional<KeyTemplate.Claim> claim) {
      String identity = uri + "\n" + etag + "\n" + sequencer;
      JobId id = new JobId(Sha256.of(identity).hex().substring(0, ID_LENGTH));
      return new JobRef(
          id,
          SOURCE,
          JobKind.INGEST,
          claim.map(each -> each.asset().value()).orElse(null),
          new JobRef.SourceObject(uri.toString(), etag),
          null,
          claim.map(KeyTemplate.Claim::contributor).map(Id::value).orElse(null));
    }
  }

  /** The upload that an object is; none if it lies elsewhere. */
  private Optional<Upload> ours(ObjectCreated created) {
    List<ObjectKey> keys =
        created.keys().stream()
            .flatMap(key -> key(created.bucket(), key).stream())
            .filter(key -> key.value().startsWith(StoreLayout.UPLOADS))
            .toList();
    return keys.stream()
        // Only a key with a plus or a percent sign may be read in two ways.
        .filter(key -> keys.size() == 1 || store.head(key).isPresent())
        .findFirst()
        .or(() -> keys.stream().findFirst())
        .map(key ->
            new Upload(
                key, store.uri(key), created.etag(), created.sequencer(), created.created()));
  }

  private Optional<ObjectKey> key(String bucket, String key) {
    try {
      return store.keyOf(new URI("s3", bucket, "/" + key, null));
    } catch (URISyntaxException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private final class Notice implements WorkItem {
    private final List<Upload> uploads;

    Notice(List<Upload> uploads) {
      this.uploads = uploads;
    }

    @Override
    public String kind() {
      return "uploads";
    }

    @Override
    public Map<String, String> facts() {
      return Map.of("uploads", Integer.toString(uploads.size()));
    }

    @Override
    public Optional<Ending> ending() {
      return uploads.isEmpty() ? Optional.of(Ending.silent()) : Optional.empty();
    }

    @Override
    public String identity() {
      return uploads.stream()
          .map(upload -> StoreLayout.jobHash(upload.job(Optional.empty())))
          .collect(Collectors.joining("\n", "uploads\n", ""));
    }

    @Override
    public void begin(Outbox outbox, int attempt) {}

    @Override
    public void perform(JobContext context) throws Failure, InterruptedException {
      for (Upload upload : uploads) {
        try {
          send(upload, context.outbox());
        } catch (Refused refused) {
          refuse(upload, refused, context);
        }
      }
    }

    private void send(Upload upload, Outbox outbox) throws Refused {
      KeyTemplate.Claim claim =
          template
              .read(upload.key.value())
              .orElseThrow(() ->
                  new Refused(
                      FailureCode.SOURCE_NOT_ALLOWED,
                      "The key "
                          + upload.key
                          + " does not say whose upload it is; put uploads"
                          + " at "
                          + template
                          + "."));
      List<Contributor> contributors = contributors(upload, claim);
      Ingest ingest =
          new Ingest(
              claim.asset(),
              new Source.Stored(upload.uri),
              contributors,
              claim.resources(),
              upload.etag,
              upload.sequencer,
              null);
      JobRef job = upload.job(Optional.of(claim));
      Envelope envelope =
          new Envelope(
              job.id(),
              job.source(),
              claim.asset().value(),
              upload.created == null ? clock.instant() : upload.created,
              null,
              contributors.isEmpty() ? null : contributors.getFirst().id().value());
      outbox.send(
          new Route.ToLane(Lanes.of(JobKind.INGEST)),
          new Message(job.id().value(), MessageCodec.write(envelope, ingest), Map.of()));
    }

    private List<Contributor> contributors(Upload upload, KeyTemplate.Claim claim) throws Refused {
      @Nullable Id stated = isMetadataTrusted ? inMetadata(upload.key) : null;
      if (stated != null && claim.contributor() != null && !stated.equals(claim.contributor())) {
        throw new Refused(
            FailureCode.IDENTITY_CONFLICT,
            "The key of "
                + upload.key
                + " says that it is by "
                + claim.contributor()
                + ", its metadata says "
                + stated
                + "; upload it again with one of them.");
      }
      @Nullable Id contributor = claim.contributor() == null ? stated : claim.contributor();
      return contributor == null ? List.of() : List.of(new Contributor(contributor, null, null));
    }

    private @Nullable Id inMetadata(ObjectKey key) {
      return store
          .head(key)
          .map(StoredObject::metadata)
          .map(metadata -> metadata.get(CONTRIBUTOR))
          .filter(Id::isValid)
          .map(Id::new)
          .orElse(null);
    }

    private void refuse(Upload upload, Refused refused, JobContext context)
        throws Failure, InterruptedException {
      JobRef job = upload.job(template.read(upload.key.value()));
      JobEvent failed =
          new JobEvent.Failed(job, refused.code(), refused.sentence(), refused.detail(), List.of());
      records
          .commit(job, null, List.of(failed))
          .ending(context.isRedelivered())
          .tell(context.outbox());
    }

    @Override
    public Ending fail(Failure failure) {
      // Its uploads have no job yet that could be told; operators retry the letter.
      return new Ending(failure.code(), failure.detail(), outbox -> {});
    }

    @Override
    public boolean belongsTo(String jobHash) {
      return false;
    }
  }
}
