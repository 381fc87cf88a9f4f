package io.patchwork.worker.cli;

import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.timeline.OtioJson;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.export.CreditList;
import io.patchwork.worker.attribution.export.CreditedTimeline;
import io.patchwork.worker.attribution.export.ExportedFilm;
import io.patchwork.worker.attribution.export.FilmTables;
import io.patchwork.worker.attribution.export.SchemaOrg;
import io.patchwork.worker.attribution.export.WhoIsOn;
import io.patchwork.worker.evidence.StoredEvidence;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Formats of others in which {@code patchwork lineage} prints who is in a film. */
enum LineageFormat {
  CSV,
  CSV_SECONDS,
  CUE_SHEET,
  CREDITS,
  VTT,
  JSONLD,
  OTIO;

  /**
   * The film in the format, as lines.
   *
   * @param stored what the store has of it; empty where it is a document alone
   * @param isJson whether credits are a document
   * @throws CommandFailed if it needs a timeline that is not there
   */
  String text(ExportedFilm film, Optional<StoredEvidence> stored, boolean isJson)
      throws CommandFailed {
    return switch (this) {
      case CSV -> FilmTables.uses(film);
      case CSV_SECONDS -> FilmTables.seconds(film);
      case CUE_SHEET -> FilmTables.cueSheet(film);
      case CREDITS -> isJson ? Json.text(CreditList.of(film)) : CreditList.of(film).text();
      case VTT -> WhoIsOn.of(film);
      case JSONLD -> Json.text(SchemaOrg.of(film));
      case OTIO -> timeline(film.lineage(), stored);
    };
  }

  private static String timeline(Lineage lineage, Optional<StoredEvidence> stored)
      throws CommandFailed {
    if (stored.isEmpty()) {
      throw CommandFailed.usage(
          "A lineage document has no timeline; name the render "
              + lineage.render()
              + " instead of the file.");
    }
    CreditedTimeline timeline =
        stored
            .get()
            .creditedTimeline()
            .orElseThrow(() ->
                CommandFailed.failure(
                    "The timeline of render "
                        + lineage.render()
                        + " was not kept, or assets of it are gone whose length it needs; ingest"
                        + " them, or render it again."));
    if (!timeline.unplaced().isEmpty()) {
      System.err.println(
          "note: "
              + timeline.unplaced().size()
              + " uses belong to no clip of the timeline; --format csv has all uses.");
    }
    return new String(OtioJson.write(timeline.document()), StandardCharsets.UTF_8);
  }

  /** The name as an option takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
