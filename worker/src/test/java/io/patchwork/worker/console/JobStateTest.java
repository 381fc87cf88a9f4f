package io.patchwork.worker.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.job.JobKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobStateTest {

  private static final JobRef JOB = new JobRef(new JobId("job-1"), "platform", JobKind.INGEST);
  private static final JobEvent STARTED = new JobEvent.Started(JOB, 1, "worker-1");
  private static final JobEvent HALF = new JobEvent.Progressed(JOB, "encode", 1, 2);
  private static final JobEvent CANCELLED = new JobEvent.Cancelled(JOB);

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }

  private static JobEvent failed(FailureCode code) {
    return new JobEvent.Failed(JOB, code, "It failed.", null, List.of());
  }

  private static JobState running() {
    return JobState.of("hash", JOB, at(0)).after(STARTED, at(1)).after(HALF, at(2));
  }

  @Test
  void progressIsOfTheStage() {
    JobState job = running();

    assertThat(job.state()).isEqualTo(JobState.State.RUNNING);
    assertThat(job.stage()).isEqualTo("encode");
    assertThat(job.percent()).isEqualTo(50);
    assertThat(job.account()).isEqualTo("platform");
  }

  @Test
  void aWorkerThatSpeaksLateDoesNotReopenAJob() {
    JobState ended = running().after(CANCELLED, at(5));

    assertThat(ended.after(HALF, at(4))).isEqualTo(ended);
    assertThat(ended.after(STARTED, at(5))).isEqualTo(ended);
  }

  @Test
  void whatBeginsAfterAnEndWasSentAgain() {
    JobState again = running().after(failed(FailureCode.INTERNAL), at(5)).after(STARTED, at(9));

    assertThat(again.state()).isEqualTo(JobState.State.RUNNING);
    assertThat(again.ended()).isNull();
    assertThat(again.message()).isNull();
  }

  @Test
  void anotherMessageUnderTheIdOfAJobFailsAlone() {
    JobState job = running();

    assertThat(job.after(failed(FailureCode.ID_REUSED), at(3))).isEqualTo(job);
    JobState cancelled = job.after(CANCELLED, at(3));
    assertThat(cancelled.after(failed(FailureCode.ID_REUSED), at(4))).isEqualTo(cancelled);
  }

  @Test
  void aMessageThatNobodyCouldReadFails() {
    JobState job =
        JobState.of("hash", JOB, at(0)).after(failed(FailureCode.MALFORMED_MESSAGE), at(0));

    assertThat(job.state()).isEqualTo(JobState.State.FAILED);
    assertThat(job.code()).isEqualTo(FailureCode.MALFORMED_MESSAGE);
  }

  @Test
  void anEndWithoutARecordWasTakenBack() {
    JobState ended = running().after(failed(FailureCode.INTERNAL), at(5));

    assertThat(ended.withoutRecord().state()).isEqualTo(JobState.State.RUNNING);
    assertThat(running().withoutRecord()).isEqualTo(running());
  }
}
