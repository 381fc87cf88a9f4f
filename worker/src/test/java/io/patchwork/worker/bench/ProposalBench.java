package io.patchwork.worker.bench;

import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.money.Money;
import io.patchwork.worker.proposal.Policies;
import io.patchwork.worker.proposal.ProposalCsv;
import io.patchwork.worker.proposal.ProposalDraft;
import io.patchwork.worker.proposal.ProposalLaws;
import io.patchwork.worker.proposal.ProposalPage;
import io.patchwork.worker.proposal.ProposalRequest;
import io.patchwork.worker.proposal.RandomProposal;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * {@code infra/bench/run proposal [PEOPLE]}: how long a proposal of so many people takes in a JVM
 * that has made none before, then again, and its outputs. With {@code laws COUNT MOST}: checks as
 * many random proposals of 1 to MOST people.
 */
final class ProposalBench {

  /** CPU time of the thread when something was told last, nanoseconds. */
  private static long told;

  private ProposalBench() {}

  public static void main(String[] all) throws Exception {
    List<String> arguments = Stream.of(all).filter(each -> !each.startsWith("--")).toList();
    if (arguments.size() == 3 && arguments.getFirst().equals("laws")) {
      laws(Integer.parseInt(arguments.get(1)), Integer.parseInt(arguments.get(2)));
      return;
    }
    int people = arguments.isEmpty() ? 10_000 : Integer.parseInt(arguments.getFirst());
    Policy policy;
    try (InputStream in =
        Objects.requireNonNull(
            ProposalBench.class.getResourceAsStream("/io/patchwork/worker/proposal/policy.yaml"))) {
      policy = Policies.read(in.readAllBytes());
    }
    Money amount = Money.parse("50000.00", Money.currency("EUR"));
    List<ProposalRequest.WeightedRender> renders = new RandomProposal(16).renders(people);
    told = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (String run : List.of("cold", "warm")) {
      long start = System.nanoTime();
      Proposal proposal =
          ProposalDraft.of(
              RandomProposal.request(policy, renders, amount, null), RandomProposal::handle);
      System.out.println("  " + proposal.body().lines().size() + " lines");
      print("proposal_draft_" + run, start);
      start = System.nanoTime();
      int bytes = Json.canonical(proposal).length;
      System.out.println("  JSON of " + bytes + " bytes");
      print("proposal_json_" + run, start);
      start = System.nanoTime();
      String csv = ProposalCsv.lines(proposal);
      String page = ProposalPage.of(proposal, policy, handle -> "Name of " + handle);
      System.out.println("  CSV and page of " + (csv.length() + page.length()) + " characters");
      print("proposal_csv_and_page_" + run, start);
    }
  }

  private static void laws(int count, int most) throws Exception {
    ProposalLaws laws = new ProposalLaws(1);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      laws.check(most);
    }
    System.out.println("  " + count + " random proposals of 1 to " + most + " people are exact");
    print("proposal_laws", start);
  }

  private static void print(String name, long start) {
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Figure.print(name + "_s", (System.nanoTime() - start) / 1e9);
    Figure.print(name + "_cpu_s", (cpu - told) / 1e9);
    told = cpu;
  }
}
