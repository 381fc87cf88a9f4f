package io.patchwork.worker;

import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.S3ObjectStore;
import io.patchwork.common.store.StoreObserver;
import io.patchwork.common.telemetry.Metrics;
import java.net.URI;
import java.nio.file.Path;

/** Opens object stores by URI. */
public final class Stores {

  /** A job stores the artifacts of a picture at once; what waits ten seconds for one fails. */
  private static final int CONNECTIONS_PER_SLOT = 16;

  private static final int SPARE_CONNECTIONS = 16;
  private static final long PART_BYTES = 64L << 20;

  private Stores() {}

  /** The store at a URI; for S3 with the configured endpoint and region. */
  public static ObjectStore open(URI address, WorkerConfig config) {
    return open(address, config, StoreObserver.NONE);
  }

  /** The same, with its requests counted. */
  public static ObjectStore open(URI address, WorkerConfig config, Metrics metrics) {
    return open(address, config, new StoreMetrics(metrics));
  }

  private static ObjectStore open(URI address, WorkerConfig config, StoreObserver observer) {
    return "s3".equals(address.getScheme())
        ? new S3ObjectStore(
            new S3ObjectStore.Settings(
                address,
                config.s3Endpoint().orElse(null),
                config.s3Region().orElse(null),
                config.authorities().orElse(null),
                config.slots() * CONNECTIONS_PER_SLOT + SPARE_CONNECTIONS,
                PART_BYTES,
                config.s3PublicEndpoint().orElse(null)),
            observer)
        : new FileObjectStore(Path.of(address.getPath()));
  }
}
