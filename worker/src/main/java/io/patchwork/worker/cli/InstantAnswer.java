package io.patchwork.worker.cli;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.flat.OnAt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is seen, heard and read at an instant. */
record InstantAnswer(RationalTime at, List<Part> seen, List<Part> heard, List<Part> read) {

  /**
   * What is on.
   *
   * @param asset null for what nobody contributed
   * @param name title or file name of the asset; what was generated, where it is none
   * @param share of the frame, or of what is heard
   * @param through the renders that it came through
   */
  record Part(
      @Nullable Id asset, String name, Fraction share, List<Contributor> makers, List<Id> through) {

    private static Part of(OnAt on, LineageLabels labels) {
      AssetContent content = on.content();
      Id asset = content == null ? null : content.asset();
      return new Part(
          asset,
          asset == null ? "(" + on.generator() + ")" : labels.asset(asset),
          on.share(),
          content == null ? List.of() : labels.known().makersOf(content),
          on.through());
    }
  }

  static InstantAnswer of(RationalTime at, List<OnAt> on, LineageLabels labels) {
    return new InstantAnswer(
        at,
        parts(on, Medium.VIDEO, labels),
        parts(on, Medium.AUDIO, labels),
        parts(on, Medium.TEXT, labels));
  }

  private static List<Part> parts(List<OnAt> on, Medium medium, LineageLabels labels) {
    return on.stream()
        .filter(each -> each.medium() == medium)
        .map(each -> Part.of(each, labels))
        .toList();
  }

  List<String> lines(LineageLabels labels) {
    List<String> lines = new ArrayList<>();
    lines.add("at " + at.toClock() + ":");
    add("seen", seen, labels, lines);
    add("heard", heard, labels, lines);
    add("read", read, labels, lines);
    return lines.size() == 1 ? List.of("at " + at.toClock() + ": nothing") : lines;
  }

  private static void add(String what, List<Part> parts, LineageLabels labels, List<String> lines) {
    for (Part part : parts) {
      String people = LineageLabels.people(part.makers);
      lines.add(
          String.format(
              "  %-5s  %-7s  %s",
              what,
              what.equals("read") ? "" : LineageLabels.perCent(part.share),
              part.name
                  + (people.isEmpty() ? "" : "  by " + people)
                  + labels.through(part.through)));
    }
  }
}
