package io.patchwork.worker.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Propose;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.proposal.Correction;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.PayeeTotal;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Otio;
import io.patchwork.worker.RealCluster;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.WorkerProcess;
import io.patchwork.worker.ledger.KeyFiles;
import io.patchwork.worker.proposal.DocumentReader;
import io.patchwork.worker.proposal.Policies;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Proposals by message, through a real broker and a real S3 API. */
@Timeout(120)
final class ProposalJobIT {

  private static final String HOSTILE = "<script>alert(1)</script>=cmd|'/C calc'!A0\u202egpj";
  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

  @TempDir static Path temp;
  private static RealCluster cluster;
  private static WorkerProcess worker;
  private static JobEvent withoutSecret;

  /** A film of two seconds, of which Ana has a third and somebody with a hostile name the rest. */
  @BeforeAll
  static void renderAFilm() throws Exception {
    cluster = new RealCluster(temp);
    Path secret = temp.resolve("secret");
    KeyFiles.createSecret(secret);
    try (WorkerProcess forgetful = cluster.worker("forgetful", Map.of())) {
      withoutSecret = cluster.run(asked().job());
      assertThat(forgetful.terminate()).isEqualTo(0);
    }
    worker = cluster.worker("worker", Map.of("PATCHWORK_LEDGER_SECRET", secret.toString()));
    Path clip = TestMedia.video(temp.resolve("clip.mp4"), 2, "320x180", "25", 440);
    Ingest upload = cluster.ingest("clip", "ana", clip);
    List<Contributor> people =
        List.of(
            new Contributor(
                new Id("ana"),
                "Ana",
                "camera",
                Fraction.of(1, 3),
                null,
                Collections.emptySortedMap()),
            new Contributor(
                new Id("eve"),
                HOSTILE,
                "light",
                Fraction.of(2, 3),
                null,
                Collections.emptySortedMap()));
    JobEvent ingested =
        cluster.run(
            new Ingest(upload.asset(), upload.source(), people, List.of(), null, null, null));
    assertThat(ingested).isInstanceOf(JobEvent.Completed.class);
    Otio otio = new Otio("25");
    otio.track("Video", otio.clip("asset:clip", 0, 50));
    TestCluster.film(
        cluster.run(Render.of(new Id("film"), cluster.timeline(otio.bytes()), "preview")));
  }

  @AfterAll
  static void disconnect() throws Exception {
    worker.close();
    cluster.close();
  }

  /** What is asked for, to be changed in one thing. */
  private record Asked(
      String render,
      @Nullable String amount,
      String currency,
      @Nullable Policy policy,
      @Nullable Source policyFile,
      @Nullable Decisions adjustments,
      @Nullable Source since) {

    private Propose job() {
      return new Propose(
          new Id("autumn"),
          List.of(new Propose.ProposedRender(new Id(render), null, null)),
          amount,
          currency,
          policy,
          policyFile,
          adjustments,
          null,
          since,
          List.of(),
          DAY,
          null);
    }

    private Asked amount(String other, String code) {
      return new Asked(render, other, code, policy, policyFile, adjustments, since);
    }

    private Asked policies(@Nullable Policy own, @Nullable Source file) {
      return new Asked(render, amount, currency, own, file, adjustments, since);
    }

    private Asked adjusted(String yaml) throws Exception {
      Decisions decisions = DocumentReader.decisions(yaml.getBytes(StandardCharsets.UTF_8));
      return new Asked(render, amount, currency, policy, policyFile, decisions, since);
    }

    private Asked since(Source other) {
      return new Asked(render, amount, currency, policy, policyFile, adjustments, other);
    }
  }

  private static Asked asked() throws Exception {
    return new Asked("film", "100.00", "EUR", policy(), null, null, null);
  }

  private static byte[] policyFile() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            Policies.class.getResourceAsStream("/io/patchwork/worker/proposal/policy.yaml"))) {
      return in.readAllBytes();
    }
  }

  private static Policy policy() throws Exception {
    return Policies.read(policyFile());
  }

  private static Source.Stored stored(String key, byte[] bytes) {
    cluster
        .store()
        .putIfAbsent(new ObjectKey(key), Upload.of(bytes, "text/plain", Sha256.of(bytes).hex()));
    return new Source.Stored(cluster.store().uri(new ObjectKey(key)));
  }

  private static Result.OfProposal drafted(Asked asked) throws Exception {
    JobEvent end = cluster.run(asked.job());
    if (end instanceof JobEvent.Completed(var _, Result.OfProposal result, var _)) {
      return result;
    }
    throw new AssertionError("not a proposal: " + end);
  }

  private static String text(Result.OfProposal result, ArtifactRole role) {
    Artifact artifact = TestCluster.one(result.artifacts(), role);
    byte[] bytes =
        cluster.store().read(new ObjectKey(artifact.key()), 1 << 20).orElseThrow().bytes();
    assertThat(Sha256.of(bytes)).isEqualTo(artifact.sha256());
    assertThat(bytes).hasSize((int) artifact.bytes());
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Proposal document(Result.OfProposal result) {
    return Json.read(
        text(result, ArtifactRole.PROPOSAL).getBytes(StandardCharsets.UTF_8), Proposal.class);
  }

  @Test
  void aDraftIsStoredInAllItsFormsAndEqualsThatOfTheCommand() throws Exception {
    Source.Stored file = stored("uploads/policy.yaml", policyFile());

    Result.OfProposal result = drafted(asked().policies(null, file));

    Proposal proposal = document(result);
    assertThat(result.artifacts())
        .extracting(Artifact::key)
        .containsExactly(
            "proposals/autumn/" + result.sha256() + "/proposal.json",
            "proposals/autumn/" + result.sha256() + "/lines.csv",
            "proposals/autumn/" + result.sha256() + "/payees.csv",
            "proposals/autumn/" + result.sha256() + "/proposal.html");
    assertThat(List.of(result.amount(), result.due(), result.held()))
        .containsExactly("100.00", "100.00", "0.00");
    assertThat(proposal.body().payees())
        .extracting(PayeeTotal::payable)
        .containsExactlyInAnyOrder("33.33", "66.67");
    assertThat(text(result, ArtifactRole.PROPOSAL_LINES))
        .contains(",video,source,clip,")
        .doesNotContain("script");
    assertThat(text(result, ArtifactRole.PROPOSAL_PAYEES)).contains("EUR,33.33,33.33,0.00");
    assertThat(text(result, ArtifactRole.PROPOSAL_PAGE))
        .contains("&lt;script&gt;alert(1)", "Ana")
        .doesNotContain("<script>alert", "\u202e");
    assertThat(cluster.keys("ledger/")).isEmpty();

    Path policy = Files.write(temp.resolve("policy.yaml"), policyFile());
    Path out = temp.resolve("out");
    WorkerProcess.Said said =
        WorkerProcess.say(
            temp.resolve("command"),
            cluster.settings(Map.of("PATCHWORK_LEDGER_SECRET", temp.resolve("secret").toString())),
            "proposal",
            "film",
            "--amount",
            "100.00",
            "--currency",
            "EUR",
            "--policy",
            policy.toString(),
            "--date",
            DAY.toString(),
            "--as-of",
            DAY.toString(),
            "--out",
            out.toString());
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(Sha256.of(Files.readAllBytes(out.resolve("proposal.json"))))
        .isEqualTo(result.sha256());
    for (Artifact each : result.artifacts()) {
      String name = each.key().substring(each.key().lastIndexOf('/') + 1);
      assertThat(out.resolve(name)).content().isEqualTo(text(result, each.role()));
    }
  }

  @Test
  void whatWasPaidIsCorrectedAndAnAdjustmentKeepsItsReason() throws Exception {
    Artifact paid = TestCluster.one(drafted(asked()).artifacts(), ArtifactRole.PROPOSAL);
    Source.Stored since = new Source.Stored(cluster.store().uri(new ObjectKey(paid.key())));
    String poster =
        """
        format: patchwork.adjustments/1
        adjustments:
          - {of: fixed, payee: cho, amount: "10.00", author: otto, reason: "=1+1 <b>", date: 2026-11-01}
        newPeople: [cho]
        """;

    Result.OfProposal result =
        drafted(asked().amount("130.00", "EUR").since(since).adjusted(poster));

    Proposal proposal = document(result);
    assertThat(proposal.body().payees())
        .extracting(PayeeTotal::payable)
        .containsExactlyInAnyOrder("6.67", "13.33", "10.00");
    assertThat(Objects.requireNonNull(proposal.correction()).lines())
        .extracting(Correction.ChangedLine::difference)
        .containsExactlyInAnyOrder("6.67", "13.33", "10.00");
    assertThat(text(result, ArtifactRole.PROPOSAL_PAGE)).contains("=1+1 &lt;b&gt;");
  }

  @Test
  void currenciesHaveTheDecimalsThatTheyHave() throws Exception {
    assertThat(payable(asked().amount("100", "JPY"))).containsExactlyInAnyOrder("33", "67");
    assertThat(payable(asked().amount("1.001", "KWD"))).containsExactlyInAnyOrder("0.334", "0.667");
    assertThat(payable(asked().amount("92233720368547758.07", "EUR")))
        .containsExactlyInAnyOrder("30744573456182586.02", "61489146912365172.05");
  }

  private static List<String> payable(Asked asked) throws Exception {
    return document(drafted(asked)).body().payees().stream().map(PayeeTotal::payable).toList();
  }

  /** A job that fails, and how. */
  private record Refusal(Asked asked, FailureCode code, String why) {}

  @Test
  void badInputIsAFailedEventWithACodeAndASentence() throws Exception {
    Policy whole = policy();
    Policy heavy =
        new Policy(
            Policy.FORMAT,
            "Too much",
            List.of(
                new Policy.MediaPool(
                    whole.pools().get(0).pool(), Fraction.of(7, 10), whole.pools().get(0).metric()),
                whole.pools().get(1),
                whole.pools().get(2)),
            List.of(),
            whole.remixer(),
            whole.unattributed(),
            whole.withoutContributors(),
            whole.unknownPart(),
            null,
            whole.reserve(),
            whole.disputeDays(),
            whole.minimumPayout());
    Source.Stored file = stored("uploads/policy.yaml", policyFile());
    Source.Stored noPolicy =
        stored("uploads/no-policy.yaml", "[1".getBytes(StandardCharsets.UTF_8));
    Source.Stored people = stored("people/one.json", "{}".getBytes(StandardCharsets.UTF_8));
    Source.Stored missing =
        new Source.Stored(URI.create(file.uri().toString().replace("policy", "nothing")));
    String unknown =
        """
        format: patchwork.adjustments/1
        adjustments:
          - {of: fixed, payee: anna, amount: "10.00", author: otto, reason: poster, date: 2026-11-01}
        """;
    String dispute =
        """
        format: patchwork.adjustments/1
        disputes: [{id: d1, payee: bea, amount: "9.00", opened: 2026-11-03, reason: I was there}]
        """;
    List<Refusal> refusals =
        List.of(
            new Refusal(asked().policies(heavy, null), FailureCode.INVALID_POLICY, "come to 11/10"),
            new Refusal(
                asked().policies(whole, file),
                FailureCode.INVALID_POLICY,
                "Two policies are given"),
            new Refusal(asked().policies(null, null), FailureCode.INVALID_POLICY, "needs a policy"),
            new Refusal(
                asked().policies(null, noPolicy), FailureCode.INVALID_POLICY, "cannot be read"),
            new Refusal(
                asked().policies(null, missing), FailureCode.SOURCE_NOT_FOUND, "nothing at"),
            new Refusal(asked().policies(null, people), FailureCode.SOURCE_NOT_ALLOWED, "outside"),
            new Refusal(
                asked().amount("1.00", "XQQ"), FailureCode.INVALID_PROPOSAL, "no currency \"XQQ\""),
            new Refusal(
                asked().amount("1.00", "SEK"), FailureCode.INVALID_POLICY, "minimum payout in SEK"),
            new Refusal(
                asked().amount("100.00", "JPY"), FailureCode.INVALID_PROPOSAL, "no decimals"),
            new Refusal(asked().amount("1.00", "KWD"), FailureCode.INVALID_PROPOSAL, "3 decimals"),
            new Refusal(
                asked().amount("-1.00", "EUR"), FailureCode.INVALID_PROPOSAL, "is below zero"),
            new Refusal(
                asked().amount("92233720368547758.08", "EUR"),
                FailureCode.INVALID_PROPOSAL,
                "more than an amount may be"),
            new Refusal(
                new Asked("flim", "1.00", "EUR", whole, null, null, null),
                FailureCode.SOURCE_NOT_FOUND,
                "There is no render \"flim\""),
            new Refusal(
                asked().adjusted(unknown),
                FailureCode.INVALID_PROPOSAL,
                "is for anna, whom neither"),
            new Refusal(
                asked().adjusted(dispute),
                FailureCode.INVALID_PROPOSAL,
                "d1 is for bea, whom neither"),
            new Refusal(
                asked().since(file), FailureCode.INVALID_PROPOSAL, "The earlier proposal breaks"));
    List<String> before = cluster.keys("proposals/");

    List<String> told = new ArrayList<>();
    for (Refusal each : refusals) {
      JobEvent.Failed failed = TestCluster.failure(cluster.run(each.asked().job()));
      told.add(failed.code() + " " + failed.message());
      assertThat(failed.code()).as(each.why()).isEqualTo(each.code());
      assertThat(failed.message()).contains(each.why()).endsWith(".").contains(";");
    }

    assertThat(told).doesNotHaveDuplicates();
    assertThat(cluster.keys("proposals/")).isEqualTo(before);
  }

  @Test
  void aWorkerWithoutTheSecretSaysWhatIsMissing() {
    JobEvent.Failed failed = TestCluster.failure(withoutSecret);

    assertThat(failed.code()).isEqualTo(FailureCode.LEDGER_KEY);
    assertThat(failed.message()).contains("PATCHWORK_LEDGER_SECRET");
  }
}
