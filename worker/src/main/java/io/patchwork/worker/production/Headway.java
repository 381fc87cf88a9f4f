package io.patchwork.worker.production;

import io.patchwork.schema.event.JobRef;
import io.patchwork.worker.ffmpeg.Progress;
import io.patchwork.worker.run.JobContext;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells how far a job is while one of its parts is made: as far as the parts that are there, and
 * this one. Others that are being made are not known of here. For one pass.
 */
final class Headway implements Consumer<Progress> {

  /** FFmpeg tells its progress twice a second; others' parts are looked for every ten seconds. */
  private static final int PATIENCE = 20;

  private final Relay relay;
  private final JobRef job;
  private final int parts;
  private final JobContext context;
  private int heard;
  private int marked;

  Headway(Relay relay, JobRef job, int parts, JobContext context) {
    this.relay = relay;
    this.job = job;
    this.parts = parts;
    this.context = context;
  }

  @Override
  public void accept(Progress progress) {
    if (heard++ % PATIENCE == 0) {
      marked = relay.marked(job);
    }
    context.progress(
        List.of(job), Workshop.STAGE, marked * 1000L + progress.permille(), parts * 1000L);
  }
}
