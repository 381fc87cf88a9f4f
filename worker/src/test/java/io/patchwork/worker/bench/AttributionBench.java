package io.patchwork.worker.bench;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Otio;
import io.patchwork.worker.attribution.ancestry.Ancestry;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Playback;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Tile;
import io.patchwork.worker.attribution.ancestry.Via;
import io.patchwork.worker.composition.Retime;
import io.patchwork.worker.render.plan.TestPlans;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code infra/bench/run attribution}: composes 50 remixes of 200 segments each, 30 generations
 * that show the one before twice in the same instant, and plans a film of 1,000 clips in 8 layers
 * over two hours, with CPU time and the peak of the heap.
 */
final class AttributionBench {

  private static final FrameRate RATE = FrameRate.of(24, 1);
  private static final int SEGMENT = 24;

  private AttributionBench() {}

  public static void main(String[] arguments) throws Exception {
    for (String run : List.of("cold", "warm")) {
      chain(run, 50, 200);
      diamond(run, 30);
    }
    layers(1000, 8);
    long peak =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    Figure.print("attribution_peak_heap_mib", (double) (peak >> 20), Goal.atMost(256));
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Interval frames(long from, long to) {
    return new Interval(RationalTime.ofFrames(from, RATE), RationalTime.ofFrames(to, RATE));
  }

  private static Part part(String asset, Interval source, String weight, long first, long count) {
    boolean isFilm = count > 0;
    Fraction start = source.start().seconds().times(RATE.perSecond());
    return new Part(
        new Origin.OfAsset(new Id(asset), Sha256.of(asset)),
        source,
        Box.WHOLE,
        Polynomial.constant(Fraction.parse(weight)),
        List.of(),
        Via.NONE,
        Use.RENDERED,
        isFilm
            ? new Playback.Frames(RATE, first, new Retime(RATE, start, Fraction.ONE, count))
            : null,
        null);
  }

  private static Mosaic film(List<Slice> slices) {
    return new Mosaic(slices.getLast().out().end(), RATE, slices, List.of(), List.of());
  }

  private static Mosaic compose(Map<String, Mosaic> films, String last) throws Exception {
    return new Ancestry(asset -> Optional.ofNullable(films.get(asset.toString())))
        .compose(Objects.requireNonNull(films.get(last)));
  }

  /** Every other segment shows the remix before, half of it at a time; documents are read. */
  private static void chain(String run, int remixes, int segments) throws Exception {
    Map<String, Mosaic> films = new TreeMap<>();
    long length = (long) segments * SEGMENT;
    for (int n = 0; n < remixes; n++) {
      List<Slice> slices = new ArrayList<>();
      for (int i = 0; i < segments; i++) {
        Interval out = frames((long) i * SEGMENT, (i + 1L) * SEGMENT);
        boolean showsFilm = n > 0 && i % 2 == 1;
        long from = (i * 37L + n) % (segments - 1) * SEGMENT + 7;
        Part part =
            showsFilm
                ? part(
                    "r" + (n - 1), frames(from, from + SEGMENT), "1/1", (long) i * SEGMENT, length)
                : part("a" + n + "-" + i, frames(0, SEGMENT), "1/1", 0, 0);
        slices.add(new Slice(out, List.of(Tile.of(Box.WHOLE, List.of(part)))));
      }
      films.put("r" + n, Json.read(Json.bytes(film(slices)), Mosaic.class));
    }
    long start = System.nanoTime();
    long cpu = cpu();
    Mosaic composed = compose(films, "r" + (remixes - 1));
    print("compose_" + remixes + "_remixes_" + run, start, cpu, Goal.atMost(2));
    System.out.println(
        "  " + sum(composed) + " s in sum, " + composed.pictures().size() + " slices");
  }

  private static void diamond(String run, int generations) throws Exception {
    Map<String, Mosaic> films = new TreeMap<>();
    films.put("g0", film(List.of(slice(part("a", frames(0, SEGMENT), "1/1", 0, 0)))));
    for (int n = 1; n <= generations; n++) {
      for (String side : List.of("left", "right")) {
        Part before = part("g" + (n - 1), frames(0, SEGMENT), "1/1", 0, SEGMENT);
        films.put(side + n, film(List.of(slice(before))));
      }
      films.put(
          "g" + n,
          film(
              List.of(
                  slice(
                      part("left" + n, frames(0, SEGMENT), "1/2", 0, SEGMENT),
                      part("right" + n, frames(0, SEGMENT), "1/2", 0, SEGMENT)))));
    }
    long start = System.nanoTime();
    long cpu = cpu();
    Mosaic composed = compose(films, "g" + generations);
    print("compose_" + generations + "_generations_" + run, start, cpu, Goal.atMost(1));
    System.out.println("  " + sum(composed) + " s in sum");
  }

  private static Slice slice(Part... parts) {
    return new Slice(frames(0, SEGMENT), List.of(Tile.of(Box.WHOLE, List.of(parts))));
  }

  private static Fraction sum(Mosaic film) {
    Fraction sum = Fraction.ZERO;
    for (Slice slice : film.pictures()) {
      for (Tile tile : slice.tiles()) {
        for (Part part : tile.parts()) {
          sum =
              sum.plus(
                  part.weight()
                      .mean()
                      .times(tile.cell().area())
                      .times(slice.out().length().seconds()));
        }
      }
    }
    return sum;
  }

  /** Clips in layers, each in a rectangle of its own. */
  private static void layers(int clips, int layers) throws Exception {
    Otio otio = new Otio("25");
    int each = clips / layers;
    int length = 2 * 3600 * 25 / each;
    for (int layer = 0; layer < layers; layer++) {
      List<String> items = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        String place =
            layer == 0
                ? ""
                : "\"rectangle\":{\"x\":0."
                    + layer
                    + ",\"y\":0."
                    + layer
                    + ",\"width\":0.4,\"height\":0.4}";
        items.add(otio.clip("asset:a" + layer + "-" + i, layer, length, "", place));
      }
      otio.track("Video", items.toArray(String[]::new));
    }
    for (String run : List.of("cold", "warm")) {
      long start = System.nanoTime();
      long cpu = cpu();
      int uses = TestPlans.plan(otio).lineage().uses().size();
      print("plan_" + clips + "_clips_" + run, start, cpu, null);
      System.out.println("  " + uses + " uses in " + layers + " layers");
    }
  }

  private static void print(String name, long start, long cpu, @Nullable Goal wall) {
    double seconds = (System.nanoTime() - start) / 1e9;
    if (wall == null) {
      Figure.print(name + "_s", seconds);
    } else {
      Figure.print(name + "_s", seconds, wall);
    }
    Figure.print(name + "_cpu_s", (cpu() - cpu) / 1e9);
  }
}
