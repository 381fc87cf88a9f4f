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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Turns upload notifications of a store (the {@code Records[]} document of S3 event notifications,
 * as MinIO publishes it to AMQP) into ingest jobs, one per object version even if notifications are
 * repeated or out of order. Thread-safe.
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
    byte[] body = delivery.message().body();
    try {
      JsonNode document = Json.tree(body);
      boolean isTest = document.path("Event").asString("").equals("s3:TestEvent");
      if (!isTest && !document.path("Records").isArray()) {
        throw malformed("a notification has Records", new IllegalArgumentException("no Records"));
      }
      return new Notice(uploads(document.path("Records")));
    } catch (JacksonException e) {
      throw malformed("not JSON: " + e.getOriginalMessage(), e);
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

    /** The job of an object version, the same however often it is announced. */
    JobRef job() {
      String identity = uri + "\n" + etag + "\n" + sequencer;
      JobId id = new JobId(Sha256.of(identity).hex().substring(0, ID_LENGTH));
      return new JobRef(id, SOURCE, JobKind.INGEST);
    }
  }

  private List<Upload> uploads(JsonNode entries) {
    List<Upload> uploads = new ArrayList<>();
    for (JsonNode entry : entries) {
      if (entry
          .path("eventName")
          .asString("")
          .replaceFirst("^s3:", "")
          .startsWith("ObjectCreated:")) {
        upload(entry.path("s3"), time(entry)).ifPresent(uploads::add);
      }
    }
    return uploads;
  }

  private static @Nullable Instant time(JsonNode entry) {
    try {
      return Instant.parse(entry.path("eventTime").asString(""));
    } catch (DateTimeParseException noTime) {
      return null;
    }
  }

  private Optional<Upload> upload(JsonNode s3, @Nullable Instant created) {
    JsonNode object = s3.path("object");
    String bucket = s3.path("bucket").path("name").asString("");
    try {
      String key = URLDecoder.decode(object.path("key").asString(""), StandardCharsets.UTF_8);
      URI uri = new URI("s3", bucket, "/" + key, null);
      return store
          .keyOf(uri)
          .filter(ours -> ours.value().startsWith(StoreLayout.UPLOADS))
          .map(ours ->
              new Upload(
                  ours, store.uri(ours), text(object, "eTag"), text(object, "sequencer"), created));
    } catch (IllegalArgumentException | java.net.URISyntaxException notOurs) {
      return Optional.empty();
    }
  }

  private static @Nullable String text(JsonNode object, String field) {
    String value = object.path(field).asString("");
    return value.isEmpty() ? null : value;
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
          .map(upload -> StoreLayout.jobHash(upload.job()))
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
      JobRef job = upload.job();
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
      JobEvent failed =
          new JobEvent.Failed(
              upload.job(), refused.code(), refused.sentence(), refused.detail(), List.of());
      records
          .commit(upload.job(), null, List.of(failed))
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
