package io.patchwork.worker;

import io.patchwork.common.config.ConfigurationException;
import io.patchwork.common.config.Environment;
import io.patchwork.common.queue.BrokerAddress;
import io.patchwork.common.queue.Lane;
import io.patchwork.worker.ingest.KeyTemplate;
import io.patchwork.worker.jobs.Lanes;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a worker. Each has an environment variable, listed in {@code
 * docs/configuration.md}.
 *
 * @param broker address of RabbitMQ; absent with {@code --local}
 * @param store {@code s3://bucket/prefix} or {@code file:///dir}
 * @param s3PublicEndpoint where readers of links reach the store; absent for {@code s3Endpoint}
 * @param authorities file with certificates that are trusted besides those of the JDK
 * @param sources buckets and folders, besides the store, that sources may be read from
 * @param profiles file with the operator's own ladder profiles
 * @param ledgerSecret file with the operator's secret, by which people have handles in proposals
 * @param slots concurrent jobs of the interactive and of the render lane, each
 * @param lanes that the worker takes messages of
 * @param accountWindow maximum number of jobs of one account in a lane at once; 0 with {@code
 *     --local}, where nobody else waits
 * @param accountQuota maximum number of jobs of one account that wait
 * @param childMemory the most memory that one child process may take, in bytes; absent to take what
 *     this machine has
 * @param cacheBytes size of the fetch cache on this worker's disk
 * @param reserveBytes free bytes on the disk that a job needs to start
 * @param chunkLength duration of a chunk of video of 1920×1080 at 30 frames per second
 * @param jobDeadline of one child process; below the broker's consumer timeout
 * @param segmentLifetime after which the store's lifecycle rules may delete segments
 * @param longestMessage how long a message can be worked on, the broker's consumer timeout; what is
 *     forgotten is looked for again after it; zero with {@code --local}
 * @param adminAddress interface for health, readiness and metrics
 * @param adminPort 0 for any free port
 */
public record WorkerConfig(
    Optional<BrokerAddress> broker,
    URI store,
    Optional<URI> s3Endpoint,
    Optional<URI> s3PublicEndpoint,
    Optional<String> s3Region,
    Optional<Path> authorities,
    String prefix,
    List<URI> sources,
    Optional<Path> profiles,
    Optional<Path> ledgerSecret,
    KeyTemplate keyTemplate,
    boolean isMetadataTrusted,
    Sandboxing sandbox,
    int slots,
    List<Lane> lanes,
    int accountWindow,
    int accountQuota,
    Optional<Long> childMemory,
    Path directory,
    long cacheBytes,
    long reserveBytes,
    long maxSourceBytes,
    Duration maxSourceDuration,
    Duration chunkLength,
    Duration jobDeadline,
    Duration stall,
    List<Duration> retryDelays,
    Duration segmentLifetime,
    Duration longestMessage,
    Duration drain,
    InetAddress adminAddress,
    int adminPort,
    LogFormat logFormat) {

  /** What lines of a worker's log are. */
  public enum LogFormat {
    /** For people. */
    TEXT,
    /** For collectors of logs. */
    JSON
  }

  /** Whether child processes run in a sandbox. */
  public enum Sandboxing {
    /** Refuse to start without one of namespaces. */
    REQUIRED,
    /** Refuse to start without one, be it of Landlock alone. */
    LANDLOCK,
    /** Use one where it works, and print a note where not. */
    PREFERRED,
    /** Run without one. */
    NONE
  }

  private static final int MAX_SLOTS = 256;
  private static final int MAX_WAITING = 10_000;

  /** By the launcher, by the log, by commands that need a key, and without {@code --local}. */
  private static final String[] READ_ELSEWHERE = {
    "PATCHWORK_AOT_MODE",
    "PATCHWORK_HEAP",
    "PATCHWORK_JAVA_HOME",
    "PATCHWORK_LOG",
    "PATCHWORK_LEDGER_KEY",
    "PATCHWORK_AMQP_URL",
    "PATCHWORK_AMQP_URL_FILE",
    "PATCHWORK_STORE",
    "PATCHWORK_CA",
    "PATCHWORK_AMQP_CERTIFICATE",
    "PATCHWORK_AMQP_KEY"
  };

  public WorkerConfig {
    sources = List.copyOf(sources);
    lanes = List.copyOf(lanes);
    retryDelays = List.copyOf(retryDelays);
  }

  /**
   * The settings of a member of a cluster.
   *
   * @throws ConfigurationException with every problem at once
   */
  public static WorkerConfig cluster(Environment env) {
    Optional<Path> authorities = env.file("PATCHWORK_CA");
    Optional<Path> certificate = env.file("PATCHWORK_AMQP_CERTIFICATE");
    Optional<Path> key = env.file("PATCHWORK_AMQP_KEY");
    if (certificate.isPresent() != key.isPresent()) {
      env.problem(
          "PATCHWORK_AMQP_CERTIFICATE and PATCHWORK_AMQP_KEY belong together; set both or neither.");
    }
    Optional<Path> addressFile =
        env.text("PATCHWORK_AMQP_URL").isPresent()
            ? Optional.empty()
            : env.text("PATCHWORK_AMQP_URL_FILE").map(Path::of);
    Optional<BrokerAddress> broker =
        env.secretUri("PATCHWORK_AMQP_URL")
            .map(uri -> new BrokerAddress(uri, addressFile, authorities, certificate, key));
    if (broker.isEmpty()
        && env.text("PATCHWORK_AMQP_URL").isEmpty()
        && env.text("PATCHWORK_AMQP_URL_FILE").isEmpty()) {
      env.problem(
          "PATCHWORK_AMQP_URL is not set; it is the broker's address, as in"
              + " amqp://user:password@host:5672. Or use --local DIR.");
    }
    Optional<URI> store = env.uri("PATCHWORK_STORE");
    if (store.isEmpty() && env.text("PATCHWORK_STORE").isEmpty()) {
      env.problem(
          "PATCHWORK_STORE is not set; it is s3://bucket/prefix or file:///dir. Or use --local"
              + " DIR.");
    }
    store.ifPresent(uri -> {
      boolean isBucket = "s3".equals(uri.getScheme()) && uri.getHost() != null;
      boolean isFolder = "file".equals(uri.getScheme()) && uri.getPath() != null;
      if (!isBucket && !isFolder) {
        env.problem("PATCHWORK_STORE is " + uri + "; it is s3://bucket/prefix or file:///dir.");
      }
    });
    Sandboxing sandbox =
        env.text("PATCHWORK_SANDBOX").isPresent()
            ? env.choice("PATCHWORK_SANDBOX", Sandboxing.REQUIRED)
            : Sandboxing.REQUIRED;
    return read(env, broker, store.orElse(URI.create("file:///")), sandbox);
  }

  /**
   * The settings of a cluster in one process.
   *
   * @throws ConfigurationException with every problem at once
   */
  public static WorkerConfig local(Environment env, Path directory) {
    Sandboxing sandbox = env.choice("PATCHWORK_SANDBOX", Sandboxing.PREFERRED);
    return read(env, Optional.empty(), directory.toAbsolutePath().toUri(), sandbox);
  }

  private static WorkerConfig read(
      Environment env, Optional<BrokerAddress> broker, URI store, Sandboxing sandbox) {
    int cores = Runtime.getRuntime().availableProcessors();
    int window = env.number("PATCHWORK_ACCOUNT_WINDOW", 8, 1, MAX_WAITING);
    WorkerConfig config =
        new WorkerConfig(
            broker,
            store,
            env.uri("PATCHWORK_S3_ENDPOINT"),
            env.uri("PATCHWORK_S3_PUBLIC_ENDPOINT"),
            env.text("PATCHWORK_S3_REGION"),
            env.text("PATCHWORK_CA").map(Path::of),
            env.text("PATCHWORK_PREFIX").orElse("patchwork"),
            sources(env),
            env.text("PATCHWORK_PROFILES").map(Path::of),
            env.text("PATCHWORK_LEDGER_SECRET").map(Path::of),
            keyTemplate(env),
            env.flag("PATCHWORK_TRUST_METADATA", false),
            sandbox,
            env.number("PATCHWORK_SLOTS", cores, 1, MAX_SLOTS),
            lanes(env),
            broker.isEmpty() ? 0 : window,
            env.number("PATCHWORK_ACCOUNT_QUOTA", 1000, 1, MAX_WAITING),
            env.text("PATCHWORK_CHILD_MEMORY").map(_ -> env.bytes("PATCHWORK_CHILD_MEMORY", 0)),
            env.text("PATCHWORK_DIR").map(Path::of).orElseGet(WorkerConfig::defaultDirectory),
            env.bytes("PATCHWORK_CACHE_SIZE", 20L << 30),
            env.bytes("PATCHWORK_MIN_FREE_DISK", 512L << 20),
            env.bytes("PATCHWORK_MAX_SOURCE_SIZE", 16L << 30),
            env.duration("PATCHWORK_MAX_DURATION", Duration.ofHours(6)),
            env.duration("PATCHWORK_CHUNK_LENGTH", Duration.ofMinutes(5)),
            env.duration("PATCHWORK_DEADLINE", Duration.ofMinutes(20)),
            env.duration("PATCHWORK_STALL_TIMEOUT", Duration.ofMinutes(2)),
            env.durations(
                "PATCHWORK_RETRY_DELAYS",
                List.of(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(10),
                    Duration.ofHours(1))),
            env.duration("PATCHWORK_SEGMENT_LIFETIME", Duration.ofDays(30)),
            broker.isEmpty()
                ? Duration.ZERO
                : env.duration("PATCHWORK_LONGEST_MESSAGE", Duration.ofHours(3)),
            env.duration("PATCHWORK_DRAIN_TIMEOUT", Duration.ofMinutes(1)),
            env.address("PATCHWORK_ADMIN_ADDRESS", InetAddress.ofLiteral("127.0.0.1")),
            env.number("PATCHWORK_ADMIN_PORT", 0, 0, 65_535),
            env.choice("PATCHWORK_LOG_FORMAT", LogFormat.TEXT));
    env.readElsewhere(READ_ELSEWHERE);
    env.refuseUnknown("PATCHWORK_");
    env.check();
    return config;
  }

  private static List<URI> sources(Environment env) {
    return env.text("PATCHWORK_SOURCES").stream()
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .map(String::strip)
        .filter(place -> !place.isEmpty())
        .flatMap(place -> Optional.ofNullable(source(env, place)).stream())
        .toList();
  }

  private static List<Lane> lanes(Environment env) {
    List<Lane> lanes = new ArrayList<>();
    for (String name : env.text("PATCHWORK_LANES").orElse("").split(",", -1)) {
      if (name.isBlank()) {
        continue;
      }
      Lanes.named(name.strip())
          .ifPresentOrElse(
              lanes::add,
              () ->
                  env.problem(
                      "PATCHWORK_LANES has \""
                          + name.strip()
                          + "\"; the lanes are "
                          + Lanes.ALL.stream().map(Lane::name).collect(Collectors.joining(", "))
                          + "."));
    }
    return lanes.isEmpty() ? Lanes.ALL : lanes;
  }

  private static @Nullable URI source(Environment env, String place) {
    try {
      URI uri = URI.create(place);
      if (List.of("s3", "file").contains(String.valueOf(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException notUri) {
      assert !place.isEmpty();
    }
    env.problem(
        "PATCHWORK_SOURCES has \""
            + place
            + "\"; it takes s3://bucket/prefix and"
            + " file:///dir, with commas between them.");
    return null;
  }

  private static KeyTemplate keyTemplate(Environment env) {
    String fallback = "uploads/{contributor}/{asset}/{name}";
    String text = env.text("PATCHWORK_UPLOAD_KEYS").orElse(fallback);
    try {
      return new KeyTemplate(text);
    } catch (IllegalArgumentException e) {
      env.problem(
          "PATCHWORK_UPLOAD_KEYS is \""
              + text
              + "\": "
              + e.getMessage()
              + "; for example "
              + fallback
              + ".");
      return new KeyTemplate(fallback);
    }
  }

  private static Path defaultDirectory() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path home = Path.of(System.getProperty("user.home"));
    return (cache == null || cache.isBlank() ? home.resolve(".cache") : Path.of(cache))
        .resolve("patchwork");
  }
}
