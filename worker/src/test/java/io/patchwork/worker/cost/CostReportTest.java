package io.patchwork.worker.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.Cost;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.TerminalRecords;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CostReportTest {

  private static final Instant MONDAY = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir private Path temp;
  private ObjectStore store;

  @BeforeEach
  void open() {
    store = new FileObjectStore(temp);
  }

  private static Cost cost(long cpuMillis, long peak, long fetched, long stored, String stage) {
    return new Cost(cpuMillis, peak, fetched, stored, List.of(new Cost.Stage(stage, cpuMillis)));
  }

  private static Result example(String name) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            CostReportTest.class.getResourceAsStream(
                "/io/patchwork/schema/examples/event.completed." + name + ".json"))) {
      JobEvent event = MessageCodec.readEvent(in.readAllBytes()).event();
      return event instanceof JobEvent.Completed completed ? completed.result() : throwing(event);
    }
  }

  private static Result throwing(JobEvent event) {
    throw new AssertionError("not completed: " + event);
  }

  private void completed(
      String id, JobKind kind, String account, Instant at, String result, @Nullable Cost cost)
      throws Exception {
    JobRef job = new JobRef(new JobId(id), "urn:platform", kind, null, null, null, account);
    new TerminalRecords(store, new Events(() -> at), () -> at)
        .commit(job, null, List.of(new JobEvent.Completed(job, example(result), cost)));
  }

  @Test
  void aRenderThatTwoAskedForCountsOnceForTheFirst() throws Exception {
    completed("r1", JobKind.RENDER, "ana", MONDAY, "render", cost(9000, 70, 5, 6, "segment"));
    completed("r2", JobKind.RENDER, "bo", TUESDAY, "render", cost(9000, 70, 5, 6, "segment"));
    completed("i1", JobKind.INGEST, "bo", MONDAY, "asset", cost(1000, 50, 100, 20, "ingest"));
    completed("i2", JobKind.INGEST, "bo", TUESDAY, "asset", cost(500, 90, 10, 2, "ingest"));

    CostReport all = CostReport.since(Instant.EPOCH, Optional.empty(), store);

    assertThat(all.kinds())
        .containsExactly(
            new CostReport.Kind(JobKind.INGEST, 2, cost(1500, 90, 110, 22, "ingest")),
            new CostReport.Kind(JobKind.RENDER, 1, cost(9000, 70, 5, 6, "segment")));
    assertThat(all.total().cpuMillis()).isEqualTo(10_500);
    assertThat(all.total().peakMemoryBytes()).isEqualTo(90);
    assertThat(CostReport.since(Instant.EPOCH, Optional.of("bo"), store).total().cpuMillis())
        .isEqualTo(1500);
    assertThat(CostReport.since(TUESDAY, Optional.empty(), store).total().cpuMillis())
        .isEqualTo(500);
  }

  @Test
  void aRecordThatCannotBeReadIsToldAndEndsNothing() throws Exception {
    completed("i1", JobKind.INGEST, "bo", MONDAY, "asset", cost(1000, 50, 100, 20, "ingest"));
    completed("i2", JobKind.INGEST, "bo", MONDAY, "asset", cost(1000, 50, 100, 20, "ingest"));
    ObjectKey key = StoreLayout.jobResult(new JobRef(new JobId("i2"), "urn:platform", null));
    String record =
        new String(store.read(key, 1 << 20).orElseThrow().bytes(), StandardCharsets.UTF_8);
    store.delete(key);
    byte[] odd = record.replace("specversion", "odd").getBytes(StandardCharsets.UTF_8);
    store.putIfAbsent(key, Upload.of(odd, "application/json", Sha256.of(odd).hex()));

    CostReport all = CostReport.since(Instant.EPOCH, Optional.empty(), store);

    assertThat(all.unreported()).isEqualTo(1);
    assertThat(all.total().cpuMillis()).isEqualTo(1000);
  }

  @Test
  void aJobThatSaysNothingOfItsCostIsTold() throws Exception {
    completed("i1", JobKind.INGEST, "bo", MONDAY, "asset", null);

    CostReport all = CostReport.since(Instant.EPOCH, Optional.empty(), store);

    assertThat(all.unreported()).isEqualTo(1);
    assertThat(all.kinds()).isEmpty();
  }
}
