package io.patchwork.worker.ledger;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.ledger.AmountsList;
import io.patchwork.schema.ledger.CarriedBytes;
import io.patchwork.schema.ledger.LedgerContent;
import io.patchwork.schema.ledger.LedgerEntry;
import io.patchwork.schema.ledger.ProposalLines;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.money.Money;
import io.patchwork.worker.storelayout.StoreLayout;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Records proposals in the ledger, with the documents that their entries name by digest. */
public final class ProposalRecorder {

  private static final String JSON = "application/json";

  private final ObjectStore store;
  private final LedgerEntries entries;
  private final LedgerSecret secret;

  public ProposalRecorder(ObjectStore store, LedgerEntries entries, LedgerSecret secret) {
    this.store = store;
    this.entries = entries;
    this.secret = secret;
  }

  /**
   * A proposal to be recorded.
   *
   * @param id its own, for each version another
   * @param total in minor units
   * @param policy digest of the policy's canonical JSON
   * @param lineages digests of the lineages, in any order
   * @param lines in any order; what is due and what is held of all of them comes to the total
   */
  public record Recorded(
      Id id,
      Currency currency,
      BigInteger total,
      Sha256 policy,
      List<Sha256> lineages,
      List<ProposalLine> lines) {

    public Recorded {
      lineages = List.copyOf(lineages);
      lines = List.copyOf(lines);
    }
  }

  /**
   * Records a proposal, once: recording the same again gives the same entry.
   *
   * @throws Refused if its amounts do not come to its total, a line is there twice, or other lines
   *     were recorded under its id
   */
  public LedgerEntry record(Recorded proposal) throws Refused, Fault {
    requireSum(proposal);
    Map<CarriedBytes, ProposalLine> byBytes = new HashMap<>();
    List<ProposalLines.Line> unordered = new ArrayList<>();
    for (ProposalLine line : proposal.lines()) {
      CarriedBytes bytes = CarriedBytes.of(line.bytes());
      byBytes.put(bytes, line);
      unordered.add(new ProposalLines.Line(line.handle(), bytes));
    }
    ProposalTree tree = ProposalTree.of(secret, proposal.id(), unordered);
    LedgerContent.Proposal content =
        new LedgerContent.Proposal(
            proposal.id(),
            tree.root(),
            tree.size(),
            Money.text(proposal.total(), proposal.currency()),
            proposal.currency().getCurrencyCode(),
            proposal.policy(),
            document(proposal.lineages().stream().distinct().sorted(SHA256).toList()),
            document(amounts(proposal, tree, byBytes)));
    boolean isNew = putLines(proposal.id(), tree.lines());
    Optional<LedgerEntry> recorded = isNew ? Optional.empty() : recorded(content);
    LedgerEntry entry = recorded.isPresent() ? recorded.get() : entries.append(content);
    byte[] place = Json.canonical(new ProposalPlace(entry.index()));
    store.putIfAbsent(StoreLayout.proposalPlace(proposal.id()), upload(place));
    return entry;
  }

  private static final Comparator<Sha256> SHA256 = Comparator.comparing(Sha256::hex);

  private static void requireSum(Recorded proposal) throws Refused {
    BigInteger sum =
        proposal.lines().stream()
            .map(line -> line.due().add(line.held()))
            .reduce(BigInteger.ZERO, BigInteger::add);
    if (!sum.equals(proposal.total())) {
      throw new Refused(
          FailureCode.LEDGER_REFUSED,
          "The lines of the proposal "
              + proposal.id()
              + " come to "
              + Money.text(sum, proposal.currency())
              + " and not to its total, "
              + Money.text(proposal.total(), proposal.currency())
              + "; correct the lines or the total.");
    }
  }

  private static AmountsList amounts(
      Recorded proposal, ProposalTree tree, Map<CarriedBytes, ProposalLine> byBytes) {
    List<AmountsList.Amount> amounts = new ArrayList<>();
    List<ProposalLines.Line> lines = tree.lines();
    for (int i = 0; i < lines.size(); i++) {
      ProposalLine line = Objects.requireNonNull(byBytes.get(lines.get(i).line()));
      amounts.add(
          new AmountsList.Amount(
              tree.leaf(i),
              Money.text(line.due(), proposal.currency()),
              Money.text(line.held(), proposal.currency())));
    }
    return new AmountsList(
        AmountsList.FORMAT, proposal.id(), proposal.currency().getCurrencyCode(), amounts);
  }

  /** Stores a document under its digest. */
  private Sha256 document(Object document) {
    byte[] bytes = Json.canonical(document);
    Sha256 digest = Sha256.of(bytes);
    store.putIfAbsent(StoreLayout.ledgerDocument(digest), upload(bytes));
    return digest;
  }

  private boolean putLines(Id proposal, List<ProposalLines.Line> lines) throws Refused {
    byte[] bytes = Json.canonical(new ProposalLines(ProposalLines.FORMAT, proposal, lines));
    ObjectKey key = StoreLayout.proposalLines(proposal);
    if (store.putIfAbsent(key, upload(bytes)).created()) {
      return true;
    }
    boolean isSame =
        store
            .read(key, ProposalTree.MAX_LINES_BYTES)
            .filter(present -> Arrays.equals(present.bytes(), bytes))
            .isPresent();
    if (!isSame) {
      throw new Refused(
          FailureCode.LEDGER_REFUSED,
          "Other lines were recorded as the proposal "
              + proposal
              + " before, which stays as it is; record these under a new id.");
    }
    return false;
  }

  /** The entry of a proposal that was recorded before. */
  private Optional<LedgerEntry> recorded(LedgerContent.Proposal content) throws Refused {
    for (long index = entries.size() - 1; index >= 0; index--) {
      LedgerEntry entry = entries.read(index).entry();
      if (entry.content() instanceof LedgerContent.Proposal present
          && present.proposal().equals(content.proposal())) {
        if (present.equals(content)) {
          return Optional.of(entry);
        }
        throw new Refused(
            FailureCode.LEDGER_REFUSED,
            "The proposal "
                + content.proposal()
                + " was recorded with another policy, total or lineage; record this one under a new"
                + " id.");
      }
    }
    return Optional.empty();
  }

  /**
   * Records a document about a proposal, once: an adjustment, a dispute, an answer, a correction or
   * a payment.
   *
   * @param content makes the content of the entry of the document's digest
   */
  public LedgerEntry record(Object document, Function<Sha256, LedgerContent.OfDocument> content)
      throws Refused, Fault {
    byte[] bytes = Json.canonical(document);
    LedgerContent.OfDocument recorded = content.apply(Sha256.of(bytes));
    ObjectKey key = StoreLayout.ledgerDocument(recorded.document());
    if (!store.putIfAbsent(key, upload(bytes)).created()) {
      for (long index = entries.size() - 1; index >= 0; index--) {
        LedgerEntry entry = entries.read(index).entry();
        if (entry.content().equals(recorded)) {
          return entry;
        }
      }
    }
    return entries.append(recorded);
  }

  private static Upload upload(byte[] bytes) {
    return Upload.of(bytes, JSON, Sha256.of(bytes).hex());
  }
}
