package io.patchwork.worker.proposal;

import io.patchwork.schema.proposal.Correction;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.PayeeTotal;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.proposal.ProposalBody;
import io.patchwork.worker.csv.CsvTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A proposal for spreadsheets. Seconds and shares are rounded there; exact they are in JSON, as a
 * spreadsheet takes fractions for dates.
 */
public final class ProposalCsv {

  private ProposalCsv() {}

  /** One row a line; with a correction, lines that are gone come last. */
  public static String lines(Proposal proposal) {
    ProposalBody body = proposal.body();
    CsvTable csv =
        new CsvTable(
            "line",
            "payee",
            "render",
            "pool",
            "part",
            "asset",
            "seconds",
            "share",
            "currency",
            "amount",
            "due",
            "held",
            "reasons",
            "change");
    Correction correction = proposal.correction();
    Map<String, String> changes = new HashMap<>();
    if (correction != null) {
      correction.lines().forEach(line -> changes.put(line.line(), line.difference()));
    }
    Set<String> present = new HashSet<>();
    for (Line line : body.lines()) {
      present.add(line.id());
      csv.add(
          line.id(),
          text(line.payee()),
          Integer.toString(line.render()),
          text(line.pool()),
          line.part().wireName(),
          text(line.asset()),
          Decimals.of(line.weightedSeconds(), 3),
          Decimals.of(line.share(), 9),
          body.currency(),
          line.amount(),
          line.due(),
          line.held(),
          line.holds().stream()
              .map(hold -> hold.reason().wireName())
              .collect(Collectors.joining(" ")),
          changes.getOrDefault(line.id(), ""));
    }
    if (correction != null) {
      for (Correction.ChangedLine gone : correction.lines()) {
        if (!present.contains(gone.line())) {
          csv.add(
              gone.line(),
              text(gone.payee()),
              "",
              "",
              "",
              "",
              "",
              "",
              body.currency(),
              gone.after(),
              gone.after(),
              gone.after(),
              "",
              gone.difference());
        }
      }
    }
    return csv.text();
  }

  /** One row a payee: what is to be paid out, and what is carried forward. */
  public static String payees(Proposal proposal) {
    CsvTable csv =
        new CsvTable(
            "payee",
            "currency",
            "amount",
            "due",
            "held",
            "paid",
            "broughtForward",
            "payable",
            "carriedForward");
    for (PayeeTotal each : proposal.body().payees()) {
      csv.add(
          each.payee().value(),
          proposal.body().currency(),
          each.amount(),
          each.due(),
          each.held(),
          each.paid(),
          each.broughtForward(),
          each.payable(),
          each.carriedForward());
    }
    return csv.text();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
