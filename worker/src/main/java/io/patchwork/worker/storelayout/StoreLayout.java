package io.patchwork.worker.storelayout;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import java.util.Locale;

/** The keys of all objects in the store. */
public final class StoreLayout {

  public static final String UPLOADS = "uploads/";
  public static final String TIMELINES = "timelines/";
  public static final String RENDERS = "renders/";
  public static final String PROPOSALS = "proposals/";
  private static final int SHORT = 24;

  /** Prefix of manifests and artifacts of assets. */
  public static final String ASSETS = "assets/";

  /** Prefix of rasterized titles and subtitles of renders, each under its own digest. */
  public static final String TEXT = "text/";

  /** Prefix of rendered segments and soundtracks. */
  public static final String SEGMENTS = "segments/";

  /** Prefix of the records of jobs. */
  public static final String JOBS = "jobs/";

  /** Prefix of saved chunks of long sources. */
  public static final String CHUNKS = "chunks/";

  /** Prefix of the probe results of contents. */
  public static final String FACTS = "facts/";

  /** Prefix of the fingerprints of contents. */
  public static final String FINGERPRINTS = "fingerprints/";

  /** Prefix of the C2PA manifests of contents. */
  public static final String MANIFEST_STORES = "c2pa/";

  /** Prefix of the records that say who handles are. */
  public static final String PEOPLE = "people/";

  /** Prefix of the handles of people, by hash. */
  public static final String HANDLES = PEOPLE + "handles/";

  /** Prefix of the outputs of renders, by digest. */
  public static final String OUTPUTS = RENDERS + "outputs/";

  /** Prefix of tombstones, and of what is kept about deletions. */
  public static final String FORGOTTEN = "forgotten/";

  /** Prefix of the reports of deletions. */
  public static final String DELETION_REPORTS = FORGOTTEN + "reports/";

  private StoreLayout() {}

  /** A short hash of a job's identity, sender included; part of routing keys. */
  public static String jobHash(JobRef job) {
    return Sha256.of(job.source() + "\n" + job.id()).hex().substring(0, SHORT);
  }

  private static String jobName(JobRef job) {
    return job.id().isKey() ? job.id() + "." + jobHash(job) : jobHash(job);
  }

  private static String jobFolder(JobRef job) {
    return JOBS + jobName(job);
  }

  /** Prefix of the markers of a fan-out's finished tasks, one per task. */
  public static String markers(String folder) {
    return folder + "/done/";
  }

  public static ObjectKey marker(String folder, String task) {
    return new ObjectKey(markers(folder) + task);
  }

  /** The record of the tasks that were done before a fan-out started. */
  public static ObjectKey found(String folder) {
    return new ObjectKey(folder + "/found.json");
  }

  /** The marker that a fan-out was started. */
  public static ObjectKey started(String folder) {
    return new ObjectKey(folder + "/started");
  }

  /** The marker that all tasks of a fan-out are done. */
  public static ObjectKey complete(String folder) {
    return new ObjectKey(folder + "/complete");
  }

  /** The current round of a fan-out's watchdog. */
  public static ObjectKey watchdog(String folder) {
    return new ObjectKey(folder + "/watchdog.json");
  }

  /** Prefix of the saved chunks of a long source until they are joined. */
  public static String chunks(JobRef job) {
    return chunksFolder(job) + "/";
  }

  /** The same without a slash at its end. */
  public static String chunksFolder(JobRef job) {
    return CHUNKS + jobName(job);
  }

  /** The chunk plan of a job's source. */
  public static ObjectKey chunkPlan(JobRef job) {
    return new ObjectKey(chunks(job) + "plan.json");
  }

  public static ObjectKey chunkFile(JobRef job, int position, String name) {
    return new ObjectKey(chunks(job) + position + "/" + name);
  }

  /** The terminal record of a job: first writer wins. */
  public static ObjectKey jobResult(JobRef job) {
    return new ObjectKey(jobFolder(job) + "/result.json");
  }

  /** Prefix of the jobs that are in a lane, or wait for others of their account. */
  public static final String ADMISSION = "admission/";

  /** The same of one account and lane. */
  public static String admission(String lane, Sha256 account) {
    return ADMISSION + lane + "/" + account.hex().substring(0, SHORT) + "/";
  }

  /** Where a job was admitted, for whoever ends it in another message. */
  public static ObjectKey jobAdmission(JobRef job) {
    return new ObjectKey(jobFolder(job) + "/admission.json");
  }

  /** Prefix of all records of a job. */
  public static String job(JobRef job) {
    return jobFolder(job) + "/";
  }

  /** The render and revision of a render job. */
  public static ObjectKey jobRender(JobRef job) {
    return new ObjectKey(jobFolder(job) + "/render.json");
  }

  public static ObjectKey textImage(Sha256 png) {
    return new ObjectKey(TEXT + png + ".png");
  }

  /** The record of a rasterized text. */
  public static ObjectKey textRecord(Sha256 request) {
    return new ObjectKey(TEXT + request + ".json");
  }

  /** Prefix of all objects of an asset. */
  public static String asset(Id asset) {
    return ASSETS + asset + "/";
  }

  /** The pointer to an asset's current manifest. */
  public static ObjectKey assetPointer(Id asset) {
    return new ObjectKey(asset(asset) + "manifest.json");
  }

  /** Prefix of the artifact cache entries of one content of an asset. */
  public static String assetContents(Id asset, Sha256 content) {
    return asset(asset) + content + "/";
  }

  public static ObjectKey assetContent(Id asset, Sha256 content, String name) {
    return new ObjectKey(assetContents(asset, content) + name);
  }

  /** Prefix of the probe results of a content. */
  public static String facts(Sha256 content) {
    return FACTS + content + "/";
  }

  /** A probe result of a content, whichever asset has it. */
  public static ObjectKey facts(Sha256 content, String name) {
    return new ObjectKey(facts(content) + name);
  }

  /** The fingerprints of a content, whichever asset has it; the version is that of the format. */
  public static ObjectKey fingerprint(Sha256 content) {
    return new ObjectKey(FINGERPRINTS + content + "/v1.json");
  }

  /** A rendered segment or soundtrack, shared by all renders. */
  public static ObjectKey segment(Sha256 key, String extension) {
    return new ObjectKey(SEGMENTS + key + "." + extension);
  }

  public static ObjectKey latestRevision(Id render) {
    return new ObjectKey("renders/" + render + "/latest.json");
  }

  /** Prefix of all objects of a revision of a render, without a slash at its end. */
  public static String renderFolder(Id render, Sha256 revision) {
    return "renders/" + render + "/" + revision;
  }

  private static ObjectKey revision(Id render, Sha256 revision) {
    return new ObjectKey(renderFolder(render, revision));
  }

  public static ObjectKey plan(Id render, Sha256 revision) {
    return revision(render, revision).resolve("plan.json");
  }

  /** Prefix of the jobs that wait for a render, one object per job. */
  public static String waiting(Id render, Sha256 revision) {
    return revision(render, revision).value() + "/jobs/";
  }

  public static ObjectKey waiting(Id render, Sha256 revision, JobRef job) {
    return new ObjectKey(waiting(render, revision) + jobHash(job) + ".json");
  }

  /** The terminal record of a render: first writer wins. */
  public static ObjectKey renderResult(Id render, Sha256 revision) {
    return revision(render, revision).resolve("result.json");
  }

  /** An output of a render, by file name. */
  public static ObjectKey renderOutput(Id render, Sha256 revision, String name) {
    return revision(render, revision).resolve(name);
  }

  /** What was asked for when a revision was planned first. */
  public static ObjectKey renderRequest(Id render, Sha256 revision) {
    return renderOutput(render, revision, "request.json");
  }

  /** A signed film of a revision of a render, or the manifest beside it. */
  public static ObjectKey signedOutput(Id render, Sha256 revision, String name) {
    return new ObjectKey(renderFolder(render, revision) + "/c2pa/" + name);
  }

  /** The C2PA manifests of a content, whichever asset has it. */
  public static ObjectKey manifestStore(Sha256 content) {
    return new ObjectKey(MANIFEST_STORES + content + ".c2pa");
  }

  /** The lineage of a revision of a render. */
  public static ObjectKey lineage(Id render, Sha256 revision) {
    return renderOutput(render, revision, "lineage.json");
  }

  /** Prefix of the people documents of a revision, in order of their names. */
  public static String people(Id render, Sha256 revision) {
    return revision(render, revision).value() + "/people/";
  }

  /** A people document, counted from 1. */
  public static ObjectKey people(Id render, Sha256 revision, int number) {
    return new ObjectKey(
        people(render, revision) + String.format(Locale.ROOT, "%06d.json", number));
  }

  /** Prefix of the index of the renders that assets, renders and people are in. */
  public static final String USES = "uses/";

  /** Prefix of the index of the renders that an asset is in, itself or through other renders. */
  public static String usesOfAsset(Id asset) {
    return USES + "assets/" + asset + "/";
  }

  public static ObjectKey useOfAsset(Id asset, Id render, Sha256 revision) {
    return new ObjectKey(usesOfAsset(asset) + render + "/" + revision);
  }

  /** The same of a render that is in assets of these in an unknown part. */
  public static String usesOfRender(Id render) {
    return USES + "renders/" + render + "/";
  }

  public static ObjectKey useOfRender(Id contained, Id render, Sha256 revision) {
    return new ObjectKey(usesOfRender(contained) + render + "/" + revision);
  }

  /** The same of a person, under a hash of the id. */
  public static String usesOfPerson(Id person) {
    return USES + "people/" + Sha256.of(person.value()).hex().substring(0, SHORT) + "/";
  }

  public static ObjectKey useOfPerson(Id person, Id render, Sha256 revision) {
    return new ObjectKey(usesOfPerson(person) + render + "/" + revision);
  }

  /** What films that use a render are composed from. */
  public static ObjectKey mosaic(Id render, Sha256 revision) {
    return renderOutput(render, revision, "mosaic.json");
  }

  /** The same before the renders in it were composed. */
  public static ObjectKey ownParts(Id render, Sha256 revision) {
    return renderOutput(render, revision, "own-parts.json");
  }

  /** Prefix of the renders whose output a content is, one object per revision. */
  public static String rendersOf(Sha256 output) {
    return OUTPUTS + output + "/";
  }

  public static ObjectKey renderOf(Sha256 output, Sha256 revision) {
    return new ObjectKey(rendersOf(output) + revision + ".json");
  }

  /** A draft of a proposal in one of its forms, beside the digest of its JSON. */
  public static ObjectKey proposalDocument(Id proposal, Sha256 draft, String name) {
    return new ObjectKey(PROPOSALS + proposal + "/" + draft + "/" + name);
  }

  /** Prefix of the ledger. */
  public static final String LEDGER = "ledger/";

  /** Prefix of the entries of the ledger, in the order of their keys. */
  public static final String LEDGER_ENTRIES = "ledger/entries/";

  /** Prefix of the published checkpoints of the ledger, in the order of their keys. */
  public static final String LEDGER_CHECKPOINTS = "ledger/checkpoints/";

  /** Prefix of the lines of proposals that are in the ledger. */
  public static final String LEDGER_PROPOSALS = "ledger/proposals/";

  /** Number of digits of a place in the ledger, so that keys are in the order of the places. */
  private static final String PLACE = "%012d";

  public static ObjectKey ledgerEntry(long index) {
    return new ObjectKey(LEDGER_ENTRIES + PLACE.formatted(index) + ".json");
  }

  /** The checkpoint of a ledger of so many entries. */
  public static ObjectKey ledgerCheckpoint(long size) {
    return new ObjectKey(LEDGER_CHECKPOINTS + PLACE.formatted(size) + ".txt");
  }

  /** A document that an entry names by its digest. */
  public static ObjectKey ledgerDocument(Sha256 content) {
    return new ObjectKey("ledger/documents/" + content + ".json");
  }

  public static ObjectKey proposalLines(Id proposal) {
    return new ObjectKey(LEDGER_PROPOSALS + proposal + "/lines.json");
  }

  /** The place in the ledger of a proposal's entry. */
  public static ObjectKey proposalPlace(Id proposal) {
    return new ObjectKey(LEDGER_PROPOSALS + proposal + "/place.json");
  }

  /** The one record that says who a handle is. */
  public static ObjectKey person(Id handle) {
    return new ObjectKey(PEOPLE + handle + ".json");
  }

  /**
   * The handle of a person.
   *
   * @param keyed the person's id, hashed with a secret
   */
  public static ObjectKey handleOf(Sha256 keyed) {
    return new ObjectKey(HANDLES + keyed + ".json");
  }

  /** The tombstone of a forgotten asset, under a hash of the id. */
  public static ObjectKey assetTombstone(Id asset) {
    return new ObjectKey(FORGOTTEN + "assets/" + hashed(asset) + ".json");
  }

  /** The tombstone of a forgotten person, under a hash of the id. */
  public static ObjectKey personTombstone(Id person) {
    return new ObjectKey(FORGOTTEN + "people/" + hashed(person) + ".json");
  }

  private static String hashed(Id id) {
    return Sha256.of(id.value()).hex();
  }

  /** How far an endpoint of webhooks has come in the event log. */
  public static ObjectKey relayState(Id endpoint) {
    return new ObjectKey("relay/" + endpoint + ".json");
  }

  /** How far a job that deletes is; it goes with the job's end. */
  public static ObjectKey deletionProgress(JobRef job) {
    return new ObjectKey(FORGOTTEN + "progress/" + jobName(job) + ".json");
  }

  /** The report of a job that deletes. */
  public static ObjectKey deletionReport(JobRef job) {
    return new ObjectKey(DELETION_REPORTS + jobName(job) + ".json");
  }

  public static ObjectKey timeline(Sha256 content) {
    return new ObjectKey(TIMELINES + content + ".otio");
  }

  /** Key of a file that the command line uploads. */
  public static ObjectKey commandLineUpload(Sha256 content, String extension) {
    return new ObjectKey(UPLOADS + "cli/" + content + extension);
  }
}
