package io.patchwork.worker.composition;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to be said of a timeline: why it cannot be rendered, and what of it will not be. */
public final class Diagnostics {

  private static final int MAX_SENTENCES = 10;
  private static final int MAX_WARNINGS = 100;

  /** Names in a timeline may be as long as anything. */
  private static final int LONGEST_SENTENCE = 600;

  private final List<Refused> problems = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private int more;

  /** Something that cannot be rendered; nothing, for whoever wanted it. */
  public <T> Optional<T> refuse(FailureCode code, String sentence) {
    problems.add(new Refused(code, bounded(sentence)));
    return Optional.empty();
  }

  /** Something that will not be rendered, or not so. */
  public void warn(String sentence) {
    String bounded = bounded(sentence);
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(bounded);
    } else if (!warnings.contains(bounded)) {
      more++;
    }
  }

  private static String bounded(String sentence) {
    return sentence.length() <= LONGEST_SENTENCE
        ? sentence
        : sentence.substring(0, sentence.offsetByCodePoints(0, LONGEST_SENTENCE / 2)) + "…";
  }

  /** How many problems there are. */
  int problems() {
    return problems.size();
  }

  /** Makes warnings of all problems but the first ones: something stands for what is missing. */
  void downgradeToWarnings(int first) {
    List<Refused> excused = problems.subList(first, problems.size());
    excused.forEach(problem -> warn(problem.sentence()));
    excused.clear();
  }

  /** All that was said, the first hundred of it in words. */
  public List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    if (more > 0) {
      all.add("And " + more + " more of the kind.");
    }
    return all;
  }

  /** Says all problems at once, if there are any, with the code of the first. */
  public void throwIfErrors() throws Refused {
    if (problems.isEmpty()) {
      return;
    }
    StringBuilder sentences = new StringBuilder();
    problems.stream()
        .limit(MAX_SENTENCES)
        .forEach(
            problem -> sentences.append(sentences.isEmpty() ? "" : " ").append(problem.sentence()));
    if (problems.size() > MAX_SENTENCES) {
      sentences.append(" And ").append(problems.size() - MAX_SENTENCES).append(" more.");
    }
    throw new Refused(problems.getFirst().code(), sentences.toString());
  }
}
