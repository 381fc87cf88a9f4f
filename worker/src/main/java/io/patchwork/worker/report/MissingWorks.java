package io.patchwork.worker.report;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.absence.Absence;
import io.patchwork.worker.attribution.absence.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What has no appearance: once for an asset, a medium and a reason, with every place. */
final class MissingWorks {

  private final ReportSource source;

  private record Kind(Id asset, @Nullable Medium medium, Reason reason) {}

  MissingWorks(ReportSource source) {
    this.source = source;
  }

  /**
   * All of them, in the order of the absences.
   *
   * @param names names of assets, where they are known
   * @param makers who made an asset
   */
  List<ReportData.Missing> all(Map<Id, String> names, Function<Id, List<ReportData.Maker>> makers) {
    Map<Kind, Set<ReportData.Place>> kinds = new LinkedHashMap<>();
    for (Absence each : source.absences()) {
      Set<ReportData.Place> places =
          kinds.computeIfAbsent(
              new Kind(each.asset(), each.medium(), each.reason()), _ -> new LinkedHashSet<>());
      ReportData.Place place = place(each);
      if (place.out() != null || place.timeline() != null || place.inside() != null) {
        places.add(place);
      }
    }
    List<ReportData.Missing> all = new ArrayList<>();
    kinds.forEach((kind, places) ->
        all.add(
            new ReportData.Missing(
                kind.asset,
                names.get(kind.asset),
                makers.apply(kind.asset),
                kind.reason,
                kind.medium,
                List.copyOf(places))));
    return all;
  }

  /** A range that has nothing of the film has a place in the timeline alone. */
  private ReportData.Place place(Absence absence) {
    @Nullable Interval out = absence.out();
    if (out == null) {
      return new ReportData.Place(null, null, absence.inside());
    }
    Interval inFilm =
        new Interval(
            RationalTime.max(out.start(), RationalTime.ZERO),
            RationalTime.min(out.end(), source.lineage().duration()));
    if (inFilm.start().compareTo(inFilm.end()) < 0) {
      return new ReportData.Place(inFilm, null, absence.inside());
    }
    @Nullable Interval range = source.lineage().timelineRange();
    return new ReportData.Place(
        null,
        range == null
            ? null
            : new Interval(range.start().plus(out.start()), range.start().plus(out.end())),
        absence.inside());
  }
}
