package io.patchwork.worker.ledger;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.ledger.CarriedBytes;
import io.patchwork.schema.ledger.LedgerContent;
import io.patchwork.schema.ledger.ProposalLines;
import io.patchwork.schema.ledger.Statement;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the statements of the people of one proposal, under the last published checkpoint. It
 * needs no private key.
 */
public final class StatementWriter {

  private static final int MAX_PLACE_BYTES = 1 << 10;

  private final ProposalTree lines;
  private final LedgerContent.Proposal content;
  private final StoredEntry entry;
  private final CarriedBytes entryPath;
  private final SignedNote checkpoint;

  private StatementWriter(
      ProposalTree lines,
      LedgerContent.Proposal content,
      StoredEntry entry,
      CarriedBytes entryPath,
      SignedNote checkpoint) {
    this.lines = lines;
    this.content = content;
    this.entry = entry;
    this.entryPath = entryPath;
    this.checkpoint = checkpoint;
  }

  /** The ids of the proposals that were recorded, in the order of their ids. */
  public static List<Id> proposals(ObjectStore store) {
    try (Stream<StoredObject> listed = store.list(StoreLayout.LEDGER_PROPOSALS)) {
      return listed
          .map(object -> object.key().value())
          .filter(key -> key.endsWith("/place.json"))
          .map(key -> key.split("/", -1)[2])
          .map(Id::new)
          .toList();
    }
  }

  /**
   * For the statements of a proposal.
   *
   * @throws Refused if there is no such proposal, no checkpoint since it was recorded, or the
   *     secret or the ledger is not as it was
   */
  public static StatementWriter of(
      ObjectStore store, LedgerEntries entries, LedgerSecret secret, Id proposal) throws Refused {
    long index =
        store
            .read(StoreLayout.proposalPlace(proposal), MAX_PLACE_BYTES)
            .map(place -> Json.read(place.bytes(), ProposalPlace.class).index())
            .orElseThrow(() ->
                new Refused(
                    FailureCode.LEDGER_REFUSED,
                    "There is no proposal "
                        + proposal
                        + " in the ledger; name one that was recorded."));
    Optional<SignedNote> note = new Checkpoints(store).last();
    if (note.isEmpty() || Checkpoint.parse(note.get().text()).size() <= index) {
      throw new Refused(
          FailureCode.LEDGER_REFUSED,
          "No checkpoint was published since the proposal "
              + proposal
              + " was recorded; publish one with patchwork ledger checkpoint.");
    }
    ProposalLines recorded =
        store
            .read(StoreLayout.proposalLines(proposal), ProposalTree.MAX_LINES_BYTES)
            .map(lines -> Json.read(lines.bytes(), ProposalLines.class))
            .orElseThrow(() ->
                LedgerEntries.damaged("The lines of the proposal " + proposal + " are missing"));
    ProposalTree tree = ProposalTree.of(secret, proposal, recorded.lines());
    long size = Checkpoint.parse(note.get().text()).size();
    return of(tree, (int) index, entries.read(0, size), note.get());
  }

  /**
   * For the statements of a proposal.
   *
   * @param index place of the proposal's entry
   * @param covered the entries that the checkpoint covers
   * @throws Refused if the lines or the entries are not those of the ledger
   */
  static StatementWriter of(
      ProposalTree lines, int index, List<StoredEntry> covered, SignedNote checkpoint)
      throws Refused {
    StoredEntry entry = covered.get(index);
    if (!(entry.entry().content() instanceof LedgerContent.Proposal content)
        || !content.root().equals(lines.root())) {
      throw new Refused(
          FailureCode.LEDGER_KEY,
          "The lines do not come to the root of the proposal in the ledger; give the secret with"
              + " which it was recorded, or restore ledger/ from a backup.");
    }
    MerkleTree ledger = MerkleTree.of(covered.stream().map(StoredEntry::leaf).toList());
    if (!CarriedBytes.of(ledger.root()).equals(Checkpoint.parse(checkpoint.text()).root())) {
      throw LedgerEntries.damaged("The ledger does not agree with its last checkpoint");
    }
    return new StatementWriter(
        lines, content, entry, CarriedBytes.of(ledger.inclusion(index)), checkpoint);
  }

  /** The people who have a line. */
  public Set<Id> handles() {
    return lines.lines().stream().map(ProposalLines.Line::handle).collect(Collectors.toSet());
  }

  /** The proposal as it is in the ledger. */
  public LedgerContent.Proposal proposal() {
    return content;
  }

  /**
   * The statement of a person as canonical JSON; empty if the person has no line.
   *
   * @param handle whose
   */
  public Optional<byte[]> statement(Id handle) {
    List<Statement.Line> own = lines.of(handle);
    return own.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Json.canonical(
                new Statement(
                    CarriedBytes.of(checkpoint.bytes()),
                    CarriedBytes.of(entry.bytes()),
                    entryPath,
                    Statement.FORMAT,
                    own)));
  }
}
