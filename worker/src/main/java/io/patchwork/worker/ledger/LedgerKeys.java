package io.patchwork.worker.ledger;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.ledger.CarriedBytes;
import io.patchwork.schema.ledger.LedgerContent;
import io.patchwork.worker.failure.Failure.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The keys that a ledger had, each signed by the one before, by the entries that record them. */
final class LedgerKeys {

  private final TreeMap<Long, LedgerContent.Key> byIndex = new TreeMap<>();

  private LedgerKeys() {}

  /**
   * The keys that entries record.
   *
   * @param entries the first entries of the ledger
   * @throws Refused if a key is not signed as it must be
   */
  static LedgerKeys of(List<StoredEntry> entries) throws Refused {
    LedgerKeys keys = new LedgerKeys();
    for (StoredEntry stored : entries) {
      if (stored.entry().content() instanceof LedgerContent.Key key) {
        keys.add(stored.entry().index(), key);
      } else if (stored.entry().index() == 0) {
        throw LedgerEntries.damaged("The ledger does not begin with a key");
      }
    }
    return keys;
  }

  private void add(long index, LedgerContent.Key key) throws Refused {
    @Nullable String previous = byIndex.isEmpty() ? null : byIndex.lastEntry().getValue().key();
    boolean follows = previous == null ? key.previous() == null : previous.equals(key.previous());
    if (!follows
        || !isSigned(key, key.key(), key.signature())
        || (previous != null && !isSigned(key, previous, key.previousSignature()))) {
      throw LedgerEntries.damaged(
          "The key of entry " + index + " of the ledger is not signed by the one before");
    }
    byIndex.put(index, key);
  }

  private static boolean isSigned(
      LedgerContent.Key entry, String key, @Nullable CarriedBytes signature) {
    try {
      return signature != null
          && VerifierKey.parse(key)
              .hasSigned(entry.text().getBytes(StandardCharsets.UTF_8), signature.bytes());
    } catch (IllegalArgumentException noKey) {
      return false;
    }
  }

  /** A record of a key, signed by it and by the one that it succeeds. */
  static LedgerContent.Key record(
      LedgerKey key, Optional<LedgerKey> previous, Instant from, Instant until) {
    @Nullable String before = previous.map(each -> each.verifier().text()).orElse(null);
    byte[] text =
        LedgerContent.Key.text(key.verifier().text(), before, from, until)
            .getBytes(StandardCharsets.UTF_8);
    return new LedgerContent.Key(
        key.verifier().text(),
        before,
        from,
        until,
        CarriedBytes.of(key.sign(text)),
        previous.map(each -> CarriedBytes.of(each.sign(text))).orElse(null));
  }

  /** The key with which a ledger of so many entries is signed. */
  Optional<LedgerContent.Key> at(long size) {
    return Optional.ofNullable(byIndex.lowerEntry(size)).map(entry -> entry.getValue());
  }

  Optional<LedgerContent.Key> last() {
    return at(Long.MAX_VALUE);
  }

  /** The texts of all keys, the first one first. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    byIndex.values().forEach(key -> texts.add(key.key()));
    return texts;
  }

  /**
   * Checks that a key may sign now.
   *
   * @throws Refused if it is not the ledger's last one, or not valid at that time
   */
  void requireCurrent(VerifierKey key, Instant now) throws Refused {
    Optional<LedgerContent.Key> last = last();
    if (last.isEmpty() || !last.get().key().equals(key.text())) {
      throw new Refused(
          FailureCode.LEDGER_KEY,
          "This key is not the ledger's, which is "
              + last.map(LedgerContent.Key::key).orElse("none yet")
              + "; name the file of that one.");
    }
    if (now.isBefore(last.get().validFrom()) || !now.isBefore(last.get().validUntil())) {
      throw new Refused(
          FailureCode.LEDGER_KEY,
          "The ledger's key is valid from "
              + last.get().validFrom()
              + " until "
              + last.get().validUntil()
              + "; make its successor with patchwork ledger key FILE --succeeds OLDFILE.");
    }
  }
}
