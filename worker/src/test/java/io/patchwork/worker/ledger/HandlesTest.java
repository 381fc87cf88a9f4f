package io.patchwork.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.ledger.Handle;
import io.patchwork.schema.ledger.PersonRecord;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.Schemas;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HandlesTest {

  private static final Id ANA = new Id("ana.souza");

  @TempDir private Path folder;
  private ObjectStore store;
  private Handles handles;

  @BeforeEach
  void open() {
    store = new FileObjectStore(folder);
    handles = new Handles(store, TestLedger.SECRET, new SecureRandom());
  }

  /** Names and contents of all objects, as one text. */
  private String all() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(folder.relativize(file))
            .append('\n')
            .append(Files.readString(file))
            .append('\n');
      }
    }
    return all.toString();
  }

  @Test
  void aPersonHasOneHandleThatTellsNothing() throws Exception {
    Handle ana = handles.of(ANA, "Ana Souza");

    assertThat(handles.of(ANA)).isEqualTo(ana);
    assertThat(handles.find(ANA)).contains(ana);
    assertThat(handles.find(new Id("otto"))).isEmpty();
    assertThat(handles.of(new Id("otto"))).isNotEqualTo(ana);
    assertThat(ana.id().value()).matches("[0-9a-f]{32}");
    assertThat(handles.person(ana.id()).orElseThrow().name()).isEqualTo("Ana Souza");
  }

  @Test
  void theCommitmentIsThatOfTheSaltAndTheId() throws Exception {
    Handle ana = handles.of(ANA);
    PersonRecord record = handles.person(ana.id()).orElseThrow();

    byte[] salted =
        (new String(record.salt().bytes(), StandardCharsets.ISO_8859_1) + "ana.souza")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(ana.commitment()).isEqualTo(Sha256.of(salted));
    byte[] stored = store.read(StoreLayout.person(ana.id()), 1 << 16).orElseThrow().bytes();
    assertThat(Schemas.violations("person.v1", Json.tree(stored), "")).isEmpty();
  }

  @Test
  void idAndNameAreInOneObjectAndInNoKey() throws Exception {
    Handle ana = handles.of(ANA, "Ana Souza");

    assertThat(all()).containsOnlyOnce("ana.souza").containsOnlyOnce("Ana Souza");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.contains("ana.souza"));
    }

    assertThat(handles.forget(ana.id())).isTrue();

    assertThat(all())
        .doesNotContain("ana.souza")
        .doesNotContain("Ana Souza")
        .doesNotContain(ana.id().value())
        .doesNotContain(TestLedger.SECRET.keyed(ANA).hex());
    assertThat(handles.find(ANA)).isEmpty();
    assertThat(handles.forget(ana.id())).isFalse();
    assertThat(handles.of(ANA)).isNotEqualTo(ana);
  }

  @Test
  void whoAskAtOnceGetTheSameHandle() throws Exception {
    Callable<Handle> ask =
        () ->
            new Handles(new FileObjectStore(folder), TestLedger.SECRET, new SecureRandom()).of(ANA);

    Set<Handle> got = new HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Handle> each : threads.invokeAll(Collections.nCopies(16, ask))) {
        got.add(each.get());
      }
    }

    assertThat(got).hasSize(1);
  }

  @Test
  void aRecordThatACrashLeftOutIsMadeUp() throws Exception {
    Handle ana = handles.of(ANA);
    store.delete(StoreLayout.person(ana.id()));

    assertThat(handles.find(ANA)).isEmpty();
    assertThat(handles.of(ANA).id()).isEqualTo(ana.id());
  }

  @Test
  void whenAPersonIsForgottenAllStatementsAndTheLedgerStillVerify() throws Exception {
    Ledger ledger = new Ledger(store, InstantSource.fixed(TestLedger.START));
    LedgerKey key = TestLedger.key();
    ledger.addKey(key, Optional.empty(), TestLedger.END);
    List<Handle> people = new ArrayList<>();
    List<ProposalLine> lines = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      people.add(handles.of(new Id("person-" + i), "Name " + i));
      lines.add(TestLedger.line(people.getLast().id(), 100, new Random(i)));
    }
    ProposalRecorder recorder = new ProposalRecorder(store, ledger.entries(), TestLedger.SECRET);
    Id proposal = new Id("p1");
    recorder.record(
        new ProposalRecorder.Recorded(
            proposal,
            TestLedger.EURO,
            BigInteger.valueOf(1200),
            Sha256.of("policy"),
            List.of(Sha256.of("lineage")),
            lines));
    byte[] kept = ledger.checkpoint(key).getBytes(StandardCharsets.UTF_8);
    StatementWriter before =
        StatementWriter.of(store, ledger.entries(), TestLedger.SECRET, proposal);

    handles.forget(people.get(5).id());

    assertThat(all()).doesNotContain("person-5").doesNotContain("Name 5").contains("person-4");
    assertThat(ledger.verify(kept).size()).isEqualTo(2);
    StatementWriter after =
        StatementWriter.of(store, ledger.entries(), TestLedger.SECRET, proposal);
    StatementVerifier verifier = new StatementVerifier(key.verifier());
    for (Handle each : people) {
      assertThat(after.statement(each.id())).contains(before.statement(each.id()).orElseThrow());
      assertThat(verifier.check(after.statement(each.id()).orElseThrow()))
          .isInstanceOf(StatementCheck.Accepted.class);
    }
  }
}
