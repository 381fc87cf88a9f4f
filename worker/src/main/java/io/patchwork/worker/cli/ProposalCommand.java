package io.patchwork.worker.cli;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Propose.ProposedRender;
import io.patchwork.schema.ledger.LedgerEntry;
import io.patchwork.schema.proposal.Correction;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.PayeeTotal;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.proposal.ChangeText;
import io.patchwork.worker.proposal.DocumentReader;
import io.patchwork.worker.proposal.Names;
import io.patchwork.worker.proposal.Policies;
import io.patchwork.worker.proposal.ProposalTerms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork proposal}. */
@Command(
    name = "proposal",
    description = "Draft how an amount is divided among the people in renders. Nothing is paid.")
final class ProposalCommand implements Callable<Integer> {

  private static final int MAX_BYTES = 256 << 20;

  private final ProposalStore.Opener opener;
  private final InstantSource clock;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "RENDER", arity = "0..*", description = "Ids of finished renders.")
  private List<String> renders = List.of();

  @Option(
      names = "--amount",
      paramLabel = "[RENDER=]AMOUNT",
      description =
          "What is to be divided, as 50000.00 with all decimals of the currency; of several renders"
              + " one each as RENDER=AMOUNT, or one in all and weights.")
  private List<String> amounts = List.of();

  @Option(
      names = "--weight",
      paramLabel = "RENDER=N",
      description = "Weight of a render among several, a whole number or a fraction as 2/3.")
  private List<String> weights = List.of();

  @Option(names = "--currency", paramLabel = "CODE", description = "ISO 4217 code, such as EUR.")
  private List<String> currencies = List.of();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The policy, YAML or JSON; --print-policy prints one to begin with.")
  private List<Path> policies = List.of();

  @Option(names = "--print-policy", description = "Print the default policy and do nothing else.")
  private boolean isPolicyPrinted;

  @Option(
      names = "--adjustments",
      paramLabel = "FILE",
      description = "What people decided: adjustments and disputes, YAML or JSON.")
  private @Nullable Path adjustments;

  @Option(
      names = "--since",
      paramLabel = "PROPOSAL.json",
      description = "The proposal that was paid; what changed since is told by line.")
  private @Nullable Path since;

  @Option(
      names = "--carry",
      paramLabel = "PROPOSAL.json",
      description = "An earlier proposal for other renders, whose balances are brought forward.")
  private List<Path> carried = List.of();

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description = "Day of the proposal, from which the days for disputes count; today.")
  private @Nullable LocalDate date;

  @Option(
      names = "--as-of",
      paramLabel = "YYYY-MM-DD",
      description = "Day for which due and held are told; today, or the day of the proposal.")
  private @Nullable LocalDate asOf;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for proposal.json, lines.csv, payees.csv and proposal.html.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the proposal as JSON.")
  private boolean isJson;

  @Option(
      names = "--record",
      description = "Record the proposal in the ledger, so that statements can be written of it.")
  private boolean isRecorded;

  @Option(
      names = "--secret",
      paramLabel = "FILE",
      description =
          "Secret of the ledger; PATCHWORK_LEDGER_SECRET if not given, or one in the folder of"
              + " --local.")
  private @Nullable Path secret;

  ProposalCommand() {
    this(ProposalStore::open, InstantSource.system());
  }

  ProposalCommand(ProposalStore.Opener opener, InstantSource clock) {
    this.opener = opener;
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (isPolicyPrinted) {
      new String(ProposalFiles.defaultPolicy(), StandardCharsets.UTF_8)
          .lines()
          .forEach(Terminal::line);
      return 0;
    }
    draft();
    return 0;
  }

  private void draft() throws Exception {
    Policy policy = Policies.read(bytes(policy()));
    String currency = one(currencies, "a currency", "--currency", "such as --currency EUR");
    List<Id> ids = ids();
    List<ProposedRender> asked = proposedRenders(ids);
    boolean isEach = asked.stream().anyMatch(each -> each.amount() != null);
    Decisions decisions =
        adjustments == null ? Decisions.NONE : DocumentReader.decisions(bytes(adjustments));
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate day = date == null ? today : date;
    List<Proposal> earlier = new ArrayList<>();
    for (Path file : carried) {
      earlier.add(proposal(file));
    }
    ProposalTerms terms =
        new ProposalTerms(
            policy,
            currency,
            isEach ? null : one(amounts, "an amount", "--amount", "such as --amount 50000.00"),
            asked,
            decisions,
            day,
            asOf == null ? (today.isBefore(day) ? day : today) : asOf,
            since == null ? null : proposal(since),
            earlier);
    try (ProposalStore store = opener.open(cluster.config(), LedgerFiles.secret(secret, cluster))) {
      Proposal proposal = terms.draft(store.inputs());
      Names names = store.inputs().names();
      if (out != null) {
        ProposalFiles.write(out, proposal, policy, names);
      }
      print(proposal, names);
      if (isRecorded) {
        LedgerEntry entry = store.record(proposal);
        if (!isJson) {
          Terminal.line("Recorded as entry " + entry.index() + " of the ledger.");
        }
      }
    }
  }

  private Path policy() throws CommandFailed {
    if (policies.size() == 1) {
      return policies.getFirst();
    }
    throw CommandFailed.usage(
        policies.isEmpty()
            ? "A proposal needs a policy; give one with --policy, and begin with what"
                + " --print-policy prints."
            : "Several policies are given (" + policies.size() + "); give one.");
  }

  private static String one(List<String> given, String noun, String option, String example)
      throws CommandFailed {
    if (given.size() == 1) {
      return given.getFirst();
    }
    throw CommandFailed.usage(
        given.isEmpty()
            ? "A proposal needs " + noun + "; give one with " + option + ", " + example + "."
            : "Several values are given for " + option + "; give one.");
  }

  private List<Id> ids() throws CommandFailed {
    if (renders.isEmpty()) {
      throw CommandFailed.usage("A proposal needs a render; give the ids of finished renders.");
    }
    List<Id> ids = new ArrayList<>();
    for (String each : renders) {
      ids.add(id(each));
    }
    return ids;
  }

  private static Id id(String text) throws CommandFailed {
    if (!Id.isValid(text)) {
      throw CommandFailed.usage(
          "\"" + text + "\" is no id of a render; give one as patchwork lineage takes it.");
    }
    return new Id(text);
  }

  /** The renders with what the options say of each. */
  private List<ProposedRender> proposedRenders(List<Id> ids) throws CommandFailed {
    boolean isEach = amounts.stream().anyMatch(each -> each.contains("="));
    Map<Id, String> ofAmounts = isEach ? named(amounts, "--amount", ids) : Map.of();
    Map<Id, String> ofWeights = named(weights, "--weight", ids);
    return ids.stream()
        .map(id -> new ProposedRender(id, ofAmounts.get(id), ofWeights.get(id)))
        .toList();
  }

  /** The values that are given as {@code RENDER=VALUE}. */
  private static Map<Id, String> named(List<String> given, String option, List<Id> ids)
      throws CommandFailed {
    Map<Id, String> named = new LinkedHashMap<>();
    for (String each : given) {
      int equals = each.indexOf('=');
      Id render = id(equals < 0 ? each : each.substring(0, equals));
      if (equals < 0
          || !ids.contains(render)
          || named.put(render, each.substring(equals + 1)) != null) {
        throw CommandFailed.usage(
            option + " " + each + " is not for one of the renders, once; give RENDER=VALUE each.");
      }
    }
    return named;
  }

  private static byte[] bytes(Path file) throws IOException, CommandFailed {
    if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
      throw CommandFailed.usage(
          file + " has more than " + MAX_BYTES + " bytes; name another file.");
    }
    return Files.readAllBytes(file);
  }

  private static Proposal proposal(Path file) throws IOException, CommandFailed, Failure {
    return DocumentReader.proposal(bytes(file));
  }

  private void print(Proposal proposal, Names names) {
    if (isJson) {
      Terminal.json(proposal);
      return;
    }
    String currency = proposal.body().currency();
    Terminal.line("Draft: no payment is made here.");
    for (PayeeTotal each : proposal.body().payees()) {
      Terminal.line(
          names.of(each.payee())
              + "  payable "
              + each.payable()
              + "  held "
              + each.held()
              + "  carried forward "
              + each.carriedForward());
    }
    Correction correction = proposal.correction();
    if (correction != null) {
      correction
          .lines()
          .forEach(line ->
              Terminal.line(
                  (line.payee() == null ? "Nobody known" : names.of(line.payee()))
                      + "  "
                      + ChangeText.of(line, currency, names)));
    }
    Terminal.line(
        "Due "
            + proposal.body().due()
            + ", held "
            + proposal.body().held()
            + ", of "
            + proposal.body().amount()
            + " "
            + currency
            + (out == null ? "" : "; written to " + out));
  }
}
