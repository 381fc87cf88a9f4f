package io.patchwork.worker;

import io.patchwork.common.queue.BridgedQueue;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.wire.Json;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;

/** The process of a {@link QuarantineJvm}: a worker that handles one delivery and ends. */
public final class QuarantinedWorker {

  private static final int PARENT_GONE = 5;

  private QuarantinedWorker() {}

  /** Reads settings and delivery from standard input; frames of the queue go to standard output. */
  public static void main(String[] args) throws Exception {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err);
    DataInputStream in = new DataInputStream(System.in);
    byte[] settings = new byte[in.readInt()];
    in.readFully(settings);
    WorkerConfig config = Json.read(settings, WorkerConfig.class);
    BridgedQueue queue = new BridgedQueue(in, out, () -> Runtime.getRuntime().halt(PARENT_GONE));
    try (Worker worker = worker(config, queue)) {
      worker.start();
      queue.awaitHandled();
    }
    Runtime.getRuntime().halt(0);
  }

  private static Worker worker(WorkerConfig config, BridgedQueue queue)
      throws IOException, InterruptedException {
    ObjectStore store = Stores.open(config.store(), config);
    return Worker.quarantined(
        config, queue, store, InstantSource.system(), WorkerLog.open(config, Worker.name()));
  }
}
