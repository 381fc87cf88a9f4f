package io.patchwork.worker.bench;

import io.patchwork.schema.event.Result;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a change of one clip costs in a film of a hundred clips and ten minutes, all of which has to
 * be encoded. Takes a quarter of an hour.
 */
public final class LongBench {

  private static final int CLIPS = 100;
  private static final int CLIP = 180;
  private static final int ASSETS = 4;
  private static final int SECONDS = 12;

  private final Path folder;

  private LongBench(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    try (Scratch scratch = new Scratch()) {
      new LongBench(scratch.folder()).run();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    try (TestCluster cluster = Footage.cluster(folder)) {
      for (int i = 0; i < ASSETS; i++) {
        TestCluster.asset(cluster.ingest("film-" + i, Footage.write(folder, i, SECONDS)));
      }
      double whole = Pairs.cost(() -> render(cluster, 0, 0));
      double picture = Pairs.cost(() -> render(cluster, 3, 0));
      double audio = Pairs.cost(() -> render(cluster, 6, 6));
      System.out.printf(
          Locale.ROOT,
          "  whole %.1f s, one picture %.1f s, one clip and its sound %.1f s%n",
          whole,
          picture,
          audio);
      Figure.print("one_picture_of_100_changed_over_whole_cpu", picture / whole, Goal.atMost(0.03));
      Figure.print(
          "one_clip_of_100_and_its_sound_changed_over_whole_cpu", audio / whole, Goal.atMost(0.06));
    }
  }

  /** Each clip a little darker than it was taken, so that nothing of it is copied. */
  private void render(TestCluster cluster, int shift, int heard) throws Exception {
    Otio otio = new Otio("30");
    List<String> picture = new ArrayList<>();
    List<String> audio = new ArrayList<>();
    for (int i = 0; i < CLIPS; i++) {
      long start = 5 + 31L * i % 150;
      boolean isChanged = i == CLIPS / 2;
      String asset = "asset:film-" + i % ASSETS;
      picture.add(
          otio.clip(
              asset,
              start + (isChanged ? shift : 0),
              CLIP,
              "",
              // Another shift alone might be what another clip shows.
              "\"colour\": {\"brightness\": "
                  + (isChanged && heard > 0 ? "-0.03" : "-0.02")
                  + "}"));
      audio.add(otio.clip(asset, start + (isChanged ? heard : 0), CLIP));
    }
    otio.track("Video", picture.toArray(String[]::new));
    otio.track("Audio", audio.toArray(String[]::new));
    Result.OfRender film = TestCluster.film(cluster.render("film", otio.bytes(), "final"));
    System.out.println("  " + film.segments());
  }
}
