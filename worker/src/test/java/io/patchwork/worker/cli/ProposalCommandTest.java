package io.patchwork.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.ledger.LedgerEntry;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.proposal.AssetPeople;
import io.patchwork.worker.proposal.Handles;
import io.patchwork.worker.proposal.Holding;
import io.patchwork.worker.proposal.Names;
import io.patchwork.worker.proposal.ProposalInputs;
import io.patchwork.worker.proposal.RenderHoldings;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ProposalCommandTest {

  /** Every render shows two people for as long. */
  private static final class TwoPeople implements ProposalStore, ProposalInputs {
    @Override
    public ProposalInputs inputs() {
      return this;
    }

    @Override
    public boolean isKnown(Id person) {
      return List.of("ana", "ben").contains(person.value());
    }

    @Override
    public RenderHoldings holdings(Id render, Policy policy) {
      List<Holding> holdings = new ArrayList<>();
      List<AssetPeople> people = new ArrayList<>();
      for (String person : List.of("ana", "ben")) {
        AssetContent asset = AssetContent.unknown(new Id("of-" + person));
        holdings.add(
            new Holding(
                Pool.VIDEO,
                asset,
                false,
                0,
                Fraction.of(5),
                List.of(new Interval(RationalTime.ZERO, new RationalTime(Fraction.of(5))))));
        people.add(
            AssetPeople.settled(asset, List.of(new AssetPeople.Maker(new Id(person), null, true))));
      }
      return new RenderHoldings(
          render,
          Sha256.of(render.value()),
          Sha256.of("lineage"),
          holdings,
          List.of(),
          people,
          List.of());
    }

    @Override
    public Handles handles() {
      return person -> new Id("h-" + person);
    }

    @Override
    public Names names() {
      return handle -> handle.value().substring(2);
    }

    @Override
    public LedgerEntry record(Proposal proposal) {
      throw new IllegalStateException("these people are in no store");
    }

    @Override
    public void close() {}
  }

  @TempDir private Path folder;
  private Path policy = Path.of("");
  private final StringWriter said = new StringWriter();

  @BeforeEach
  void writePolicy() throws Exception {
    policy = folder.resolve("policy.yaml");
    try (InputStream in =
        Objects.requireNonNull(
            ProposalCommand.class.getResourceAsStream(
                "/io/patchwork/worker/proposal/policy.yaml"))) {
      Files.write(policy, in.readAllBytes());
    }
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--local", folder.toString()));
    CommandLine line =
        new CommandLine(
            new ProposalCommand(
                (config, secret) -> new TwoPeople(),
                InstantSource.fixed(Instant.parse("2026-11-01T00:00:00Z"))));
    line.setErr(new PrintWriter(said, true));
    line.setExecutionExceptionHandler(new CommandFailures());
    return line.execute(all.toArray(String[]::new));
  }

  private String file() {
    return policy.toString();
  }

  @Test
  void aProposalIsWrittenInAllItsForms() throws Exception {
    Path out = folder.resolve("out");

    int code =
        run(
            "film",
            "--amount",
            "100.01",
            "--currency",
            "EUR",
            "--policy",
            file(),
            "--out",
            out + "");

    assertThat(code).as(said.toString()).isZero();
    Proposal proposal = Json.read(Files.readAllBytes(out.resolve("proposal.json")), Proposal.class);
    assertThat(proposal.body().payees())
        .extracting(each -> each.payee() + " " + each.payable())
        .containsExactly("h-ana 50.01", "h-ben 50.00");
    assertThat(out.resolve("lines.csv")).content().contains("h-ana/0/video/source/of-ana");
    assertThat(out.resolve("payees.csv")).content().contains("h-ben,EUR,50.00");
    assertThat(out.resolve("proposal.html")).content().contains("No payment is made here");
    assertThat(
            run(
                "film",
                "--amount",
                "101.01",
                "--currency",
                "EUR",
                "--policy",
                file(),
                "--since",
                out.resolve("proposal.json") + "",
                "--out",
                out + ""))
        .isZero();
    assertThat(out.resolve("proposal.html")).content().contains("+0.50 EUR since the amount");
  }

  @Test
  void severalRendersHaveAnAmountOrAWeightEach() throws Exception {
    String[] common = {"--currency", "EUR", "--policy", file()};

    assertThat(run(with(common, "a", "b", "--amount", "10.00"))).isEqualTo(1);
    assertThat(said.toString()).contains("Nothing says how much of the amount is for render a");
    assertThat(
            run(
                with(
                    common, "a", "b", "--amount", "10.00", "--weight", "a=1", "--weight", "b=2/3")))
        .isZero();
    assertThat(run(with(common, "a", "b", "--amount", "a=4.00", "--amount", "b=6.00"))).isZero();
  }

  private static String[] with(String[] common, String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(List.of(common));
    return all.toArray(String[]::new);
  }

  @Test
  void whatIsMissingOrGivenTwiceIsSaid() {
    String[] whole = {"film", "--amount", "1.00", "--currency", "EUR"};

    refused(2, "Several policies are given", with(whole, "--policy", file(), "--policy", file()));
    refused(2, "needs a policy", whole);
    refused(2, "needs a render", "--currency", "EUR", "--policy", file());
    refused(2, "needs a currency", "film", "--amount", "1.00", "--policy", file());
    refused(2, "needs an amount", "film", "--currency", "EUR", "--policy", file());
    refused(1, "no weight", with(whole, "--policy", file(), "--weight", "film=-1"));
    refused(2, "no id of a render", "../x", "--currency", "EUR", "--policy", file());
    refused(
        1,
        "invalid_proposal: -1.00 EUR is below zero",
        "film",
        "--amount",
        "-1.00",
        "--currency",
        "EUR",
        "--policy",
        file());
    refused(
        1, "invalid_policy: ", "film", "--amount", "1.00", "--currency", "SEK", "--policy", file());
    refused(
        1,
        "invalid_proposal: The earlier proposal",
        with(whole, "--policy", file(), "--since", file()));
  }

  private void refused(int code, String why, String... arguments) {
    said.getBuffer().setLength(0);
    assertThat(run(arguments)).as(why).isEqualTo(code);
    assertThat(said.toString()).contains(why);
  }
}
