package io.patchwork.worker.cli;

import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.export.CreditList;
import io.patchwork.worker.attribution.export.ExportedFilm;
import io.patchwork.worker.attribution.export.FilmTables;
import io.patchwork.worker.attribution.export.SchemaOrg;
import io.patchwork.worker.attribution.export.WhoIsOn;
import java.util.Locale;

/** Formats of others in which {@code patchwork lineage} prints who is in a film. */
enum LineageFormat {
  CSV,
  CSV_SECONDS,
  CUE_SHEET,
  CREDITS,
  VTT,
  JSONLD;

  /**
   * The film in the format, as lines.
   *
   * @param isJson whether credits are a document
   */
  String text(ExportedFilm film, boolean isJson) {
    return switch (this) {
      case CSV -> FilmTables.uses(film);
      case CSV_SECONDS -> FilmTables.seconds(film);
      case CUE_SHEET -> FilmTables.cueSheet(film);
      case CREDITS -> isJson ? Json.text(CreditList.of(film)) : CreditList.of(film).text();
      case VTT -> WhoIsOn.of(film);
      case JSONLD -> Json.text(SchemaOrg.of(film));
    };
  }

  /** The name as an option takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
