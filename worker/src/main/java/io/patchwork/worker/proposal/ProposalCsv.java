package io.patchwork.worker.proposal;

import io.patchwork.schema.proposal.Correction;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.PayeeTotal;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.proposal.ProposalBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A proposal for spreadsheets, as RFC 4180. Text that a spreadsheet could take for a formula has an
 * apostrophe before it, and the last column says so. Seconds and shares are rounded there; exact
 * they are in JSON, as a spreadsheet takes fractions for dates.
 */
public final class ProposalCsv {

  private static final Pattern FORMULA =
      Pattern.compile("(?s)[\\s\\p{Cntrl}]*[=+\\-@＝＋－＠].*|[\\t\\r].*");
  private static final Pattern QUOTED = Pattern.compile("(?s).*[\",\\r\\n].*");
  private static final String NOTE = "an apostrophe was put before: ";

  private final List<String> columns;
  private final StringBuilder text = new StringBuilder();

  private ProposalCsv(String... columns) {
    this.columns = List.of(columns);
    List<String> all = new ArrayList<>(this.columns);
    all.add("note");
    row(all);
  }

  /** One row a line; with a correction, lines that are gone come last. */
  public static String lines(Proposal proposal) {
    ProposalBody body = proposal.body();
    ProposalCsv csv =
        new ProposalCsv(
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
    return csv.text.toString();
  }

  /** One row a payee: what is to be paid out, and what is carried forward. */
  public static String payees(Proposal proposal) {
    ProposalCsv csv =
        new ProposalCsv(
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
    return csv.text.toString();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private void add(String... cells) {
    List<String> row = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      boolean isFormula = isFormula(cells[i]);
      row.add(isFormula ? "'" + cells[i] : cells[i]);
      if (isFormula) {
        changed.add(columns.get(i));
      }
    }
    row.add(changed.isEmpty() ? "" : NOTE + String.join(" ", changed));
    row(row);
  }

  /** Whether a spreadsheet could take a text for a formula; a plain number below zero is none. */
  static boolean isFormula(String text) {
    return FORMULA.matcher(text).matches() && !text.matches("-[0-9]+(\\.[0-9]+)?");
  }

  private void row(List<String> cells) {
    text.append(cells.stream().map(ProposalCsv::quoted).collect(Collectors.joining(",")))
        .append("\r\n");
  }

  private static String quoted(String cell) {
    return QUOTED.matcher(cell).matches() ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
  }
}
