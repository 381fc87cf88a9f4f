package io.patchwork.worker.capacity;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.bench.AllBenches;
import io.patchwork.worker.bench.Scratch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Measures what uploads and renders take of a real cluster: each class at two sizes, or a day of a
 * platform scaled down, of which {@code infra/capacity} must know beforehand what it takes.
 */
public final class CapacityRun {

  /** Jobs of a class at a size, and what they took together. */
  private record Sample(
      String work, String unit, double size, int jobs, long sourceBytes, Taken taken) {}

  /** What {@code measure} writes. */
  private record Measured(
      String on, String processor, List<Sample> samples, double brokerMessagesPerSecond) {}

  /** One job of the day. */
  private record Drawn(String work, double size, long sourceBytes) {}

  /** Jobs of the day, and what they took together. */
  private record Part(List<Drawn> jobs, Taken taken) {}

  private record Day(long seed, Part uploads, Part films) {}

  private final Path folder;
  private final MeteredCluster cluster;
  private final List<Path> films;
  private int number;
  private long sourceBytes;

  private CapacityRun(Path folder, MeteredCluster cluster, List<Path> films) {
    this.folder = folder;
    this.cluster = cluster;
    this.films = films;
  }

  /**
   * Measures.
   *
   * @param args {@code measure FILE [FILM…]}, or {@code day FILE PLATFORM SEED UPLOADS [FILM…]}
   */
  public static void main(String[] args) throws Exception {
    boolean isDay = args[0].equals("day");
    List<Path> films = Arrays.stream(args).skip(isDay ? 5 : 2).map(Path::of).toList();
    try (Scratch scratch = new Scratch();
        MeteredCluster cluster = new MeteredCluster(scratch.folder(), isDay ? 3 : 2)) {
      CapacityRun run = new CapacityRun(scratch.folder(), cluster, films);
      run.prepare();
      Object result =
          isDay
              ? run.day(
                  Json.tree(Files.readAllBytes(Path.of(args[2]))),
                  Long.parseLong(args[3]),
                  Integer.parseInt(args[4]))
              : new Measured(
                  LocalDate.now(ZoneOffset.UTC).toString(),
                  AllBenches.machine(),
                  run.samples(),
                  BrokerRate.perSecond());
      Files.writeString(Path.of(args[1]), Json.pretty(result));
    }
    System.exit(0);
  }

  private static void say(String format, Object... arguments) {
    System.err.printf(Locale.ROOT, format + "%n", arguments);
  }

  /** Ingests what films are cut from, and one of each class, so that workers are warm. */
  private void prepare() throws Exception {
    say("capacity: workers are ready; making what films are cut from");
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < FilmClass.ASSETS; i++) {
      Path file = UploadClass.VIDEO_1080.write(folder, number++, FilmClass.SECONDS_OF_ASSET, films);
      jobs.add(cluster.cluster().ingest(FilmClass.asset(i), "ana", file));
    }
    for (UploadClass upload : UploadClass.values()) {
      jobs.add(ingest(upload, upload.sizes().getFirst()));
    }
    cluster.complete(jobs);
    List<Job> renders = new ArrayList<>();
    for (FilmClass film : FilmClass.values()) {
      renders.add(render(film, FilmClass.SIZES.getFirst()));
    }
    cluster.complete(renders);
  }

  private Ingest ingest(UploadClass upload, double size) throws Exception {
    Path file = upload.write(folder, number++, size, films);
    Ingest job = cluster.cluster().ingest("upload-" + number, "person-" + number % 50, file);
    sourceBytes += Files.size(file);
    Files.delete(file);
    return job;
  }

  private Render render(FilmClass film, int seconds) {
    number++;
    byte[] timeline = film.timeline(number, seconds);
    return Render.of(
        new Id("film-" + number), cluster.cluster().timeline(timeline), film.profile());
  }

  private List<Sample> samples() throws Exception {
    List<Sample> samples = new ArrayList<>();
    for (UploadClass upload : UploadClass.values()) {
      for (int size : upload.sizes()) {
        sourceBytes = 0;
        List<Job> jobs = new ArrayList<>();
        // Each film is in it alike: one takes twice as much as another.
        for (int i = 0; i < Math.max(upload.jobs(), films.size()); i++) {
          jobs.add(ingest(upload, size));
        }
        samples.add(sample(upload.label(), upload.unit(), size, jobs));
      }
    }
    for (FilmClass film : FilmClass.values()) {
      for (int seconds : FilmClass.SIZES) {
        sourceBytes = 0;
        evictShots();
        List<Job> jobs =
            IntStream.range(0, FilmClass.JOBS).<Job>mapToObj(_ -> render(film, seconds)).toList();
        samples.add(sample(film.label(), "seconds", seconds, jobs));
      }
    }
    return samples;
  }

  /** Shots are not in the caches of workers when a film begins. */
  private void evictShots() throws Exception {
    cluster.evict(
        IntStream.range(0, FilmClass.ASSETS).mapToObj(i -> new Id(FilmClass.asset(i))).toList());
  }

  private Sample sample(String work, String unit, int size, List<Job> jobs) throws Exception {
    Taken before = cluster.taken();
    cluster.complete(jobs);
    Taken taken = cluster.taken().since(before);
    say(
        "capacity: %d × %s of %d %s: %.2f CPU s each",
        jobs.size(), work, size, unit, taken.cpuSeconds() / jobs.size());
    return new Sample(work, unit, size, jobs.size(), sourceBytes, taken);
  }

  /** Uploads and films in the shares and sizes of a platform, drawn at random. */
  private Day day(JsonNode platform, long seed, int uploads) throws Exception {
    Random random = new Random(seed);
    List<Drawn> drawn = new ArrayList<>();
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < uploads; i++) {
      JsonNode work = drawn(platform.path("uploads"), random);
      UploadClass upload =
          Arrays.stream(UploadClass.values())
              .filter(each -> each.label().equals(work.path("work").asString()))
              .findFirst()
              .orElseThrow();
      double size = size(work, random, upload.sizes().getLast() * 2.0);
      sourceBytes = 0;
      jobs.add(ingest(upload, size));
      drawn.add(new Drawn(upload.label(), size, sourceBytes));
    }
    say("capacity: %d uploads, seed %d", uploads, seed);
    Taken before = cluster.taken();
    cluster.complete(jobs);
    Part all = new Part(List.copyOf(drawn), cluster.taken().since(before));
    return new Day(seed, all, films(random, Math.max(1, uploads / 32)));
  }

  private Part films(Random random, int ofEach) throws Exception {
    List<Drawn> drawn = new ArrayList<>();
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < ofEach; i++) {
      for (FilmClass film : FilmClass.values()) {
        int seconds = 3 * (2 + random.nextInt(30));
        jobs.add(render(film, seconds));
        drawn.add(new Drawn(film.label(), seconds, 0));
      }
    }
    say("capacity: %d films", jobs.size());
    evictShots();
    Taken before = cluster.taken();
    cluster.complete(jobs);
    return new Part(drawn, cluster.taken().since(before));
  }

  private static JsonNode drawn(JsonNode uploads, Random random) {
    double at = random.nextDouble();
    JsonNode last = uploads.get(0);
    for (JsonNode each : uploads) {
      last = each;
      at -= each.path("share").asDouble();
      if (at < 0) {
        break;
      }
    }
    return last;
  }

  /** Log-normal about a median; as long as a test may last. */
  private static double size(JsonNode work, Random random, double most) {
    double size =
        work.path("median").asDouble()
            * Math.exp(work.path("sigma").asDouble() * random.nextGaussian());
    return Math.clamp(size, work.path("least").asDouble(), most);
  }
}
