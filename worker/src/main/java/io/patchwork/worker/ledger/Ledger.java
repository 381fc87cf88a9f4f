package io.patchwork.worker.ledger;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.ledger.CarriedBytes;
import io.patchwork.schema.ledger.LedgerContent;
import io.patchwork.schema.ledger.LedgerEntry;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The operator's ledger: its keys, its signed checkpoints, and whether it is whole. */
public final class Ledger {

  private final ObjectStore store;
  private final InstantSource clock;
  private final LedgerEntries entries;
  private final Checkpoints checkpoints;

  public Ledger(ObjectStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.entries = new LedgerEntries(store, clock);
    this.checkpoints = new Checkpoints(store);
  }

  /** Its entries. */
  public LedgerEntries entries() {
    return entries;
  }

  /** The name of the ledger; empty before it has a key. */
  public Optional<String> origin() throws Refused {
    return entries.size() == 0
        ? Optional.empty()
        : LedgerKeys.of(entries.read(0, 1)).last().map(key -> VerifierKey.parse(key.key()).name());
  }

  /**
   * Records the first key, or the successor of the present one.
   *
   * @param previous the present key; empty for the first
   * @throws Refused if another key is the ledger's
   */
  public LedgerEntry addKey(LedgerKey key, Optional<LedgerKey> previous, Instant until)
      throws Refused, Fault {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<LedgerContent.Key> last = LedgerKeys.of(entries.read(0, entries.size())).last();
    Optional<String> named = previous.map(each -> each.verifier().text());
    if (!last.map(LedgerContent.Key::key).equals(named)) {
      throw new Refused(
          FailureCode.LEDGER_KEY,
          "The ledger's key is "
              + last.map(LedgerContent.Key::key).orElse("none yet")
              + "; name the file of that one as the key that is succeeded, or none if there is none.");
    }
    return entries.append(LedgerKeys.record(key, previous, now, until));
  }

  /**
   * Signs a checkpoint of the ledger as it is, and publishes it.
   *
   * @return its text with its signature
   * @throws Refused if the key may not sign, or the ledger is damaged or was cut
   */
  public String checkpoint(LedgerKey key) throws Refused {
    Report whole = verify();
    whole.keys.requireCurrent(key.verifier(), clock.instant());
    Checkpoint checkpoint =
        new Checkpoint(
            key.verifier().name(), whole.tree.size(), CarriedBytes.of(whole.tree.root()));
    SignedNote note = SignedNote.sign(checkpoint.text(), key);
    checkpoints.publish(note);
    return text(note);
  }

  private static String text(SignedNote note) {
    return new String(note.bytes(), StandardCharsets.UTF_8);
  }

  /** A ledger that was found whole. */
  public static final class Report {
    private final MerkleTree tree;
    private final LedgerKeys keys;
    private final int checkpointCount;

    private Report(MerkleTree tree, LedgerKeys keys, int checkpointCount) {
      this.tree = tree;
      this.keys = keys;
      this.checkpointCount = checkpointCount;
    }

    /** Number of entries. */
    public int size() {
      return tree.size();
    }

    /** Number of published checkpoints, with all of which it agrees. */
    public int checkpointCount() {
      return checkpointCount;
    }

    /**
     * The consistency proof of its first entries and all, hashes one after the other in base64.
     *
     * @param size number of the first entries, 1 to the number of all
     * @throws Refused if there are not so many
     */
    public String growthSince(long size) throws Refused {
      if (size < 1 || size > tree.size()) {
        throw new Refused(
            FailureCode.LEDGER_REFUSED,
            "The ledger has "
                + tree.size()
                + " entries; give the size of an earlier checkpoint, at least 1.");
      }
      return CarriedBytes.of(tree.consistency((int) size)).base64();
    }

    /** Verifier keys of the ledger, the first one first. */
    public List<String> keys() {
      return keys.texts();
    }
  }

  /**
   * Checks every entry, every key, and every published checkpoint.
   *
   * @throws Refused if one was changed, or the ledger was cut
   */
  public Report verify() throws Refused {
    long size = entries.size();
    if (size == 0) {
      throw new Refused(
          FailureCode.LEDGER_KEY,
          "The ledger has no key; make one with patchwork ledger key FILE --origin NAME.");
    }
    requireNoGap(size);
    List<StoredEntry> stored = entries.read(0, size);
    LedgerKeys keys = LedgerKeys.of(stored);
    MerkleTree tree = MerkleTree.of(stored.stream().map(StoredEntry::leaf).toList());
    List<SignedNote> published = checkpoints.all();
    for (SignedNote note : published) {
      require(note, tree, keys);
    }
    return new Report(tree, keys, published.size());
  }

  /**
   * Checks the ledger against a checkpoint that a reader kept, besides all else.
   *
   * @param kept its bytes
   * @throws Refused if the ledger was changed or cut since, or the operator did not sign that one
   */
  public Report verify(byte[] kept) throws Refused {
    SignedNote note;
    try {
      note = SignedNote.read(kept);
      Checkpoint.parse(note.text());
    } catch (IllegalArgumentException e) {
      throw new Refused(
          FailureCode.LEDGER_REFUSED,
          "The file is not a checkpoint; give it as it was published, byte for byte.");
    }
    Report report = verify();
    require(note, report.tree, report.keys);
    return report;
  }

  private void requireNoGap(long size) throws Refused {
    long present;
    try (Stream<StoredObject> listed = store.list(StoreLayout.LEDGER_ENTRIES)) {
      present = listed.count();
    }
    if (present > size) {
      throw LedgerEntries.damaged("Entry " + size + " of the ledger is missing");
    }
  }

  private static void require(SignedNote note, MerkleTree tree, LedgerKeys keys) throws Refused {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (checkpoint.size() > tree.size()) {
      throw LedgerEntries.damaged(
          "The ledger was cut: a checkpoint has "
              + checkpoint.size()
              + " entries, the ledger has "
              + tree.size());
    }
    VerifierKey key = VerifierKey.parse(keys.at(checkpoint.size()).orElseThrow().key());
    if (!note.isSignedBy(key) || !checkpoint.origin().equals(key.name())) {
      throw LedgerEntries.damaged(
          "The checkpoint of "
              + checkpoint.size()
              + " entries is not signed by the ledger's key at that time");
    }
    if (!CarriedBytes.of(tree.root((int) checkpoint.size())).equals(checkpoint.root())) {
      throw LedgerEntries.damaged(
          "The ledger was changed: it does not agree with its checkpoint of "
              + checkpoint.size()
              + " entries");
    }
  }
}
