package io.patchwork.worker.deletion;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Forget;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.ledger.PersonRecord;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.inventory.StoredJobs;
import io.patchwork.worker.inventory.StoredJobs.StoredJob;
import io.patchwork.worker.jobs.TerminalRecord;
import io.patchwork.worker.render.StoredRevisions;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.UnusableDocument;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Marks the documents that say something of what is forgotten: records, indexes, pages. */
final class ForgetRecords {

  private static final int MAX_PAGE_BYTES = 64 << 20;
  private static final int MAX_RECORD_BYTES = 64 << 10;

  private final ObjectStore store;
  private final StoredRevisions revisions;
  private final ForgetScope scope;
  private final DeletionPlan plan;
  private final Set<String> ids;
  private final List<ObjectKey> unread = new ArrayList<>();

  /** Matches a text that has one of the ids as a word. */
  private final Pattern words;

  ForgetRecords(
      ObjectStore store, StoredRevisions revisions, ForgetScope scope, DeletionPlan plan) {
    this.store = store;
    this.revisions = revisions;
    this.scope = scope;
    this.plan = plan;
    this.ids = scope.assets().stream().map(Id::value).collect(Collectors.toSet());
    if (scope.request().person() != null) {
      ids.add(scope.request().person().value());
    }
    this.words =
        Pattern.compile(
            ids.stream()
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?<![A-Za-z0-9._-])(", ")(?![A-Za-z0-9_-])")));
  }

  void mark() throws Failure, InterruptedException {
    markJobs();
    markUses();
    markChunks();
    @Nullable Id person = scope.request().person();
    if (person != null) {
      markPayee(person);
    }
    markPages();
    if (!plan.isEmpty()) {
      keepUnread();
      keepWhatExpires();
    }
  }

  private List<StoredObject> list(String prefix) {
    try (Stream<StoredObject> objects = store.list(prefix)) {
      return objects.toList();
    }
  }

  private void markJobs() throws Failure, InterruptedException {
    Set<JobRef> waiting = new LinkedHashSet<>();
    scope.revisions().forEach(of -> waiting.addAll(revisions.jobs(of)));
    Set<String> folders = waiting.stream().map(StoreLayout::job).collect(Collectors.toSet());
    new StoredJobs(store, revisions)
        .forEach(job -> {
          String prefix = folder(job);
          if (job.unread() != null) {
            unread.add(job.unread());
          }
          if (folders.contains(prefix)
              || job.render().filter(scope.revisions()::contains).isPresent()
              || job.record().filter(this::isOfScope).isPresent()) {
            plan.delete(job.objects(), "It records a job about what is forgotten.");
            job.record().ifPresent(record -> markTimeline(record.job()));
          }
        });
  }

  private static String folder(StoredJob job) {
    String key = job.objects().getFirst().key().value();
    return key.substring(0, key.lastIndexOf('/') + 1);
  }

  private boolean isOfScope(TerminalRecord record) {
    JobRef job = record.job();
    return isOfAsset(job.kind(), job.subject())
        || (job.object() != null && hasPart(job.object().uri()))
        || isPerson(job.account())
        || record.jobEvents().anyMatch(this::isOfScope);
  }

  private boolean isOfAsset(@Nullable JobKind kind, @Nullable String subject) {
    if (kind == null || subject == null) {
      return false;
    }
    return switch (kind) {
      case INGEST, TRANSCODE, THUMBNAIL, FINGERPRINT -> isAsset(subject);
      case RENDER, PROPOSAL, FORGET, RETENTION -> false;
    };
  }

  private boolean isPerson(@Nullable String account) {
    return scope.request().person() != null && scope.request().person().value().equals(account);
  }

  private boolean isAsset(String id) {
    return Id.isValid(id) && scope.assets().contains(new Id(id));
  }

  /** Whether one of the ids is a part of an address. */
  private boolean hasPart(String address) {
    return Stream.of(address.split("[/:]", -1)).anyMatch(ids::contains);
  }

  private boolean isOfScope(JobEvent event) {
    return switch (event) {
      case JobEvent.Completed completed -> isOfScope(completed.result());
      case JobEvent.Failed failed ->
          mentions(failed.message()) || (failed.detail() != null && mentions(failed.detail()));
      case JobEvent.LineageReported lineage ->
          scope.revisions().stream().anyMatch(of -> isIn(of, lineage.key()));
      case JobEvent.Accepted _,
          JobEvent.Started _,
          JobEvent.Progressed _,
          JobEvent.Cancelled _,
          JobEvent.Forgotten _ ->
          false;
    };
  }

  private static boolean isIn(RenderRevision of, String key) {
    return key.startsWith(StoreLayout.renderFolder(of.render(), of.revision()) + "/");
  }

  private boolean isOfScope(Result result) {
    return switch (result) {
      case Result.OfAsset asset ->
          scope.assets().contains(asset.asset())
              || (scope.unnamed().containsKey(asset.asset())
                  && scope.onlyContents().contains(asset.sha256()));
      case Result.OfRender render ->
          scope.revisions().contains(new RenderRevision(render.render(), render.revision()));
      case Result.OfProposal _, Result.OfDeletion _ -> false;
    };
  }

  private boolean mentions(String text) {
    return words.matcher(text).find();
  }

  /** The timeline that a render was made of, where it lies among the uploads. */
  private void markTimeline(JobRef job) {
    if (job.kind() != JobKind.RENDER || job.object() == null) {
      return;
    }
    Optional<ObjectKey> key = store.keyOf(URI.create(job.object().uri()));
    key.filter(each -> each.value().startsWith(StoreLayout.UPLOADS))
        .flatMap(store::head)
        .ifPresent(object ->
            plan.delete(object, "It is the timeline of a render that held what is forgotten."));
  }

  private void markUses() {
    Set<String> folders =
        scope.assets().stream().map(StoreLayout::usesOfAsset).collect(Collectors.toSet());
    Set<String> revisionsOfScope =
        scope.revisions().stream()
            .map(of -> "/" + of.render() + "/" + of.revision())
            .collect(Collectors.toSet());
    for (StoredObject use : list(StoreLayout.USES)) {
      String key = use.key().value();
      String render = key.substring(key.lastIndexOf('/', key.lastIndexOf('/') - 1));
      if (revisionsOfScope.contains(render) || folders.stream().anyMatch(key::startsWith)) {
        plan.delete(use, "It says that a render held what is forgotten.");
      }
    }
    @Nullable Id person = scope.request().person();
    if (person != null
        && list(StoreLayout.usesOfPerson(person)).stream()
            .anyMatch(use -> !plan.isDeleted(use.key()))) {
      plan.keep(
          StoreLayout.usesOfPerson(person),
          "It leads to the renders that stay and name the person, or named them before their credits"
              + " were corrected.",
          null);
    }
  }

  /** Chunks of jobs about the assets, whose plans hold the messages of their jobs. */
  private void markChunks() {
    for (StoredObject object : list(StoreLayout.CHUNKS)) {
      String key = object.key().value();
      if (key.endsWith("/plan.json")) {
        store
            .read(object.key(), MAX_PAGE_BYTES)
            .flatMap(content -> chunkedJob(content.bytes()))
            .filter(this::isOfJob)
            .ifPresent(job -> {
              scope.chunkedJobs().add(job);
              plan.delete(
                  list(key.substring(0, key.lastIndexOf('/') + 1)),
                  "It is a chunk of an upload that is forgotten.");
            });
      }
    }
  }

  /** The job in a chunk plan. */
  private static Optional<JobRef> chunkedJob(byte[] chunkPlan) {
    try {
      return Optional.of(
          MessageCodec.readJob(Json.tree(chunkPlan).path("job").binaryValue()).ref());
    } catch (JacksonException | InvalidMessage e) {
      return Optional.empty();
    }
  }

  private boolean isOfJob(JobRef job) {
    return isOfAsset(job.kind(), job.subject())
        || (job.object() != null && hasPart(job.object().uri()));
  }

  /** The record that says who a handle is: money may hang on it. */
  private void markPayee(Id person) {
    JsonObjects documents = new JsonObjects(store, MAX_RECORD_BYTES);
    for (StoredObject object : list(StoreLayout.PEOPLE)) {
      if (object.key().value().startsWith(StoreLayout.HANDLES)) {
        continue;
      }
      Optional<PersonRecord> record = person(documents, object.key());
      if (record.filter(each -> each.person().equals(person)).isEmpty()) {
        continue;
      }
      if (record.get().name() != null) {
        scope.names().add(record.get().name());
      }
      if (scope.request().payee() == null) {
        plan.decide(
            "The person has the handle "
                + record.get().handle()
                + " in the ledger. Once the record of who it is is deleted, nobody can pay what is"
                + " due or held. Say whether it is deleted or kept (payee).");
      } else if (scope.request().payee() == Forget.Choice.DELETE) {
        plan.delete(object, "It says who the handle " + record.get().handle() + " is.");
        markPointers(record.get().handle());
      } else {
        plan.keep(
            object.key().value(),
            "It says who the handle "
                + record.get().handle()
                + " is, and was asked to be kept until the person is paid (payee: keep).",
            null);
      }
    }
  }

  private static Optional<PersonRecord> person(JsonObjects documents, ObjectKey key) {
    try {
      return documents.read(key, PersonRecord.class);
    } catch (UnusableDocument e) {
      return Optional.empty();
    }
  }

  private void markPointers(Id handle) {
    for (StoredObject object : list(StoreLayout.HANDLES)) {
      boolean isPointer =
          store
              .read(object.key(), MAX_RECORD_BYTES)
              .filter(content -> isPointer(content.bytes(), handle))
              .isPresent();
      if (isPointer) {
        plan.delete(object, "It leads from the person to the handle " + handle + ".");
      }
    }
  }

  private static boolean isPointer(byte[] document, Id handle) {
    try {
      return Json.tree(document).path("handle").asString("").equals(handle.value());
    } catch (JacksonException e) {
      return false;
    }
  }

  /** Pages of proposals, which alone have names. */
  private void markPages() {
    for (StoredObject object : list(StoreLayout.PROPOSALS)) {
      boolean isPage = object.key().value().endsWith(".html");
      Optional<String> text =
          store
              .read(object.key(), MAX_PAGE_BYTES)
              .map(content -> new String(content.bytes(), StandardCharsets.UTF_8));
      if (text.filter(each -> isPage && (mentions(each) || hasName(each))).isPresent()) {
        plan.delete(
            object, "It names what is forgotten; patchwork proposal writes the page again.");
      } else if (text.filter(this::mentions).isPresent()) {
        plan.keep(
            object.key().value(),
            "It is a draft of how money is divided, and has ids of assets and handles, but no"
                + " names.",
            null);
      }
    }
  }

  private boolean hasName(String text) {
    return scope.names().stream().filter(name -> !name.isBlank()).anyMatch(text::contains);
  }

  private void keepUnread() {
    unread.stream()
        .filter(record -> !plan.isDeleted(record))
        .forEach(record ->
            plan.keep(
                record.value(),
                "This record of a job cannot be read, so nobody knows what it is about; retention"
                    + " deletes it (jobs).",
                null));
  }

  private void keepWhatExpires() {
    plan.keep(
        StoreLayout.FORGOTTEN,
        "The tombstones stay, so that nothing comes back; they have hashes of ids. This report says"
            + " what was deleted; retention deletes it (reports).",
        null);
    plan.keep(
        "ledger/",
        "The ledger is append-only, and the statements of others are checked by it; it names people"
            + " by handles alone.",
        null);
    plan.keep(
        StoreLayout.ADMISSION,
        "Jobs that wait for their turn, for another attempt, or as dead letters may be about it; each"
            + " ends as forgotten when a worker takes it, and retention deletes its record.",
        null);
    plan.keep(
        "queue events.log",
        "Events of the last days stay in the event log until it drops them, after seven days.",
        null);
    plan.keep(
        "logs of workers",
        "Lines of jobs have ids of jobs, assets and renders; whoever collects logs deletes them.",
        null);
  }
}
