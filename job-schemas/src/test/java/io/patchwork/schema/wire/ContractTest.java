package io.patchwork.schema.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.patchwork.schema.deletion.DeletionReport;
import io.patchwork.schema.event.EventKind;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.job.Propose;
import io.patchwork.schema.job.Retention;
import io.patchwork.schema.ledger.AmountsList;
import io.patchwork.schema.ledger.LedgerContent;
import io.patchwork.schema.ledger.LedgerEntry;
import io.patchwork.schema.ledger.PaymentList;
import io.patchwork.schema.ledger.PersonRecord;
import io.patchwork.schema.ledger.ProposalLines;
import io.patchwork.schema.ledger.Statement;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.CreditChange;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.MeasuredAlpha;
import io.patchwork.schema.lineage.People;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.manifest.AlphaTrack;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.AudioFingerprint;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.Chapter;
import io.patchwork.schema.manifest.DocumentInfo;
import io.patchwork.schema.manifest.DolbyVision;
import io.patchwork.schema.manifest.FingerprintDocument;
import io.patchwork.schema.manifest.Fingerprints;
import io.patchwork.schema.manifest.FrameIndex;
import io.patchwork.schema.manifest.HdrStaticMetadata;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.OtherStream;
import io.patchwork.schema.manifest.PdqHash;
import io.patchwork.schema.manifest.SpatialVideo;
import io.patchwork.schema.manifest.StillFingerprint;
import io.patchwork.schema.manifest.StreamLabel;
import io.patchwork.schema.manifest.TextFingerprint;
import io.patchwork.schema.manifest.VideoFingerprint;
import io.patchwork.schema.manifest.VideoSample;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.proposal.Adjustment;
import io.patchwork.schema.proposal.Correction;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.Dispute;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.PayeeTotal;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.proposal.ProposalBody;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Schemas, records and examples say the same. */
final class ContractTest {

  private static final int MIN_DESCRIPTION = 12;

  private static List<Path> files(String folder) throws IOException, URISyntaxException {
    Path root = Path.of(Objects.requireNonNull(ContractTest.class.getResource(folder)).toURI());
    try (Stream<Path> files = Files.list(root)) {
      return files.sorted().toList();
    }
  }

  static List<Path> validExamples() throws Exception {
    return files("/io/patchwork/schema/examples");
  }

  static List<Path> invalidExamples() throws Exception {
    return files("/examples/invalid");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("validExamples")
  void aValidExampleIsReadAndWrittenAsItWas(Path example) throws Exception {
    JsonNode document = Json.tree(Files.readAllBytes(example));
    byte[] body = Json.bytes(document);

    byte[] written;
    if (document.path("type").asString().startsWith("io.patchwork.job.")) {
      JobMessage message = MessageCodec.readJob(body);
      written = MessageCodec.write(message.envelope(), message.job());
    } else {
      EventMessage message = MessageCodec.readEvent(body);
      written = MessageCodec.write(message.envelope(), message.event());
    }

    assertThat(Json.tree(written)).isEqualTo(document);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidExamples")
  void anInvalidExampleIsRefusedWithEveryViolation(Path example) throws Exception {
    JsonNode expected = Json.tree(Files.readAllBytes(example));
    Set<String> pointers = new TreeSet<>();
    expected.path("pointers").forEach(pointer -> pointers.add(pointer.asString()));

    InvalidMessage refused =
        catchThrowableOfType(
            InvalidMessage.class, () -> MessageCodec.readJob(Json.bytes(expected.path("message"))));

    assertThat(refused).as("refusal").isNotNull();
    assertThat(refused.code().wireName()).isEqualTo(expected.path("code").asString());
    // A missing property is told at its parent, with its name in the message.
    assertThat(refused.violations())
        .extracting(violation -> missing(violation))
        .containsAll(pointers);
  }

  private static String missing(Violation violation) {
    java.util.regex.Matcher name =
        java.util.regex.Pattern.compile("required property '([^']+)' not found")
            .matcher(violation.message());
    return name.find() ? violation.pointer() + "/" + name.group(1) : violation.pointer();
  }

  @Test
  void everyKindOfJobAndEventHasAnExample() throws Exception {
    String names = validExamples().toString();

    assertThat(JobKind.values()).allMatch(kind -> names.contains("job." + kind.wireName()));
    assertThat(EventKind.values()).allMatch(kind -> names.contains("event." + kind.wireName()));
  }

  @Test
  void unknownFieldsOfAKnownVersionAreIgnored() throws Exception {
    String body =
        """
        {"specversion":"1.0","id":"j","source":"urn:x","type":"io.patchwork.job.transcode.v1",
         "time":"2026-01-01T00:00:00Z","extra":{"a":1},"data":{"source":"asset:a","later":true}}
        """;

    JobMessage message = MessageCodec.readJob(body.getBytes(StandardCharsets.UTF_8));

    assertThat(message.envelope().id().value()).isEqualTo("j");
  }

  @Test
  void aMessageOverTheLimitIsRefusedUnread() {
    byte[] body = new byte[MessageCodec.MAX_BYTES + 1];

    InvalidMessage refused =
        catchThrowableOfType(InvalidMessage.class, () -> MessageCodec.readJob(body));

    assertThat(refused.code()).isEqualTo(FailureCode.MESSAGE_TOO_LARGE);
  }

  @Test
  void aMessageThatIsTooLargeStillSaysWhoseItIs() {
    String body =
        "{\"data\":{\"id\":\"other\",\"text\":\""
            + "x".repeat(MessageCodec.MAX_BYTES)
            + "\"},\"id\":\"urn:uuid:1b4e28ba\",\"source\":\"urn:platform\","
            + "\"time\":\"2026-11-27T12:00:00Z\",\"type\":\"io.patchwork.job.ingest.v1\",";

    InvalidMessage refused =
        catchThrowableOfType(
            InvalidMessage.class,
            () -> MessageCodec.readJob(body.getBytes(StandardCharsets.UTF_8)));

    assertThat(refused.code()).isEqualTo(FailureCode.MESSAGE_TOO_LARGE);
    assertThat(refused.ref())
        .contains(new JobRef(new JobId("urn:uuid:1b4e28ba"), "urn:platform", JobKind.INGEST));
    assertThat(refused.sent()).contains(Instant.parse("2026-11-27T12:00:00Z"));
  }

  @Test
  void idsAndTimesAreThoseOfCloudEvents() throws Exception {
    String body =
        """
        {"specversion":"1.0","id":"urn:uuid:1b4e28ba/ä","source":"urn:platform",
         "type":"io.patchwork.job.transcode.v1","time":"2026-11-27T14:00:00.5+02:00",
         "data":{"source":"asset:a"}}
        """;

    JobMessage message = MessageCodec.readJob(body.getBytes(StandardCharsets.UTF_8));

    assertThat(message.envelope().id().value()).isEqualTo("urn:uuid:1b4e28ba/ä");
    assertThat(message.envelope().time()).isEqualTo(Instant.parse("2026-11-27T12:00:00.5Z"));
  }

  @ParameterizedTest
  @MethodSource("noMessages")
  void whatIsNoObjectIsRefused(String text) {
    InvalidMessage refused =
        catchThrowableOfType(
            InvalidMessage.class,
            () -> MessageCodec.readJob(text.getBytes(StandardCharsets.UTF_8)));

    assertThat(refused.code()).isEqualTo(FailureCode.MALFORMED_MESSAGE);
  }

  static List<String> noMessages() {
    return List.of("", "null", "[]", "1", "{", "\"text\"", "{\"id\":1,\"id\":2}", "[".repeat(5000));
  }

  @Test
  void equalDataHasOneDigestHoweverItIsWritten() throws Exception {
    String body =
        """
        {"specversion":"1.0","id":"j","source":"urn:x","type":"io.patchwork.job.render.v1",
         "time":"2026-01-01T00:00:00Z","data":{%s}}
        """;
    String one = "\"render\":\"r\",\"timeline\":\"s3://bucket/t\"";
    String two = "\"timeline\" : \"s3://bucket/t\" , \"render\":\"r\"";

    assertThat(
            MessageCodec.readJob(body.formatted(one).getBytes(StandardCharsets.UTF_8)).dataDigest())
        .isEqualTo(
            MessageCodec.readJob(body.formatted(two).getBytes(StandardCharsets.UTF_8))
                .dataDigest());
  }

  /** Every record and the schema object that describes it. */
  static List<Arguments> records() {
    List<Arguments> pairs = new ArrayList<>();
    for (JobKind kind : JobKind.values()) {
      pairs.add(Arguments.of(Job.record(kind), "job." + kind.wireName() + ".v1", ""));
    }
    for (EventKind kind : EventKind.values()) {
      pairs.add(Arguments.of(JobEvent.record(kind), "event." + kind.wireName() + ".v1", ""));
    }
    pairs.add(
        Arguments.of(Propose.ProposedRender.class, "job.proposal.v1", "/$defs/proposedRender"));
    pairs.add(Arguments.of(Contributor.class, "common.v1", "/$defs/contributor"));
    pairs.add(Arguments.of(JobRef.class, "common.v1", "/$defs/jobRef"));
    pairs.add(Arguments.of(Artifact.class, "common.v1", "/$defs/artifact"));
    pairs.add(
        Arguments.of(Artifact.Coding.class, "common.v1", "/$defs/artifact/properties/coding"));
    pairs.add(Arguments.of(PdqHash.class, "common.v1", "/$defs/pdq"));
    pairs.add(Arguments.of(Fingerprints.class, "common.v1", "/$defs/fingerprints"));
    for (Class<?> result : Result.class.getPermittedSubclasses()) {
      pairs.add(Arguments.of(result, "event.completed.v1", "/$defs/" + definition(result)));
    }
    pairs.add(
        Arguments.of(
            Result.SegmentCount.class,
            "event.completed.v1",
            "/$defs/ofRender/properties/segments"));
    pairs.add(Arguments.of(Lineage.class, "lineage.v1", ""));
    pairs.add(Arguments.of(People.class, "people.v1", ""));
    pairs.add(Arguments.of(CreditChange.class, "lineage.v1", "/$defs/creditChange"));
    pairs.add(Arguments.of(Use.class, "lineage.v1", "/$defs/use"));
    pairs.add(Arguments.of(Generated.class, "lineage.v1", "/$defs/generated"));
    pairs.add(Arguments.of(Credit.class, "lineage.v1", "/$defs/credit"));
    pairs.add(Arguments.of(AssetManifest.class, "manifest.v1", ""));
    pairs.add(Arguments.of(MediaInfo.class, "manifest.v1", "/$defs/mediaInfo"));
    pairs.add(Arguments.of(VideoStream.class, "manifest.v1", "/$defs/videoStream"));
    pairs.add(Arguments.of(AudioStream.class, "manifest.v1", "/$defs/audioStream"));
    pairs.add(Arguments.of(OtherStream.class, "manifest.v1", "/$defs/otherStream"));
    pairs.add(Arguments.of(StreamLabel.class, "manifest.v1", "/$defs/streamLabel"));
    pairs.add(Arguments.of(DolbyVision.class, "manifest.v1", "/$defs/dolbyVision"));
    pairs.add(Arguments.of(SpatialVideo.class, "manifest.v1", "/$defs/spatialVideo"));
    pairs.add(Arguments.of(DocumentInfo.class, "manifest.v1", "/$defs/documentInfo"));
    pairs.add(Arguments.of(Chapter.class, "manifest.v1", "/$defs/chapter"));
    pairs.add(Arguments.of(HdrStaticMetadata.class, "manifest.v1", "/$defs/hdrStaticMetadata"));
    pairs.add(Arguments.of(FrameIndex.class, "frames.v1", ""));
    pairs.add(Arguments.of(AlphaTrack.class, "alpha.v1", ""));
    pairs.add(Arguments.of(AlphaTrack.Entry.class, "alpha.v1", "/$defs/entry"));
    pairs.add(Arguments.of(MeasuredAlpha.class, "lineage.v1", "/$defs/use/properties/alpha"));
    pairs.add(Arguments.of(Policy.class, "policy.v1", ""));
    pairs.add(Arguments.of(Policy.MediaPool.class, "policy.v1", "/$defs/mediaPool"));
    pairs.add(Arguments.of(Policy.FixedRole.class, "policy.v1", "/$defs/fixedRole"));
    pairs.add(Arguments.of(Policy.RemixerShare.class, "policy.v1", "/$defs/remixerShare"));
    for (Class<?> rule : Policy.UnknownPart.class.getPermittedSubclasses()) {
      pairs.add(Arguments.of(rule, "policy.v1", "/$defs/" + definition(rule)));
    }
    pairs.add(Arguments.of(Decisions.class, "adjustments.v1", ""));
    pairs.add(Arguments.of(Dispute.class, "adjustments.v1", "/$defs/dispute"));
    pairs.add(Arguments.of(Dispute.Answer.class, "adjustments.v1", "/$defs/answer"));
    for (Class<?> adjustment : Adjustment.class.getPermittedSubclasses()) {
      String pointer = "/$defs/" + definition(adjustment);
      pairs.add(Arguments.of(adjustment, "adjustments.v1", pointer));
      pairs.add(Arguments.of(adjustment, "proposal.v1", pointer));
    }
    pairs.add(Arguments.of(Proposal.class, "proposal.v1", ""));
    pairs.add(Arguments.of(Proposal.RenderPart.class, "proposal.v1", "/$defs/renderPart"));
    pairs.add(Arguments.of(ProposalBody.class, "proposal.v1", "/$defs/body"));
    pairs.add(Arguments.of(ProposalBody.Places.class, "proposal.v1", "/$defs/places"));
    pairs.add(Arguments.of(ProposalBody.DisputeState.class, "proposal.v1", "/$defs/disputeState"));
    pairs.add(Arguments.of(PayeeTotal.class, "proposal.v1", "/$defs/payeeTotal"));
    pairs.add(Arguments.of(Line.class, "proposal.v1", "/$defs/line"));
    pairs.add(Arguments.of(Line.Generation.class, "proposal.v1", "/$defs/generation"));
    pairs.add(Arguments.of(Line.Hold.class, "proposal.v1", "/$defs/hold"));
    pairs.add(Arguments.of(Line.Evidence.class, "proposal.v1", "/$defs/evidence"));
    pairs.add(Arguments.of(Correction.class, "proposal.v1", "/$defs/correction"));
    pairs.add(Arguments.of(Correction.ChangedLine.class, "proposal.v1", "/$defs/changedLine"));
    pairs.add(Arguments.of(Correction.Cause.class, "proposal.v1", "/$defs/cause"));
    pairs.add(Arguments.of(Loudness.class, "manifest.v1", "/$defs/loudness"));
    pairs.add(Arguments.of(FingerprintDocument.class, "fingerprint.v1", ""));
    pairs.add(Arguments.of(StillFingerprint.class, "fingerprint.v1", "/$defs/stillPrint"));
    pairs.add(Arguments.of(VideoFingerprint.class, "fingerprint.v1", "/$defs/videoPrint"));
    pairs.add(Arguments.of(VideoSample.class, "fingerprint.v1", "/$defs/videoSample"));
    pairs.add(Arguments.of(TextFingerprint.class, "fingerprint.v1", "/$defs/textPrint"));
    pairs.add(Arguments.of(AudioFingerprint.class, "fingerprint.v1", "/$defs/soundPrint"));
    pairs.add(Arguments.of(Statement.class, "statement.v1", ""));
    pairs.add(Arguments.of(Statement.Line.class, "statement.v1", "/$defs/line"));
    pairs.add(Arguments.of(LedgerEntry.class, "ledger-entry.v1", ""));
    pairs.add(Arguments.of(AmountsList.class, "amounts.v1", ""));
    pairs.add(Arguments.of(AmountsList.Amount.class, "amounts.v1", "/$defs/amount"));
    pairs.add(Arguments.of(PaymentList.class, "payments.v1", ""));
    pairs.add(Arguments.of(PaymentList.Payment.class, "payments.v1", "/$defs/payment"));
    pairs.add(Arguments.of(ProposalLines.class, "proposal-lines.v1", ""));
    pairs.add(Arguments.of(ProposalLines.Line.class, "proposal-lines.v1", "/$defs/line"));
    pairs.add(Arguments.of(PersonRecord.class, "person.v1", ""));
    pairs.add(
        Arguments.of(
            Retention.DeleteAfterDays.class, "job.retention.v1", "/$defs/deleteAfterDays"));
    pairs.add(Arguments.of(DeletionReport.class, "deletion-report.v1", ""));
    pairs.add(
        Arguments.of(DeletionReport.HeldRender.class, "deletion-report.v1", "/$defs/heldRender"));
    pairs.add(Arguments.of(DeletionReport.Deletion.class, "deletion-report.v1", "/$defs/deletion"));
    pairs.add(Arguments.of(DeletionReport.Kept.class, "deletion-report.v1", "/$defs/kept"));
    return pairs;
  }

  /** Every content of an entry of the ledger and its kind. */
  static List<Arguments> ledgerContents() {
    return Arrays.stream(LedgerContent.class.getAnnotation(JsonSubTypes.class).value())
        .map(type -> Arguments.of(type.value(), type.name()))
        .toList();
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("ledgerContents")
  void everyContentOfTheLedgerIsInItsSchema(Class<?> type, String kind) throws Exception {
    JsonNode properties = schema("ledger-entry.v1").at("/$defs/" + kind + "/properties");

    Set<String> inSchema = new TreeSet<>(properties.propertyNames());
    assertThat(inSchema.remove("kind")).isTrue();
    assertThat(properties.at("/kind/const").asString()).isEqualTo(kind);
    assertThat(inSchema)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void everySchemaPropertyIsARecordComponentAndTheReverse(
      Class<?> type, String schema, String pointer) throws Exception {
    JsonNode properties = schema(schema).at(pointer + "/properties");

    Set<String> inSchema = new TreeSet<>(properties.propertyNames());
    inSchema.remove("of");
    Set<String> inRecord = new TreeSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      inRecord.add(component.getName());
    }
    assertThat(inSchema).isEqualTo(inRecord);
  }

  static List<String> schemas() throws Exception {
    Path folder =
        Path.of(
                Objects.requireNonNull(
                        ContractTest.class.getResource(
                            "/io/patchwork/schema/common.v1.schema.json"))
                    .toURI())
            .resolveSibling("");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".schema.json"))
          .map(name -> name.substring(0, name.length() - ".schema.json".length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("schemas")
  void everySchemaAndPropertyIsDescribedInASentence(String name) throws Exception {
    JsonNode schema = schema(name);
    List<String> undescribed = new ArrayList<>();

    undescribed(schema, "", undescribed);

    assertThat(isDescribed(schema)).as(name + " as a whole").isTrue();
    assertThat(undescribed).isEmpty();
  }

  /** Adds the pointers of all properties and definitions below a node that say too little. */
  private static void undescribed(JsonNode node, String pointer, List<String> found) {
    for (String list : List.of("properties", "$defs")) {
      node.path(list)
          .properties()
          .forEach(entry -> {
            if (!isDescribed(entry.getValue())) {
              found.add(pointer + "/" + list + "/" + entry.getKey());
            }
          });
    }
    node.properties()
        .forEach(entry -> undescribed(entry.getValue(), pointer + "/" + entry.getKey(), found));
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        undescribed(node.path(i), pointer + "/" + i, found);
      }
    }
  }

  private static boolean isDescribed(JsonNode node) {
    String description = node.path("description").asString("");
    return description.length() >= MIN_DESCRIPTION && description.endsWith(".");
  }

  @Test
  void theSchemaListsEveryFailureCode() throws Exception {
    List<String> inSchema = new ArrayList<>();
    schema("event.failed.v1")
        .at("/properties/code/enum")
        .forEach(code -> inSchema.add(code.asString()));

    assertThat(inSchema)
        .containsExactlyElementsOf(
            Arrays.stream(FailureCode.values())
                .map(code -> code.name().toLowerCase(Locale.ROOT))
                .toList());
  }

  @Test
  void theSchemaListsEveryRoleOfAnArtifact() throws Exception {
    List<String> inSchema = new ArrayList<>();
    schema("common.v1")
        .at("/$defs/artifact/properties/role/enum")
        .forEach(role -> inSchema.add(role.asString()));

    assertThat(inSchema)
        .containsExactlyElementsOf(
            Arrays.stream(ArtifactRole.values()).map(ArtifactRole::wireName).toList());
  }

  /** What the schema calls a result, as in {@code ofAsset}. */
  private static String definition(Class<?> result) {
    String name = result.getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  @Test
  void everyResultHasAWireNameAndIsOneOfTheSchemas() throws Exception {
    List<String> inSchema = new ArrayList<>();
    schema("event.completed.v1")
        .at("/properties/result/oneOf")
        .forEach(one -> inSchema.add(one.path("$ref").asString()));
    Class<?>[] results = Result.class.getPermittedSubclasses();

    assertThat(inSchema)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(results).map(result -> "#/$defs/" + definition(result)).toList());
    assertThat(Result.class.getAnnotation(JsonSubTypes.class).value())
        .extracting(named -> (Object) named.value())
        .containsExactlyInAnyOrder((Object[]) results);
  }

  @Test
  void theSchemaListsEveryKindOfJob() throws Exception {
    List<String> inSchema = new ArrayList<>();
    schema("common.v1")
        .at("/$defs/jobRef/properties/kind/enum")
        .forEach(kind -> inSchema.add(kind.asString()));

    assertThat(inSchema)
        .containsExactlyElementsOf(Arrays.stream(JobKind.values()).map(JobKind::wireName).toList());
  }

  private static JsonNode schema(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ContractTest.class.getResourceAsStream(
                "/io/patchwork/schema/" + name + ".schema.json"))) {
      return Json.tree(in.readAllBytes());
    }
  }
}
