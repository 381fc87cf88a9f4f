package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.proposal.Adjustment;
import io.patchwork.schema.proposal.Correction;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.PayeeTotal;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.proposal.ProposalBody;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A draft proposal as one self-contained page, on screen and on paper. Names stand in it. */
public final class ProposalPage {

  private final Proposal proposal;
  private final Policy policy;
  private final Names names;
  private final StringBuilder html = new StringBuilder();

  private ProposalPage(Proposal proposal, Policy policy, Names names) {
    this.proposal = proposal;
    this.policy = policy;
    this.names = names;
  }

  /** The page. */
  public static String of(Proposal proposal, Policy policy, Names names) {
    return new ProposalPage(proposal, policy, names).page();
  }

  private String page() {
    ProposalBody body = proposal.body();
    html.append(PageStyle.HEAD)
        .append("<body>\n<header>\n<h1>Draft proposal</h1>\n")
        .append("<p class=\"draft\"><strong>DRAFT</strong> No payment is made here. People decide")
        .append(" about it, and what they change is shown apart from what was measured.</p>\n")
        .append("<dl>\n");
    entry("Amount", money(body.amount()));
    entry("Due", money(body.due()));
    entry("Held", money(body.held()));
    entry("Date", proposal.date().toString());
    entry("Disputes hold money until", proposal.date().plusDays(policy.disputeDays()).toString());
    entry(
        "Renders",
        proposal.renders().stream()
            .map(each -> PageText.isolated(each.render().value()))
            .collect(Collectors.joining(", ")));
    entry("Proposal", "<code>" + body.digest() + "</code>");
    html.append("</dl>\n</header>\n<main>\n");
    payees(body);
    lines(body);
    correction();
    adjustments(body);
    disputes(body);
    policy();
    return html.append("</main>\n</body>\n</html>\n").toString();
  }

  private String money(String amount) {
    return amount + "&nbsp;" + proposal.body().currency();
  }

  private void entry(String term, String escaped) {
    html.append("<div><dt>")
        .append(term)
        .append("</dt><dd>")
        .append(escaped)
        .append("</dd></div>\n");
  }

  private void table(String title, String note, String... columns) {
    html.append("<section>\n<h2>").append(title).append("</h2>\n");
    if (!note.isEmpty()) {
      html.append("<p>").append(note).append("</p>\n");
    }
    html.append("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(title)
        .append("\">\n<table>\n<thead><tr>");
    for (String column : columns) {
      boolean isNumber = column.startsWith("#");
      html.append("<th scope=\"col\"")
          .append(isNumber ? " class=\"n\">" : ">")
          .append(isNumber ? column.substring(1) : column)
          .append("</th>");
    }
    html.append("</tr></thead>\n");
  }

  private void endTable() {
    html.append("</table>\n</div>\n</section>\n");
  }

  private void text(String escaped) {
    html.append("<td>").append(escaped).append("</td>");
  }

  private void number(String text) {
    html.append("<td class=\"n\">").append(text).append("</td>");
  }

  private void payees(ProposalBody body) {
    table(
        "Payees",
        "All amounts in "
            + body.currency()
            + ". Payable is what is due, less what was paid, with what was brought forward; less"
            + " than the minimum payout is carried forward.",
        "Payee",
        "#Amount",
        "#Due",
        "#Held",
        "#Paid",
        "#Brought forward",
        "#Payable",
        "#Carried forward");
    html.append("<tbody>\n");
    body.payees().stream()
        .sorted(
            Comparator.comparing((PayeeTotal each) -> names.of(each.payee()))
                .thenComparing(PayeeTotal::payee))
        .forEach(each -> {
          html.append("<tr><th scope=\"row\">")
              .append(PageText.name(each.payee(), names))
              .append("<br><code>")
              .append(each.payee())
              .append("</code></th>");
          number(each.amount());
          number(each.due());
          number(each.held());
          number(each.paid());
          number(each.broughtForward());
          number(each.payable());
          number(each.carriedForward());
          html.append("</tr>\n");
        });
    html.append("</tbody>\n");
    endTable();
  }

  private void lines(ProposalBody body) {
    table(
        "Lines",
        "What each amount is for. Seconds are counted by the policy's metric, after the share of"
            + " remixers; look at the frames at the times in the last column.",
        "For",
        "#Seconds",
        "#Measured",
        "#Share",
        "#Amount",
        "#Due",
        "#Held",
        "Why held",
        "Look at");
    Map<String, List<Line>> byName = new LinkedHashMap<>();
    body.lines().stream()
        .sorted(Comparator.comparing(this::plainName).thenComparing(Line::id))
        .forEach(line ->
            byName
                .computeIfAbsent(
                    line.payee() == null ? "" : line.payee().value(), key -> new ArrayList<>())
                .add(line));
    byName
        .values()
        .forEach(lines -> {
          html.append("<tbody>\n<tr class=\"who\"><th scope=\"rowgroup\" colspan=\"9\">")
              .append(PageText.name(lines.getFirst().payee(), names))
              .append("</th></tr>\n");
          lines.forEach(this::line);
          html.append("</tbody>\n");
        });
    endTable();
  }

  private String plainName(Line line) {
    Id payee = line.payee();
    return payee == null ? "" : names.of(payee);
  }

  private void line(Line line) {
    html.append("<tr>");
    text(purpose(line));
    number(line.seconds().isEmpty() ? "" : Decimals.of(line.weightedSeconds(), 3));
    number(line.pool() == null ? "" : Decimals.percent(line.measuredShare()));
    number(line.pool() == null ? "" : Decimals.percent(line.share()));
    number(line.amount());
    number(line.due());
    number(line.held());
    text(
        line.holds().stream()
            .map(hold -> reason(hold) + " (" + hold.amount() + ")")
            .collect(Collectors.joining("<br>")));
    Line.Evidence evidence = line.evidence();
    text(
        evidence == null
            ? ""
            : evidence.look().stream().map(Decimals::clock).collect(Collectors.joining("<br>")));
    html.append("</tr>\n");
  }

  private String purpose(Line line) {
    String asset = line.asset() == null ? "" : " " + PageText.isolated(line.asset().value());
    String render =
        proposal.renders().size() == 1
            ? ""
            : ", " + PageText.isolated(proposal.renders().get(line.render()).render().value());
    String pool = line.pool() == null ? "" : ", " + PageText.isolated(line.pool().text());
    return switch (line.part()) {
      case SOURCE -> "Asset" + asset + pool + render;
      case MAKER -> "Remix" + asset + pool + render;
      case CONTAINED -> "Contained in" + asset + pool + render;
      case ROLE -> "For all of it" + pool + render;
      case UNATTRIBUTED -> "Seconds of nobody" + pool + render;
      case FIXED -> "Fixed amount";
      case RESERVE -> "Reserve for disputes";
    };
  }

  private static String reason(Line.Hold hold) {
    return switch (hold.reason()) {
      case SHARE_PROPOSED -> "share proposed, not accepted";
      case UNKNOWN_PART -> "contains a render in an unknown part";
      case UNREVIEWED_MATCH -> "match not reviewed";
      case NO_CONTRIBUTOR -> "no contributor known";
      case DISPUTE -> "dispute " + PageText.isolated(String.valueOf(hold.dispute()));
      case RESERVE -> "for disputes";
    };
  }

  private void correction() {
    Correction correction = proposal.correction();
    if (correction == null) {
      return;
    }
    table(
        "Changes",
        "Against the proposal <code>"
            + correction.corrects()
            + "</code>: "
            + money(correction.difference())
            + " in all.",
        "Payee",
        "Line",
        "#Before",
        "#After",
        "Why");
    html.append("<tbody>\n");
    for (Correction.ChangedLine each : correction.lines()) {
      html.append("<tr><th scope=\"row\">")
          .append(PageText.name(each.payee(), names))
          .append("</th>");
      text("<code>" + PageText.escaped(each.line()) + "</code>");
      number(each.before());
      number(each.after());
      text(
          ChangeText.of(
              each, proposal.body().currency(), handle -> PageText.isolated(names.of(handle))));
      html.append("</tr>\n");
    }
    html.append("</tbody>\n");
    endTable();
  }

  private void adjustments(ProposalBody body) {
    if (body.adjustments().isEmpty()) {
      return;
    }
    table(
        "Adjustments",
        "What people decided, apart from what was measured.",
        "Payee",
        "What",
        "By",
        "Date",
        "Reason");
    html.append("<tbody>\n");
    for (Adjustment each : body.adjustments()) {
      html.append("<tr><th scope=\"row\">")
          .append(PageText.name(each.payee(), names))
          .append("</th>");
      text(
          switch (each) {
            case Adjustment.FixedAmount fixed -> money(fixed.amount()) + " off the top";
            case Adjustment.ShareFactor factor ->
                "share times "
                    + factor.factor()
                    + (factor.asset() == null ? "" : ", asset " + factor.asset())
                    + (factor.pool() == null ? "" : ", " + PageText.isolated(factor.pool().text()));
          });
      text(PageText.name(each.author(), names));
      text(each.date().toString());
      text(PageText.isolated(each.reason()));
      html.append("</tr>\n");
    }
    html.append("</tbody>\n");
    endTable();
  }

  private void disputes(ProposalBody body) {
    if (body.disputes().isEmpty()) {
      return;
    }
    table("Disputes", "", "Payee", "Dispute", "#Ought to be", "#Difference", "Held", "Reason");
    html.append("<tbody>\n");
    for (ProposalBody.DisputeState each : body.disputes()) {
      html.append("<tr><th scope=\"row\">")
          .append(PageText.name(each.payee(), names))
          .append("</th>");
      text(PageText.isolated(each.id().value()));
      number(each.amount());
      number(each.difference());
      text(each.isLate() ? "late, holds nothing" : heldFrom(body, each.id()));
      text(PageText.isolated(each.reason()));
      html.append("</tr>\n");
    }
    html.append("</tbody>\n");
    endTable();
  }

  private String heldFrom(ProposalBody body, Id dispute) {
    String held =
        body.lines().stream()
            .flatMap(line ->
                line.holds().stream()
                    .filter(hold -> dispute.equals(hold.dispute()))
                    .map(hold ->
                        hold.amount()
                            + " of "
                            + (line.part() == Line.Part.RESERVE
                                ? "the reserve"
                                : PageText.name(line.payee(), names))))
            .collect(Collectors.joining("<br>"));
    return held.isEmpty() ? "answered" : held;
  }

  private void policy() {
    html.append("<section>\n<h2>Policy</h2>\n<p>")
        .append(PageText.isolated(policy.name()))
        .append(", <code>")
        .append(proposal.body().policy())
        .append("</code></p>\n<ul>\n");
    PolicyText.sentences(policy)
        .forEach(sentence -> html.append("<li>").append(sentence).append("</li>\n"));
    html.append("</ul>\n</section>\n");
  }
}
