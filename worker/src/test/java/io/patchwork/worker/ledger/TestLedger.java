package io.patchwork.worker.ledger;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.ledger.CarriedBytes;
import io.patchwork.schema.ledger.LedgerContent;
import io.patchwork.schema.ledger.LedgerEntry;
import io.patchwork.schema.ledger.ProposalLines;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.money.Money;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A ledger in memory with one proposal in it, the same for the same seed. */
final class TestLedger {

  static final Currency EURO = Currency.getInstance("EUR");
  static final String ORIGIN = "ledger.example/patchwork";
  static final Id PROPOSAL = new Id("spring-2026");
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant END = Instant.parse("2028-01-01T00:00:00Z");
  static final LedgerSecret SECRET = new LedgerSecret(new byte[LedgerSecret.BYTES]);

  final LedgerKey key = key();
  final List<ProposalLine> lines;
  final ProposalTree tree;
  final StatementWriter writer;

  private TestLedger(List<ProposalLine> lines, int entryCount, int index) throws Refused {
    this.lines = lines;
    this.tree = ProposalTree.of(SECRET, PROPOSAL, lines.stream().map(TestLedger::stored).toList());
    BigInteger total =
        lines.stream().map(ProposalLine::due).reduce(BigInteger.ZERO, BigInteger::add);
    LedgerContent.Proposal proposal =
        new LedgerContent.Proposal(
            PROPOSAL,
            tree.root(),
            tree.size(),
            Money.text(total, EURO),
            "EUR",
            Sha256.of("policy"),
            Sha256.of("lineages"),
            Sha256.of("amounts"));
    List<StoredEntry> entries = new ArrayList<>();
    for (int i = 0; i < entryCount; i++) {
      LedgerContent content =
          i == 0
              ? LedgerKeys.record(key, Optional.empty(), START, END)
              : i == index
                  ? proposal
                  : new LedgerContent.Payment(new Id("p" + i), Sha256.of("payment " + i));
      entries.add(entry(i, i == 0 ? Optional.empty() : Optional.of(entries.getLast()), content));
    }
    MerkleTree ledger = MerkleTree.of(entries.stream().map(StoredEntry::leaf).toList());
    Checkpoint checkpoint = new Checkpoint(ORIGIN, entryCount, CarriedBytes.of(ledger.root()));
    this.writer = StatementWriter.of(tree, index, entries, SignedNote.sign(checkpoint.text(), key));
  }

  /** A ledger of so many entries with a proposal of so many lines, each of another person. */
  static TestLedger of(int lineCount, int entryCount, long seed) throws Refused {
    Random random = new Random(seed);
    List<ProposalLine> lines = new ArrayList<>();
    for (int i = 0; i < lineCount; i++) {
      lines.add(line(handle(random), random.nextInt(1, 1_000_000), random));
    }
    return new TestLedger(lines, entryCount, 1 + random.nextInt(entryCount - 1));
  }

  static TestLedger of(List<ProposalLine> lines, int entryCount, int index) throws Refused {
    return new TestLedger(lines, entryCount, index);
  }

  private static StoredEntry entry(
      int index, Optional<StoredEntry> previous, LedgerContent content) {
    LedgerEntry entry =
        new LedgerEntry(
            index, previous.map(StoredEntry::hash).orElse(null), START.plusSeconds(index), content);
    return StoredEntry.read(Json.canonical(entry));
  }

  static ProposalLines.Line stored(ProposalLine line) {
    return new ProposalLines.Line(line.handle(), CarriedBytes.of(line.bytes()));
  }

  static Id handle(Random random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return new Id(HexFormat.of().formatHex(bytes));
  }

  static ProposalLine line(Id handle, long cents, Random random) {
    BigInteger due = BigInteger.valueOf(cents);
    byte[] bytes =
        Json.canonical(
            Map.of(
                "handle",
                handle,
                "due",
                Money.text(due, EURO),
                "held",
                "0.00",
                "pool",
                "video",
                "asset",
                "asset-" + random.nextInt(1_000_000),
                "seconds",
                random.nextInt(1, 100_000) + "/1001",
                "share",
                random.nextInt(1, 1_000_000) + "/99990001",
                "evidence",
                Sha256.of("evidence " + random.nextLong())));
    return new ProposalLine(handle, bytes, due, BigInteger.ZERO);
  }

  /** The key of a seed of zeros. */
  static LedgerKey key() {
    return LedgerKey.of(ORIGIN, LedgerKey.generate(new Zeros()));
  }

  private static final class Zeros extends SecureRandom {
    private static final long serialVersionUID = 1;

    @Override
    public void nextBytes(byte[] bytes) {}
  }

  byte[] statement(int line) {
    return writer.statement(lines.get(line).handle()).orElseThrow();
  }
}
