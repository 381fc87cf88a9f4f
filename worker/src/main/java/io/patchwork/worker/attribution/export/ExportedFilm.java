package io.patchwork.worker.attribution.export;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.WorkDetails;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.flat.AssetLabels;
import io.patchwork.worker.attribution.flat.FlatFilm;
import io.patchwork.worker.attribution.flat.Run;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * A film to export.
 *
 * @param film the same, flat
 * @param runs of it
 */
public record ExportedFilm(Lineage lineage, FlatFilm film, List<Run> runs, AssetLabels labels) {

  private static final int MILLIS = 3;
  private static final Fraction THOUSAND = Fraction.of(1000);

  public ExportedFilm {
    runs = List.copyOf(runs);
  }

  /** The title or the file name of an asset; its id where neither is known. */
  String name(Id asset) {
    return labels.name(asset);
  }

  List<Contributor> makersOf(AssetContent asset) {
    return labels.makersOf(asset);
  }

  /** Title, licence and identifiers of an asset; empty where nobody gave any. */
  Optional<WorkDetails> workOf(AssetContent asset) {
    return labels.workOf(asset);
  }

  List<Contributor> makersOfAll(Id asset) {
    return labels.makersOfAll(asset);
  }

  /** People with their roles, each once. */
  static String people(List<Contributor> people) {
    return AssetLabels.people(people, "; ");
  }

  /** The ids of people, each once, in the same order. */
  static String personIds(List<Contributor> people) {
    return people.stream()
        .map(each -> each.id().value())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /** The licence of an asset; empty where nobody gave one. */
  String licence(AssetContent asset) {
    return workOf(asset).map(WorkDetails::licence).orElse("");
  }

  /** The identifiers of a work, as {@code isrc=QZES71982312}. */
  String identifiers(AssetContent asset) {
    return workOf(asset).map(work -> text(work.identifiers())).orElse("");
  }

  /** The identifiers of people, as {@code ana: ipi=00014107338}. */
  static String identifiers(List<Contributor> people) {
    return people.stream()
        .filter(each -> !each.identifiers().isEmpty())
        .map(each -> each.id() + ": " + text(each.identifiers()))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static String text(SortedMap<String, String> identifiers) {
    return identifiers.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(", "));
  }

  /** Seconds to the millisecond, rounded down, so that sums do not grow. */
  static BigDecimal seconds(Fraction seconds) {
    return new BigDecimal(seconds.times(THOUSAND).floor(), MILLIS);
  }

  static String text(RationalTime time) {
    return seconds(time.seconds()).toPlainString();
  }

  static String ids(List<Id> ids) {
    return ids.stream().map(Id::value).collect(Collectors.joining("; "));
  }
}
