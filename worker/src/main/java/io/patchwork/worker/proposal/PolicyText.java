package io.patchwork.worker.proposal;

import io.patchwork.schema.proposal.Policy;
import java.util.ArrayList;
import java.util.List;

/** A policy in sentences, for a page. */
final class PolicyText {

  private PolicyText() {}

  static List<String> sentences(Policy policy) {
    List<String> sentences = new ArrayList<>();
    for (Policy.MediaPool each : policy.pools()) {
      sentences.add(
          "Pool "
              + each.pool()
              + " has "
              + each.weight()
              + " of the whole, by "
              + each.metric().wireName()
              + ".");
    }
    for (Policy.FixedRole each : policy.roles()) {
      sentences.add(
          "Role " + PageText.isolated(each.role()) + " has " + each.share() + " of the whole.");
    }
    sentences.add(
        "Makers of a remix keep "
            + policy.remixer().share()
            + " of what reaches it; all remixes on the way to a source at most "
            + policy.remixer().cap()
            + ".");
    sentences.add(
        "Seconds of nobody are "
            + (policy.unattributed() == Policy.Nobody.HOUSE ? "the house's." : "left out."));
    sentences.add(
        "Assets without a known contributor are "
            + switch (policy.withoutContributors()) {
              case EXCLUDE -> "left out.";
              case HOUSE -> "the house's.";
              case HOLD -> "divided and held.";
            });
    sentences.add(
        switch (policy.unknownPart()) {
          case Policy.HoldWhole _ ->
              "An asset that contains a render in an unknown part is held as a whole.";
          case Policy.SplitWhole(var contributors) ->
              "Of an asset that contains a render in an unknown part its contributors have "
                  + contributors
                  + ", and the people of that render the rest.";
        });
    sentences.add(
        policy.reserve()
            + " of the amount is held for disputes, which can be opened for "
            + policy.disputeDays()
            + " days; what no dispute holds of it after that is divided as the rest was.");
    return sentences;
  }
}
