package io.patchwork.worker.attribution.export;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.attribution.flat.Run;
import io.patchwork.worker.attribution.flat.Seconds;
import io.patchwork.worker.csv.CsvTable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A film as tables. Seconds are rounded down to the millisecond; exact they are in JSON, as a
 * spreadsheet takes fractions for dates.
 */
public final class FilmTables {

  private FilmTables() {}

  /** One row a use of an asset, in order of time. */
  public static String uses(ExportedFilm film) {
    CsvTable table =
        new CsvTable(
            "medium",
            "start",
            "end",
            "seconds",
            "asset",
            "name",
            "people",
            "ids",
            "sourceStart",
            "sourceEnd",
            "share",
            "through",
            "method",
            "licence",
            "identifiers");
    film.film().uses().stream()
        .filter(Use::isPresent)
        .sorted(
            Comparator.comparing((Use use) -> use.out().start())
                .thenComparing(Use::medium)
                .thenComparing(Use::asset)
                .thenComparing(use -> use.out().end())
                .thenComparing(use -> use.source().start()))
        .forEach(use ->
            table.add(
                use.medium().wireName(),
                ExportedFilm.text(use.out().start()),
                ExportedFilm.text(use.out().end()),
                ExportedFilm.text(use.out().length()),
                use.asset().value(),
                film.name(use.asset()),
                ExportedFilm.people(film.makersOf(use.content())),
                ExportedFilm.personIds(film.makersOf(use.content())),
                ExportedFilm.text(use.source().start()),
                ExportedFilm.text(use.source().end()),
                ExportedFilm.seconds(use.visible()).toPlainString(),
                ExportedFilm.ids(use.via().stream().flatMap(List::stream).toList()),
                use.method(),
                film.licence(use.content()),
                film.identifiers(use.content())));
    return table.text();
  }

  /** One row a second, medium and asset, with the asset's share of that second. */
  public static String seconds(ExportedFilm film) {
    CsvTable table = new CsvTable("second", "medium", "asset", "name", "people", "ids", "share");
    Map<String, List<Map<Id, Fraction>>> all = Seconds.of(film.film()).perSecond();
    int count = all.values().stream().mapToInt(List::size).max().orElse(0);
    for (int second = 0; second < count; second++) {
      for (Map.Entry<String, List<Map<Id, Fraction>>> medium : all.entrySet()) {
        for (Map.Entry<Id, Fraction> each : medium.getValue().get(second).entrySet()) {
          table.add(
              Integer.toString(second),
              medium.getKey(),
              each.getKey().value(),
              film.name(each.getKey()),
              ExportedFilm.people(film.makersOfAll(each.getKey())),
              ExportedFilm.personIds(film.makersOfAll(each.getKey())),
              ExportedFilm.seconds(each.getValue()).toPlainString());
        }
      }
    }
    return table.text();
  }

  /** What is heard as a music cue sheet: one row a cue. */
  public static String cueSheet(ExportedFilm film) {
    CsvTable table =
        new CsvTable(
            "cue",
            "title",
            "asset",
            "people",
            "ids",
            "in",
            "out",
            "duration",
            "share",
            "usage",
            "identifiers",
            "personIdentifiers");
    int number = 0;
    for (Run cue : CueSheet.cues(film.runs())) {
      number++;
      table.add(
          Integer.toString(number),
          film.name(cue.asset()),
          cue.asset().value(),
          ExportedFilm.people(film.makersOf(cue.content())),
          ExportedFilm.personIds(film.makersOf(cue.content())),
          cue.out().start().toClock(),
          cue.out().end().toClock(),
          ExportedFilm.seconds(cue.seconds()).toPlainString(),
          ExportedFilm.seconds(cue.share()).toPlainString(),
          CueSheet.usage(cue),
          film.identifiers(cue.content()),
          ExportedFilm.identifiers(film.makersOf(cue.content())));
    }
    return table.text();
  }
}
