package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.event.Result;
import io.patchwork.schema.lineage.Coverage;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractIntegerAssert;

/** What a {@link Reel} became, shot by shot: its frames, and who is seen in them. */
final class Film {

  private final Path file;
  private final Frames frames;
  private final Lineage lineage;

  private Film(Path file, Frames frames, Lineage lineage) {
    this.file = file;
    this.frames = frames;
    this.lineage = lineage;
  }

  /** Renders a reel in 640×360. */
  static Film of(Reel reel, TestCluster cluster, Path folder) throws Exception {
    Result.OfRender made = TestCluster.film(cluster.render("reel", reel.bytes(), "preview"));
    Path file = cluster.fetch(made.output().key(), folder.resolve("reel.mp4"));
    Path document = cluster.fetch(made.lineage().key(), folder.resolve("lineage.json"));
    Film film =
        new Film(file, Frames.of(file), Json.read(Files.readAllBytes(document), Lineage.class));
    assertThat(made.frameCount()).isEqualTo(reel.frames());
    assertThat(film.frames.count()).isEqualTo(reel.frames());
    assertThat(Coverage.problems(film.lineage)).isEmpty();
    return film;
  }

  Path file() {
    return file;
  }

  /** Begins to assert something of the mean luma of a rectangle of a frame of a shot. */
  AbstractIntegerAssert<?> assertLuma(
      Reel.Shot shot, int frame, int width, int height, int x, int y) {
    return assertThat(frames.luma(shot.start() + frame, width, height, x, y))
        .as("frame %d of the shot %s", frame, shot);
  }

  /** Whose clips are seen in a shot. */
  List<Use> uses(Reel.Shot shot) {
    return lineage.uses().stream().filter(use -> isIn(shot, use.out())).toList();
  }

  /** Whose clips are seen in a shot, from which second of it, and how much of them. */
  List<String> shares(Reel.Shot shot) {
    return uses(shot).stream()
        .map(
            use -> use.asset() + " " + use.out().start().minus(shot.begins()) + " " + use.visible())
        .toList();
  }

  /** What in a shot is nobody's. */
  List<Generated> generated(Reel.Shot shot) {
    return lineage.generated().stream().filter(each -> isIn(shot, each.out())).toList();
  }

  private static boolean isIn(Reel.Shot shot, Interval out) {
    RationalTime start = out.start();
    return start.compareTo(shot.begins()) >= 0 && start.compareTo(shot.ends()) < 0;
  }
}
