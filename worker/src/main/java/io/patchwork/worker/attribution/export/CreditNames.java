package io.patchwork.worker.attribution.export;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.ffmpeg.FileTags;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of people as the tags of a file hold them: each person once, without controls and without
 * characters that turn the direction of text.
 */
public record CreditNames(List<String> names) {

  private static final String SEPARATOR = "; ";

  public CreditNames {
    names = List.copyOf(names);
  }

  /**
   * Everybody who is seen, heard or read in a film, in order of first appearance, then those who
   * are additionally credited.
   */
  public static CreditNames of(Lineage lineage) {
    return ofPeople(CreditRoll.inOrder(lineage));
  }

  /** Names of people, in their order. */
  static CreditNames ofPeople(Collection<Contributor> people) {
    Map<Id, String> names = new LinkedHashMap<>();
    people.forEach(each -> names.putIfAbsent(each.id(), FileTags.line(each.creditedAs())));
    names.values().removeIf(String::isEmpty);
    return new CreditNames(List.copyOf(names.values()));
  }

  /**
   * As many names as fit on one line, at least the first, and how many others there are.
   *
   * @param max characters (Unicode code points) of the line
   */
  public String line(int max) {
    String line = String.join(SEPARATOR, names);
    for (int count = names.size() - 1; length(line) > max && count > 0; count--) {
      int others = names.size() - count;
      line =
          String.join(SEPARATOR, names.subList(0, count))
              + (others == 1 ? " and 1 other" : " and " + others + " others");
    }
    return line;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
