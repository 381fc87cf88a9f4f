package io.patchwork.worker;

import io.patchwork.common.process.Limits;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.fetch.SourceFetcher.SourceLimits;
import io.patchwork.worker.fetch.SourcePolicy;
import io.patchwork.worker.storelayout.StoreLayout;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a configuration says of sources, and of the children that read them. */
record SourceSettings(WorkerConfig config) {

  /** Beside the memory that is used: programs reserve more than they use. */
  private static final long ADDRESS_SPACE = 6L << 30;

  /** A source that cannot be split into chunks may be this many chunks long. */
  private static final int MAX_UNSPLIT_CHUNKS = 12;

  /** Prefixes in our own store that sources of jobs may be read from. */
  private static final List<String> MEDIA = List.of(StoreLayout.UPLOADS, StoreLayout.TIMELINES);

  /** The same for policies, decisions and earlier proposals. */
  private static final List<String> DOCUMENTS = List.of(StoreLayout.UPLOADS, StoreLayout.PROPOSALS);

  /** What a child process may take. */
  Limits ofChild(ChildMemory memory) {
    Duration deadline = config.jobDeadline();
    int cores = Runtime.getRuntime().availableProcessors();
    return new Limits(
        memory.largest(),
        ADDRESS_SPACE + memory.largest(),
        deadline.multipliedBy(cores),
        config.maxSourceBytes() * 2,
        deadline,
        config.stall());
  }

  SourceLimits limits() {
    return new SourceLimits(
        config.maxSourceBytes(),
        seconds(config.maxSourceDuration()),
        RationalTime.ofSeconds(MAX_UNSPLIT_CHUNKS * config.chunkLength().toSeconds(), 1));
  }

  RationalTime chunkLength() {
    return seconds(config.chunkLength());
  }

  private static RationalTime seconds(Duration duration) {
    return RationalTime.ofSeconds(duration.toSeconds(), 1);
  }

  /** From where media and timelines may come. */
  SourcePolicy media(ObjectStore store) {
    return policy(store, MEDIA);
  }

  /** From where documents of proposals may come. */
  SourcePolicy documents(ObjectStore store) {
    return policy(store, DOCUMENTS);
  }

  private SourcePolicy policy(ObjectStore store, List<String> prefixes) {
    Map<URI, ObjectStore> buckets = new HashMap<>();
    List<Path> folders =
        config.sources().stream()
            .filter(place -> "file".equals(place.getScheme()))
            .map(place -> Path.of(place.getPath()))
            .toList();
    config.sources().stream()
        .filter(place -> "s3".equals(place.getScheme()))
        .forEach(place -> buckets.put(place, Stores.open(place, config)));
    return new SourcePolicy(store, prefixes, folders, buckets);
  }
}
