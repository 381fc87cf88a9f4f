package io.patchwork.worker.composition;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The errors and warnings about one timeline: why it cannot be rendered, and what of it will not
 * be.
 */
public final class Diagnostics {

  private static final int MAX_SENTENCES = 10;
  private static final int MAX_WARNINGS = 100;

  /** In characters; names in a timeline may be of any length. */
  private static final int MAX_SENTENCE_LENGTH = 600;

  private final List<Refused> errors = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private int omittedWarnings;

  /** Records an error; returns an empty value in place of the one that cannot be had. */
  public <T> Optional<T> refuse(FailureCode code, String sentence) {
    errors.add(new Refused(code, bounded(sentence)));
    return Optional.empty();
  }

  /** Records a warning: something is not rendered, or not as the timeline asks. */
  public void warn(String sentence) {
    String bounded = bounded(sentence);
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(bounded);
    } else if (!warnings.contains(bounded)) {
      omittedWarnings++;
    }
  }

  /** Records a note: something was decided that the timeline leaves open, and nothing is lost. */
  public void note(String sentence) {
    if (notes.size() < MAX_WARNINGS) {
      notes.add(bounded(sentence));
    }
  }

  private static String bounded(String sentence) {
    return sentence.length() <= MAX_SENTENCE_LENGTH
        ? sentence
        : sentence.substring(0, sentence.offsetByCodePoints(0, MAX_SENTENCE_LENGTH / 2)) + "…";
  }

  /** The number of errors. */
  int errorCount() {
    return errors.size();
  }

  /**
   * Turns all errors but the first {@code first} into warnings, because a slate replaces the
   * missing media.
   */
  void downgradeToWarnings(int first) {
    List<Refused> downgraded = errors.subList(first, errors.size());
    downgraded.forEach(error -> warn(error.sentence()));
    downgraded.clear();
  }

  /** The first hundred warnings, and how many more there were. */
  public List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    if (omittedWarnings > 0) {
      all.add(
          "And " + omittedWarnings + (omittedWarnings == 1 ? " more warning." : " more warnings."));
    }
    return all;
  }

  /** The first hundred notes. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * Throws one failure with the first ten errors and the code of the first one, if there are any.
   */
  public void throwIfErrors() throws Refused {
    if (errors.isEmpty()) {
      return;
    }
    StringBuilder sentences = new StringBuilder();
    errors.stream()
        .limit(MAX_SENTENCES)
        .forEach(
            error -> sentences.append(sentences.isEmpty() ? "" : " ").append(error.sentence()));
    if (errors.size() > MAX_SENTENCES) {
      int more = errors.size() - MAX_SENTENCES;
      sentences.append(" And ").append(more).append(more == 1 ? " more error." : " more errors.");
    }
    throw new Refused(errors.getFirst().code(), sentences.toString());
  }
}
