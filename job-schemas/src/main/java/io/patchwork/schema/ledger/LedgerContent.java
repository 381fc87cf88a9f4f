package io.patchwork.schema.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an entry of the ledger records. Nobody's name and nobody's amount is in it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LedgerContent.Proposal.class, name = "proposal"),
  @JsonSubTypes.Type(value = LedgerContent.Adjustment.class, name = "adjustment"),
  @JsonSubTypes.Type(value = LedgerContent.Dispute.class, name = "dispute"),
  @JsonSubTypes.Type(value = LedgerContent.Answer.class, name = "answer"),
  @JsonSubTypes.Type(value = LedgerContent.Payment.class, name = "payment"),
  @JsonSubTypes.Type(value = LedgerContent.Correction.class, name = "correction"),
  @JsonSubTypes.Type(value = LedgerContent.Key.class, name = "key")
})
public sealed interface LedgerContent {

  /**
   * A proposal.
   *
   * @param root root of the tree of its lines (RFC 9162, 2.1.1)
   * @param lineCount number of its lines, at least 1
   * @param total sum of what is due and what is held, as a decimal number of the currency
   * @param currency ISO 4217 code
   * @param policy digest of the policy's canonical JSON
   * @param lineages digest of the canonical JSON array of the lineages' digests in ascending order
   * @param amounts digest of the amounts list
   */
  record Proposal(
      Id proposal,
      Sha256 root,
      int lineCount,
      String total,
      String currency,
      Sha256 policy,
      Sha256 lineages,
      Sha256 amounts)
      implements LedgerContent {

    public Proposal {
      Objects.requireNonNull(proposal);
      Objects.requireNonNull(root);
      Objects.requireNonNull(policy);
      Objects.requireNonNull(lineages);
      Objects.requireNonNull(amounts);
      if (lineCount < 1) {
        throw new IllegalArgumentException("a proposal has a line at least");
      }
      if (!total.matches("-?(0|[1-9][0-9]*)([.][0-9]+)?") || !currency.matches("[A-Z]{3}")) {
        throw new IllegalArgumentException("a total is a decimal number of a currency");
      }
    }
  }

  /** A document about a proposal, named by its digest. */
  sealed interface OfDocument extends LedgerContent {
    Id proposal();

    Sha256 document();
  }

  /** People's adjustments of a proposal, with author and reason. */
  record Adjustment(Id proposal, Sha256 document) implements OfDocument {
    public Adjustment {
      Objects.requireNonNull(proposal);
      Objects.requireNonNull(document);
    }
  }

  /** A dispute of lines of a proposal. */
  record Dispute(Id proposal, Sha256 document) implements OfDocument {
    public Dispute {
      Objects.requireNonNull(proposal);
      Objects.requireNonNull(document);
    }
  }

  /** The answer to a dispute. */
  record Answer(Id proposal, Sha256 document) implements OfDocument {
    public Answer {
      Objects.requireNonNull(proposal);
      Objects.requireNonNull(document);
    }
  }

  /** What the payer paid for a proposal. */
  record Payment(Id proposal, Sha256 document) implements OfDocument {
    public Payment {
      Objects.requireNonNull(proposal);
      Objects.requireNonNull(document);
    }
  }

  /** What a later proposal corrects of an earlier one. */
  record Correction(Id proposal, Sha256 document) implements OfDocument {
    public Correction {
      Objects.requireNonNull(proposal);
      Objects.requireNonNull(document);
    }
  }

  /**
   * The operator's key: the first one, or the successor of the one before, which signs it too.
   *
   * @param key verifier key (C2SP signed-note)
   * @param previous verifier key of the key that it succeeds; null for the first
   * @param validFrom when the key begins to sign checkpoints
   * @param validUntil when it ends
   * @param signature signature of {@link #text()} by the key itself
   * @param previousSignature the same by the previous key; null for the first
   */
  record Key(
      String key,
      @Nullable String previous,
      Instant validFrom,
      Instant validUntil,
      CarriedBytes signature,
      @Nullable CarriedBytes previousSignature)
      implements LedgerContent {

    private static final String FORMAT = "patchwork.ledger-key/1";

    public Key {
      Objects.requireNonNull(key);
      Objects.requireNonNull(signature);
      if (!validFrom.isBefore(validUntil)) {
        throw new IllegalArgumentException("a key is valid for some time");
      }
      if ((previous == null) != (previousSignature == null)) {
        throw new IllegalArgumentException("a key that succeeds another is signed by that one");
      }
    }

    /** The text that both keys sign, five lines. */
    public String text() {
      return text(key, previous, validFrom, validUntil);
    }

    /** The text that the keys sign. */
    public static String text(
        String key, @Nullable String previous, Instant validFrom, Instant validUntil) {
      return String.join(
          "\n",
          FORMAT,
          key,
          previous == null ? "" : previous,
          validFrom.toString(),
          validUntil.toString(),
          "");
    }
  }
}
