package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.patchwork.schema.event.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small timelines by chance, each frame of whose film is compared with what a second, much simpler
 * reading of the same timeline says: here every frame is worked out on its own, with doubles.
 * {@code -Dpatchwork.seeds=500} tries more of them.
 */
@Timeout(120)
final class RenderOracleIT {

  private static final int RATE = 24;
  private static final double NEARLY = 1e-6;
  private static final double[] REVERSED = {-1, -0.5, -2};

  @TempDir static Path temp;
  @Cluster static TestCluster cluster;

  /** A video of grey frames. */
  private record Footage(String asset, int rate, int frames, int first, int step) {
    double luma(long frame) {
      return first + step * (double) Math.max(0, Math.min(frames - 1, frame));
    }
  }

  private static final List<Footage> FOOTAGE =
      List.of(
          new Footage("up", 24, 100, 30, 2),
          new Footage("down", 24, 100, 230, -2),
          new Footage("thirty", 30, 100, 32, 2),
          new Footage("fifty", 50, 100, 222, -2));

  @BeforeAll
  static void ingest() throws Exception {
    for (Footage footage : FOOTAGE) {
      Path file = temp.resolve(footage.asset + ".mp4");
      String luma = footage.first + "+(" + footage.step + ")*N";
      TestMedia.counter(file, footage.frames, Integer.toString(footage.rate), luma);
      cluster.ingest(footage.asset, file, TestCluster.SMALL);
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("patchwork.seeds", 8));
  }

  /** What is in a track: something with a length, in frames, and a luma at each of them. */
  private interface Item {
    int length();

    /** What it shows in frame {@code k} of it, before and behind it too; negative for nothing. */
    double luma(int k);

    String document(Otio otio);
  }

  private record Gap(int length) implements Item {
    @Override
    public double luma(int k) {
      return -1;
    }

    @Override
    public String document(Otio otio) {
      return otio.gap(length);
    }
  }

  private record Clip(Footage footage, int start, int length, double speed) implements Item {
    @Override
    public double luma(int k) {
      return footage.luma(frame(k));
    }

    private long frame(int k) {
      double scale = (double) footage.rate / RATE;
      if (speed == 1) {
        // The last frame whose time, rounded to the output's, has come; the edges stand.
        int last = (int) Math.ceil(footage.frames / scale - NEARLY) - 1;
        int conformed = Math.max(0, Math.min(last, start + k));
        return (long) Math.ceil((conformed + 0.5) * scale - NEARLY) - 1;
      }
      double place = (speed < 0 ? start + (length - k) * -speed : start + k * speed) * scale;
      return speed < 0 ? (long) Math.ceil(place - NEARLY) - 1 : (long) Math.floor(place + NEARLY);
    }

    @Override
    public String document(Otio otio) {
      String effects = speed == 1 ? "" : Otio.speed(Double.toString(speed));
      return otio.clip("asset:" + footage.asset, start, length, effects, "");
    }
  }

  /** Another track as an item, trimmed. */
  private record Nested(Track track, int start, int length) implements Item {
    @Override
    public double luma(int k) {
      return track.luma(start + k);
    }

    @Override
    public String document(Otio otio) {
      return Otio.nested(
          "Track", otio.range(start, length), "", "", track.documents(otio).toArray(String[]::new));
    }
  }

  /** A dissolve behind an item. */
  private record Dissolve(int in, int out) {
    static final Dissolve NONE = new Dissolve(0, 0);
  }

  private record Track(List<Item> items, List<Dissolve> dissolves) {

    int length() {
      return items.stream().mapToInt(Item::length).sum();
    }

    double luma(int frame) {
      int at = 0;
      for (int i = 0; i < items.size(); i++) {
        Item item = items.get(i);
        int end = at + item.length();
        Dissolve behind = dissolves.get(i);
        if (behind.in + behind.out > 0 && frame >= end - behind.in && frame < end + behind.out) {
          double u = (frame + 0.5 - (end - behind.in)) / (behind.in + behind.out);
          double a = item.luma(frame - at);
          double b = items.get(i + 1).luma(frame - end);
          // Nothing is at the bottom of all: black.
          return (1 - u) * black(a) + u * black(b);
        }
        if (frame >= at && frame < end) {
          return item.luma(frame - at);
        }
        at = end;
      }
      return -1;
    }

    /** A mixture is rounded, and then encoded. */
    boolean isDissolving(int frame) {
      int end = 0;
      for (int i = 0; i < items.size(); i++) {
        end += items.get(i).length();
        Dissolve behind = dissolves.get(i);
        if (frame >= end - behind.in && frame < end + behind.out) {
          return true;
        }
      }
      return false;
    }

    List<String> documents(Otio otio) {
      List<String> documents = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        documents.add(items.get(i).document(otio));
        Dissolve behind = dissolves.get(i);
        if (behind.in + behind.out > 0) {
          documents.add(otio.transition(behind.in, behind.out));
        }
      }
      return documents;
    }
  }

  private static double black(double luma) {
    return luma < 0 ? 16 : luma;
  }

  private static Clip clip(RandomGenerator random) {
    Footage footage = FOOTAGE.get(random.nextInt(FOOTAGE.size()));
    int seconds = footage.frames * RATE / footage.rate;
    double speed =
        switch (random.nextInt(7)) {
          case 0 -> 2;
          case 1 -> 0.5;
          case 2 -> REVERSED[random.nextInt(REVERSED.length)];
          case 3 -> 0;
          case 4 -> 1.25;
          default -> 1;
        };
    int length = 1 + random.nextInt(40);
    int taken = (int) Math.ceil(length * Math.max(1, Math.abs(speed)));
    length = taken > seconds - 2 ? seconds / 4 : length;
    taken = (int) Math.ceil(length * Math.max(1, Math.abs(speed)));
    int free = seconds - taken - 1;
    int start = random.nextInt(Math.max(1, free));
    return new Clip(footage, start, length, speed);
  }

  private static Track track(RandomGenerator random, int depth) {
    List<Item> items = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      int dice = random.nextInt(10);
      if (dice == 0) {
        items.add(new Gap(1 + random.nextInt(20)));
      } else if (dice == 1 && depth == 0) {
        Track inner = track(random, 1);
        int start = random.nextInt(inner.length());
        items.add(new Nested(inner, start, 1 + random.nextInt(inner.length() - start)));
      } else {
        items.add(clip(random));
      }
    }
    List<Dissolve> dissolves = new ArrayList<>();
    int taken = 0;
    for (int i = 0; i < count; i++) {
      Dissolve dissolve = Dissolve.NONE;
      // Inside a nested track handles of the outer one may show what dissolves there.
      if (i + 1 < count
          && depth == 0
          && random.nextInt(2) == 0
          && items.get(i) instanceof Clip
          && items.get(i + 1) instanceof Clip) {
        int in = random.nextInt(Math.max(1, items.get(i).length() - taken));
        int out = random.nextInt(Math.max(1, items.get(i + 1).length() / 2));
        dissolve = new Dissolve(in, out);
      }
      taken = dissolve.out;
      dissolves.add(dissolve);
    }
    return new Track(items, dissolves);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyFrameShowsWhatTheTimelineAsksFor(long seed) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Track below = track(random, 0);
    boolean hasAbove = random.nextInt(3) == 0;
    Track above = track(random, 1);
    Otio otio = new Otio(Integer.toString(RATE));
    otio.track("Video", below.documents(otio).toArray(String[]::new));
    if (hasAbove) {
      otio.track("Video", above.documents(otio).toArray(String[]::new));
    }

    Result.OfRender film =
        TestCluster.film(cluster.render("seed-" + seed, otio.bytes(), "preview"));

    Path file = cluster.fetch(film.output().key(), temp.resolve("seed-" + seed + ".mp4"));
    List<Integer> seen = TestMedia.codedLumas(file);
    int length = Math.max(below.length(), hasAbove ? above.length() : 0);
    assertThat(seen).as(otio.toString()).hasSize(length);
    for (int frame = 0; frame < length; frame++) {
      double top = hasAbove ? above.luma(frame) : -1;
      double expected = top < 0 ? black(below.luma(frame)) : top;
      assertThat((double) seen.get(frame))
          .as("frame " + frame + " of " + below + (hasAbove ? " under " + above : ""))
          .isCloseTo(expected, offset(below.isDissolving(frame) ? 2.5 : 1.01));
    }
  }
}
