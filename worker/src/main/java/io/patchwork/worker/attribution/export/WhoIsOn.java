package io.patchwork.worker.attribution.export;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.flat.Run;
import io.patchwork.worker.subtitle.Cue;
import io.patchwork.worker.subtitle.WebVtt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who is on, as WebVTT: a chapter from each time at which somebody comes or goes to the next. */
public final class WhoIsOn {

  private static final Fraction MILLIS = Fraction.of(1000);

  private WhoIsOn() {}

  /** The chapters of a film; times are those of the nearest millisecond. */
  public static String of(ExportedFilm film) {
    Map<Id, String> names = new LinkedHashMap<>();
    Map<Id, List<Interval>> on = new LinkedHashMap<>();
    for (Run run : film.runs()) {
      for (Contributor person : film.makersOf(run.content())) {
        names.putIfAbsent(person.id(), oneLine(person.creditedAs()));
        on.computeIfAbsent(person.id(), any -> new ArrayList<>()).add(nearest(run.out()));
      }
    }
    List<Cue> cues = new ArrayList<>();
    on.forEach((person, ranges) ->
        IntervalSet.of(ranges)
            .parts()
            .forEach(out ->
                cues.add(
                    new Cue(
                        out.start(),
                        out.end(),
                        names.getOrDefault(person, ""),
                        false,
                        null,
                        null))));
    cues.sort(Comparator.comparing(Cue::start));
    return WebVtt.of(WebVtt.oneAtATime(cues));
  }

  private static Interval nearest(Interval out) {
    return new Interval(nearest(out.start()), nearest(out.end()));
  }

  private static RationalTime nearest(RationalTime time) {
    return RationalTime.ofSeconds(
        time.seconds().times(MILLIS).round().longValueExact(), MILLIS.numerator().longValueExact());
  }

  /** A line that is empty would end a cue. */
  private static String oneLine(String name) {
    return name.replaceAll("[\\r\\n\\u2028\\u2029]+", " ");
  }
}
