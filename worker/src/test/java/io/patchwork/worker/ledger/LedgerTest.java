package io.patchwork.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.ledger.AmountsList;
import io.patchwork.schema.ledger.CarriedBytes;
import io.patchwork.schema.ledger.LedgerContent;
import io.patchwork.schema.ledger.LedgerEntry;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.Schemas;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.storelayout.StoreLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00.5Z");
  private static final Instant LATER = Instant.parse("2028-11-27T00:00:00Z");

  @TempDir private Path folder;
  private ObjectStore store;
  private Ledger ledger;
  private final LedgerKey key = TestLedger.key();

  @BeforeEach
  void open() throws Exception {
    store = new FileObjectStore(folder);
    ledger = new Ledger(store, InstantSource.fixed(NOW));
    ledger.addKey(key, Optional.empty(), LATER);
  }

  private static LedgerContent.Payment payment(int number) {
    return new LedgerContent.Payment(new Id("p" + number), Sha256.of("payment " + number));
  }

  private void append(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      ledger.entries().append(payment(i));
    }
  }

  private Path entry(long index) {
    return folder.resolve(StoreLayout.ledgerEntry(index).value());
  }

  private interface Action {
    void run() throws Exception;
  }

  private static Refused refused(Action action) {
    Refused refused = catchThrowableOfType(Refused.class, action::run);
    assertThat(refused).isNotNull();
    assertThat(refused.sentence()).contains(";").endsWith(".");
    return refused;
  }

  private void assertDamaged(Action action) {
    assertThat(refused(action).code()).isEqualTo(FailureCode.LEDGER_DAMAGED);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anEntryFollowsTheOneBefore() throws Exception {
    append(3);

    StoredEntry second = ledger.entries().read(2);
    assertThat(second.entry().previous()).isEqualTo(ledger.entries().read(1).hash());
    assertThat(second.entry().recorded()).isEqualTo(Instant.parse("2026-11-27T12:00:00Z"));
    assertThat(ledger.entries().size()).isEqualTo(4);
    assertThat(ledger.verify().size()).isEqualTo(4);
  }

  @Test
  void ofManyWhoAppendAtOnceEachHasAPlaceOfItsOwn() throws Exception {
    List<Callable<LedgerEntry>> all =
        IntStream.range(0, 24)
            .mapToObj(i ->
                (Callable<LedgerEntry>)
                    () ->
                        new LedgerEntries(new FileObjectStore(folder), InstantSource.fixed(NOW))
                            .append(payment(i)))
            .toList();

    List<Long> places = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      for (Future<LedgerEntry> each : threads.invokeAll(all)) {
        places.add(each.get().index());
      }
    }

    assertThat(places).doesNotHaveDuplicates().hasSize(24);
    assertThat(ledger.verify().size()).isEqualTo(25);
  }

  @Test
  void aChangedByteIsFoundInEveryEntryAndInACheckpoint() throws Exception {
    append(4);
    ledger.checkpoint(key);
    List<Path> files =
        Stream.concat(
                IntStream.range(0, 5).mapToObj(this::entry),
                Stream.of(folder.resolve(StoreLayout.ledgerCheckpoint(5).value())))
            .toList();

    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      for (int at = 0; at < bytes.length; at += 23) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        Files.write(file, changed);

        assertDamaged(() -> ledger.verify());
      }
      Files.write(file, bytes);
    }
    assertThat(ledger.verify().checkpointCount()).isEqualTo(1);
  }

  @Test
  void anEntryThatWasExchangedWithAllAfterItIsFoundByTheCheckpoint() throws Exception {
    append(4);
    ledger.checkpoint(key);
    for (int i = 2; i < 5; i++) {
      Files.delete(entry(i));
    }

    for (int i = 2; i < 5; i++) {
      ledger.entries().append(payment(10 + i));
    }

    assertDamaged(() -> ledger.verify());
    assertDamaged(() -> ledger.checkpoint(key));
  }

  @Test
  void aCutTailIsFoundByTheLastCheckpointOrByTheOneThatAReaderKept() throws Exception {
    append(4);
    byte[] kept = bytes(ledger.checkpoint(key));
    assertThat(ledger.verify(kept).size()).isEqualTo(5);
    Files.delete(entry(4));

    assertDamaged(() -> ledger.verify());

    Files.delete(folder.resolve(StoreLayout.ledgerCheckpoint(5).value()));
    assertThat(ledger.verify().size()).isEqualTo(4);
    assertDamaged(() -> ledger.verify(kept));
  }

  @Test
  void aHoleIsFound() throws Exception {
    append(6);
    Files.delete(entry(3));

    assertDamaged(() -> ledger.verify());
  }

  @Test
  void aSecondLedgerIsNotConsistentWithAKeptCheckpoint() throws Exception {
    append(2);
    byte[] kept = bytes(ledger.checkpoint(key));
    append(3);
    byte[] newer = bytes(ledger.checkpoint(key));
    String proof = ledger.verify().growthSince(3);

    GrowthProof.check(kept, newer, proof, key.verifier());

    Checkpoint changed = new Checkpoint(TestLedger.ORIGIN, 6, CarriedBytes.of(new byte[32]));
    byte[] other = SignedNote.sign(changed.text(), key).bytes();
    assertDamaged(() -> GrowthProof.check(kept, other, proof, key.verifier()));
    assertDamaged(() -> ledger.verify(other));
  }

  @Test
  void aKeyIsSucceededByOneThatItSigned() throws Exception {
    LedgerKey next = LedgerKey.of(TestLedger.ORIGIN, LedgerKey.generate(new SecureRandom()));
    byte[] before = bytes(ledger.checkpoint(key));
    ledger.addKey(next, Optional.of(key), LATER);

    byte[] after = bytes(ledger.checkpoint(next));

    assertThat(ledger.verify(before).keys())
        .containsExactly(key.verifier().text(), next.verifier().text());
    assertThat(ledger.verify(after).checkpointCount()).isEqualTo(2);
    assertThat(refused(() -> ledger.checkpoint(key)).code()).isEqualTo(FailureCode.LEDGER_KEY);
  }

  @Test
  void aKeyThatThePresentOneDidNotSignIsRefused() throws Exception {
    LedgerKey stranger = LedgerKey.of(TestLedger.ORIGIN, LedgerKey.generate(new SecureRandom()));

    for (Optional<LedgerKey> by : List.of(Optional.<LedgerKey>empty(), Optional.of(stranger))) {
      assertThat(refused(() -> ledger.addKey(stranger, by, LATER)).code())
          .isEqualTo(FailureCode.LEDGER_KEY);
    }
    ledger.entries().append(LedgerKeys.record(stranger, Optional.empty(), NOW, LATER));
    assertDamaged(() -> ledger.verify());
  }

  @Test
  void aKeyDoesNotSignAfterItsEnd() {
    Ledger afterwards = new Ledger(store, InstantSource.fixed(LATER));

    assertThat(refused(() -> afterwards.checkpoint(key)).code()).isEqualTo(FailureCode.LEDGER_KEY);
  }

  @Test
  void aLedgerBeginsWithAKey(@TempDir Path empty) throws Exception {
    Ledger none = new Ledger(new FileObjectStore(empty), InstantSource.fixed(NOW));

    assertThat(refused(() -> none.entries().append(payment(1))).code())
        .isEqualTo(FailureCode.LEDGER_KEY);
    assertThat(refused(none::verify).code()).isEqualTo(FailureCode.LEDGER_KEY);
  }

  private static ProposalRecorder.Recorded proposal(String id, int lineCount) {
    Random random = new Random(11);
    List<ProposalLine> lines =
        IntStream.range(0, lineCount)
            .mapToObj(i -> TestLedger.line(TestLedger.handle(random), 100 + i, random))
            .toList();
    BigInteger total =
        lines.stream().map(ProposalLine::due).reduce(BigInteger.ZERO, BigInteger::add);
    return new ProposalRecorder.Recorded(
        new Id(id),
        TestLedger.EURO,
        total,
        Sha256.of("policy"),
        List.of(Sha256.of("b"), Sha256.of("a")),
        lines);
  }

  private ProposalRecorder recorder() {
    return new ProposalRecorder(store, ledger.entries(), TestLedger.SECRET);
  }

  @Test
  void aProposalIsRecordedOnceAndEveryPersonHasAStatement() throws Exception {
    ProposalRecorder.Recorded proposal = proposal("p1", 40);
    LedgerEntry entry = recorder().record(proposal);
    assertThat(recorder().record(proposal)).isEqualTo(entry);
    append(3);
    ledger.checkpoint(key);

    StatementWriter writer =
        StatementWriter.of(store, ledger.entries(), TestLedger.SECRET, proposal.id());

    StatementVerifier verifier = new StatementVerifier(key.verifier());
    for (ProposalLine line : proposal.lines()) {
      byte[] statement = writer.statement(line.handle()).orElseThrow();
      assertThat(verifier.check(statement)).isInstanceOf(StatementCheck.Accepted.class);
      assertThat(Schemas.violations("statement.v1", Json.tree(statement), "")).isEmpty();
    }
    assertThat(writer.statement(new Id("nobody"))).isEmpty();
    assertThat(StatementWriter.proposals(store)).containsExactly(proposal.id());
  }

  @Test
  void anEntryThatWasRecordedBeforeItsPlaceWasIsNotRecordedTwice() throws Exception {
    ProposalRecorder.Recorded proposal = proposal("p1", 3);
    LedgerEntry entry = recorder().record(proposal);
    store.delete(StoreLayout.proposalPlace(proposal.id()));

    assertThat(recorder().record(proposal)).isEqualTo(entry);
    assertThat(ledger.entries().size()).isEqualTo(2);
  }

  @Test
  void theAmountsListComesToTheTotal() throws Exception {
    LedgerEntry entry = recorder().record(proposal("p1", 40));
    LedgerContent.Proposal recorded = (LedgerContent.Proposal) entry.content();

    byte[] bytes =
        store.read(StoreLayout.ledgerDocument(recorded.amounts()), 1 << 20).orElseThrow().bytes();
    AmountsList list = Json.read(bytes, AmountsList.class);

    assertThat(Sha256.of(bytes)).isEqualTo(recorded.amounts());
    assertThat(list.amounts()).hasSize(recorded.lineCount());
    assertThat(
            list.amounts().stream()
                .map(each -> new BigDecimal(each.due()).add(new BigDecimal(each.held())))
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualTo(new BigDecimal(recorded.total()));
    assertThat(list.amounts()).isSortedAccordingTo(Comparator.comparing(each -> each.leaf().hex()));
    assertThat(Schemas.violations("amounts.v1", Json.tree(bytes), "")).isEmpty();
    assertThat(
            MerkleTree.of(
                    list.amounts().stream()
                        .map(each -> HexFormat.of().parseHex(each.leaf().hex()))
                        .toList())
                .root())
        .isEqualTo(HexFormat.of().parseHex(recorded.root().hex()));
  }

  @Test
  void aProposalThatIsNotWhatItSaysIsRefused() throws Exception {
    ProposalRecorder.Recorded sound = proposal("p1", 3);
    recorder().record(sound);

    List<ProposalRecorder.Recorded> others =
        List.of(
            // Another total, a line twice, no line, other lines or another policy under its id.
            new ProposalRecorder.Recorded(
                new Id("p2"),
                TestLedger.EURO,
                sound.total().add(BigInteger.ONE),
                sound.policy(),
                sound.lineages(),
                sound.lines()),
            new ProposalRecorder.Recorded(
                new Id("p2"),
                TestLedger.EURO,
                sound.total().add(sound.lines().getFirst().due()),
                sound.policy(),
                sound.lineages(),
                Stream.concat(sound.lines().stream(), Stream.of(sound.lines().getFirst()))
                    .toList()),
            new ProposalRecorder.Recorded(
                new Id("p2"),
                TestLedger.EURO,
                BigInteger.ZERO,
                sound.policy(),
                sound.lineages(),
                List.of()),
            proposal("p1", 4),
            new ProposalRecorder.Recorded(
                sound.id(),
                TestLedger.EURO,
                sound.total(),
                Sha256.of("another policy"),
                sound.lineages(),
                sound.lines()));

    for (ProposalRecorder.Recorded other : others) {
      assertThat(refused(() -> recorder().record(other)).code())
          .isEqualTo(FailureCode.LEDGER_REFUSED);
    }
    assertThat(ledger.entries().size()).isEqualTo(2);
  }

  @Test
  void aStatementNeedsACheckpointAndTheSecret() throws Exception {
    recorder().record(proposal("p1", 3));

    assertThat(
            refused(() ->
                    StatementWriter.of(store, ledger.entries(), TestLedger.SECRET, new Id("p1")))
                .sentence())
        .contains("No checkpoint");
    ledger.checkpoint(key);
    byte[] other = new byte[32];
    other[0] = 1;
    assertThat(
            refused(() ->
                    StatementWriter.of(
                        store, ledger.entries(), new LedgerSecret(other), new Id("p1")))
                .code())
        .isEqualTo(FailureCode.LEDGER_KEY);
    assertThat(
            refused(() ->
                    StatementWriter.of(store, ledger.entries(), TestLedger.SECRET, new Id("p9")))
                .code())
        .isEqualTo(FailureCode.LEDGER_REFUSED);
  }

  @Test
  void entriesAreAsTheirSchemaSays() throws Exception {
    recorder().record(proposal("p1", 3));
    append(1);

    for (int i = 0; i < 3; i++) {
      assertThat(Schemas.violations("ledger-entry.v1", Json.tree(Files.readAllBytes(entry(i))), ""))
          .isEmpty();
    }
  }
}
