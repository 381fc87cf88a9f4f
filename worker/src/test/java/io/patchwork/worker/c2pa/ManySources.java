package io.patchwork.worker.c2pa;

import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Use;
import java.util.ArrayList;
import java.util.List;

/** A film of many sources, each used twice, at times that no decimal has exactly. */
final class ManySources {

  private ManySources() {}

  static Lineage lineage(int count) {
    List<Use> uses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String asset = "upload-of-a-contributor-number-%04d".formatted(i);
      for (int pass = 0; pass < 2; pass++) {
        long at = (long) pass * count + i;
        uses.add(
            StoredFilm.seen(
                asset,
                new Interval(
                    StoredFilm.at(at * 1001, 30_000), StoredFilm.at((at + 1) * 1001, 30_000)),
                new Interval(StoredFilm.at(i * 7L + 3, 7), StoredFilm.at(i * 7L + 100 + pass, 7))));
      }
    }
    return StoredFilm.lineage("film", uses);
  }
}
