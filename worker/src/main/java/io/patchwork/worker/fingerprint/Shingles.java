package io.patchwork.worker.fingerprint;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.TextFingerprint;
import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Hashes of every five consecutive words, normalised in spelling, case and punctuation, of which
 * the smallest represent the text (bottom-k sketch: Broder, "On the resemblance and containment of
 * documents", 1997; Cohen and Kaplan 2007): the hashes that two texts share tell how many runs of
 * words they share. Pure.
 */
final class Shingles {

  static final int WORDS = 5;

  /** Maximum number of hashes; shorter texts have all of theirs. */
  static final int MAX_HASHES = 4096;

  private static final int PIECE = 20_000;
  private static final int HEX_DIGITS = 16;

  private Shingles() {}

  static TextFingerprint of(String text) {
    TreeSet<String> smallest = new TreeSet<>(Comparator.naturalOrder());
    Deque<String> inARow = new ArrayDeque<>();
    long count = 0;
    // In small parts: a character may become many when it is normalised.
    for (int from = 0; from < text.length(); from = end(text, from)) {
      for (String word : words(text.substring(from, end(text, from)))) {
        count++;
        inARow.add(word);
        if (inARow.size() == WORDS) {
          smallest.add(Sha256.of(String.join(" ", inARow)).hex().substring(0, HEX_DIGITS));
          inARow.remove();
        }
        if (smallest.size() > MAX_HASHES) {
          smallest.pollLast();
        }
      }
    }
    return new TextFingerprint(
        TextFingerprint.SHINGLES, count, Math.max(0, count - WORDS + 1), List.copyOf(smallest));
  }

  /** The end of a part: at a line's end, else between words, else at the maximum length. */
  private static int end(String text, int from) {
    int most = Math.min(text.length(), from + PIECE);
    int line = text.indexOf('\n', from);
    if (line >= 0 && line < most) {
      return line + 1;
    }
    int blank = most == text.length() ? -1 : text.lastIndexOf(' ', most - 1);
    return blank > from ? blank + 1 : most;
  }

  /**
   * The words as they are compared: NFKC, lower case, without optional marks, letters and digits
   * only. Scripts without spaces are split by dictionary, Chinese and Japanese by character.
   */
  static List<String> words(String text) {
    String normal =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .replaceAll("[\\p{Mn}&&\\p{InCombining_Diacritical_Marks}]", "")
            .toLowerCase(Locale.ROOT);
    String composed = Normalizer.normalize(normal, Normalizer.Form.NFKC);
    BreakIterator boundaries = BreakIterator.getWordInstance(Locale.of("th"));
    boundaries.setText(composed);
    List<String> words = new ArrayList<>();
    int from = boundaries.first();
    for (int to = boundaries.next(); to != BreakIterator.DONE; to = boundaries.next()) {
      add(composed.substring(from, to), words);
      from = to;
    }
    return words;
  }

  private static void add(String run, List<String> words) {
    StringBuilder word = new StringBuilder();
    run.codePoints()
        .filter(point ->
            Character.isLetterOrDigit(point)
                || Character.getType(point) == Character.NON_SPACING_MARK)
        .forEach(point -> {
          if (Character.isIdeographic(point) || isKana(point)) {
            flush(word, words);
            words.add(Character.toString(point));
          } else {
            word.appendCodePoint(point);
          }
        });
    flush(word, words);
  }

  private static boolean isKana(int point) {
    Character.UnicodeScript script = Character.UnicodeScript.of(point);
    return script == Character.UnicodeScript.HIRAGANA || script == Character.UnicodeScript.KATAKANA;
  }

  private static void flush(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }
}
