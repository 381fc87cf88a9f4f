package io.patchwork.worker.cli;

import io.patchwork.schema.deletion.DeletionReport;
import io.patchwork.schema.deletion.DeletionReport.Deletion;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints what was deleted, or would be, and what is kept and why. */
final class DeletionPrinter {

  private static final long MEGABYTE = 1_000_000;

  private DeletionPrinter() {}

  /** Objects of one reason. */
  private record Group(long objects, long bytes, String example) {
    private Group with(Deletion each) {
      return new Group(objects + 1, bytes + each.bytes(), example);
    }
  }

  /**
   * Prints a report for a person.
   *
   * @param isEvery whether every key is printed, not one of each reason
   */
  static void print(DeletionReport report, boolean isEvery) {
    String verb = report.dryRun() ? "Would delete " : "Deleted ";
    Terminal.line(
        verb
            + report.deleted().size()
            + " objects, "
            + size(report.bytes())
            + (report.dryRun() ? "; nothing was deleted yet." : "."));
    if (isEvery) {
      report.deleted().forEach(each -> Terminal.line("  " + each.key() + "  " + each.why()));
    } else {
      groups(report)
          .forEach((why, group) ->
              Terminal.line(
                  "  "
                      + why
                      + "  "
                      + group.objects
                      + (group.objects == 1 ? " object, " : " objects, ")
                      + size(group.bytes)
                      + ", as "
                      + group.example));
    }
    report
        .renders()
        .forEach(each ->
            Terminal.line(
                "Render "
                    + each.render()
                    + (report.dryRun() ? " would be " : " is ")
                    + switch (each.outcome()) {
                      case WITHDRAWN -> "withdrawn.";
                      case RENDERED_ANEW -> "withdrawn and rendered anew with a slate.";
                    }));
    if (!report.kept().isEmpty()) {
      Terminal.line("Kept:");
      report.kept().forEach(each -> Terminal.line("  " + each.what() + "  " + each.why()));
    }
  }

  private static Map<String, Group> groups(DeletionReport report) {
    Map<String, Group> groups = new LinkedHashMap<>();
    report
        .deleted()
        .forEach(each ->
            groups.merge(
                each.why(),
                new Group(1, each.bytes(), each.key()),
                (group, _) -> group.with(each)));
    return groups;
  }

  private static String size(long bytes) {
    return bytes < MEGABYTE
        ? bytes + " bytes"
        : bytes / MEGABYTE + "." + bytes % MEGABYTE * 10 / MEGABYTE + " MB";
  }
}
