package io.patchwork.worker.subtitle;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Title.Align;
import io.patchwork.schema.timeline.Title.Vertical;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cues of SubRip and WebVTT (W3C Candidate Recommendation of 2019, §4) files: times,
 * text, italics and placement. Colours, fonts, regions and voices are ignored.
 */
public final class CueReader {

  private static final int MAX_CUES = 20_000;
  private static final int MAX_TEXT_CHARS = 2_000;

  /** Maximum length with markup; longer text is not searched for markup. */
  private static final int MAX_RAW_CHARS = 8 * MAX_TEXT_CHARS;

  private static final int MAX_AT_ONCE = 16;
  private static final String ARROW = "-->";

  private static final String CLOCK = "(?:(\\d{1,4}):)?(\\d{1,2}):(\\d{1,2})[.,](\\d{1,3})";
  private static final Pattern TIMES =
      Pattern.compile("\\s*" + CLOCK + "\\s*-->\\s*" + CLOCK + "(?:\\s+(.*))?");
  private static final int CLOCK_GROUPS = 4;
  private static final int SETTINGS = 9;

  private static final Pattern TAG =
      Pattern.compile(
          "</?(?:i|b|u|s|c|v|lang|ruby|rt|font)(?:[ .][^<>]{0,200}+)?>|<\\d[\\d:.]{0,20}+>",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SLANTED =
      Pattern.compile("(?:<i>[^<]*+</i>\\s*+)+", Pattern.CASE_INSENSITIVE);

  /** Advanced SubStation's placement override, by the keys of a number pad. */
  private static final Pattern PAD = Pattern.compile("\\{\\\\an([1-9])}");

  private static final Pattern OVERRIDE = Pattern.compile("\\{\\\\[^{}]{0,200}+}");
  private static final Pattern ALIGN = Pattern.compile("align:(start|center|end|left|right)");
  private static final Pattern LINE = Pattern.compile("line:(-?\\d{1,4})(?:\\.\\d+)?(%?)");
  private static final int HALF = 50;

  /** Lines that count as the top, of about sixteen. */
  private static final int HIGH_LINES = 8;

  private final boolean isWebVtt;
  private final List<Cue> cues = new ArrayList<>();

  private CueReader(boolean isWebVtt) {
    this.isWebVtt = isWebVtt;
  }

  /**
   * Reads a SubRip or WebVTT file.
   *
   * @return sorted by start; cues without text or duration are dropped
   * @throws InvalidSubtitles if it is neither, with the line of the error
   */
  public static List<Cue> read(String text) throws InvalidSubtitles {
    String[] lines = text.replace("\uFEFF", "").lines().toArray(String[]::new);
    CueReader reader = new CueReader(lines.length > 0 && lines[0].matches("WEBVTT(?:[ \\t].*)?"));
    reader.read(lines);
    if (reader.cues.isEmpty()) {
      throw new InvalidSubtitles("holds no subtitles in SubRip or WebVTT");
    }
    List<Cue> cues =
        reader.cues.stream()
            .filter(cue -> cue.start().compareTo(cue.end()) < 0 && !cue.text().isBlank())
            .sorted(Comparator.comparing(Cue::start))
            .toList();
    refuseCrowd(cues);
    return cues;
  }

  private static void refuseCrowd(List<Cue> cues) throws InvalidSubtitles {
    PriorityQueue<RationalTime> ends = new PriorityQueue<>();
    for (Cue cue : cues) {
      while (!ends.isEmpty() && ends.peek().compareTo(cue.start()) <= 0) {
        ends.remove();
      }
      ends.add(cue.end());
      if (ends.size() > MAX_AT_ONCE) {
        throw new InvalidSubtitles(
            "has more than " + MAX_AT_ONCE + " subtitles at once at " + cue.start().toClock());
      }
    }
  }

  private void read(String[] lines) throws InvalidSubtitles {
    int at = 0;
    while (at < lines.length) {
      if (!lines[at].contains(ARROW)) {
        at++;
        continue;
      }
      int end = endOfWords(lines, at + 1);
      String words = String.join("\n", Arrays.asList(lines).subList(at + 1, end));
      add(lines[at], at + 1, words);
      at = end;
    }
  }

  /**
   * The line where the text of a cue ends: in WebVTT an empty line; SubRip allows empty lines and
   * arrows within the text, and the number of the next cue precedes its times.
   */
  private int endOfWords(String[] lines, int from) {
    int end = from;
    while (end < lines.length && !begins(lines, end)) {
      if (isWebVtt ? lines[end].isEmpty() : lines[end].isBlank() && isNumber(lines, end + 1)) {
        return end;
      }
      end++;
    }
    return end < lines.length && end > from && isNumber(lines, end - 1) ? end - 1 : end;
  }

  private boolean begins(String[] lines, int at) {
    return lines[at].contains(ARROW)
        && (isWebVtt || TIMES.matcher(lines[at]).matches() || isNumber(lines, at - 1));
  }

  private static boolean isNumber(String[] lines, int at) {
    return at >= 0
        && at + 1 < lines.length
        && lines[at].strip().matches("\\d{1,9}")
        && lines[at + 1].contains(ARROW);
  }

  private void add(String times, int line, String words) throws InvalidSubtitles {
    Matcher matcher = TIMES.matcher(times);
    if (!matcher.matches()) {
      throw new InvalidSubtitles(
          "has no times as in 00:01:02,500 --> 00:01:04,000 in its line " + line);
    }
    if (cues.size() == MAX_CUES) {
      throw new InvalidSubtitles("has more than " + MAX_CUES + " subtitles");
    }
    String text = words.length() > MAX_RAW_CHARS ? words : plain(words);
    if (text.length() > MAX_TEXT_CHARS) {
      throw new InvalidSubtitles(
          "has a subtitle of more than " + MAX_TEXT_CHARS + " letters behind its line " + line);
    }
    String settings = Optional.ofNullable(matcher.group(SETTINGS)).orElse("");
    Matcher pad = PAD.matcher(words);
    int key = pad.find() ? Integer.parseInt(pad.group(1)) : 0;
    cues.add(
        new Cue(
            time(matcher, 1),
            time(matcher, 1 + CLOCK_GROUPS),
            text,
            SLANTED.matcher(OVERRIDE.matcher(words).replaceAll("").strip()).matches(),
            key == 0 ? align(settings) : align(key),
            key == 0 ? vertical(settings) : vertical(key)));
  }

  private static RationalTime time(Matcher times, int group) {
    String hours = times.group(group);
    long seconds =
        (hours == null ? 0 : Long.parseLong(hours)) * 3600
            + Long.parseLong(times.group(group + 1)) * 60
            + Long.parseLong(times.group(group + 2));
    // ".5" is half a second.
    String fraction = (times.group(group + 3) + "00").substring(0, 3);
    return RationalTime.ofSeconds(seconds * 1000 + Long.parseLong(fraction), 1000);
  }

  private String plain(String words) {
    String text = TAG.matcher(OVERRIDE.matcher(words).replaceAll("")).replaceAll("");
    if (isWebVtt) {
      text =
          text.replace("&lt;", "<")
              .replace("&gt;", ">")
              .replace("&quot;", "\"")
              .replace("&#39;", "'")
              .replace("&nbsp;", "\u00A0")
              .replace("&lrm;", "\u200E")
              .replace("&rlm;", "\u200F")
              .replace("&amp;", "&");
    }
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static Align align(int key) {
    return switch (key % 3) {
      case 1 -> Align.LEFT;
      case 2 -> Align.CENTER;
      default -> Align.RIGHT;
    };
  }

  private static Vertical vertical(int key) {
    return key > 6 ? Vertical.TOP : key > 3 ? Vertical.MIDDLE : Vertical.BOTTOM;
  }

  private static @Nullable Align align(String settings) {
    Matcher align = ALIGN.matcher(settings);
    return align.find() ? Align.valueOf(align.group(1).toUpperCase(Locale.ROOT)) : null;
  }

  /** Line numbers count from the top, negative ones from the bottom. */
  private static @Nullable Vertical vertical(String settings) {
    Matcher line = LINE.matcher(settings);
    if (!line.find()) {
      return null;
    }
    int number = Integer.parseInt(line.group(1));
    if (!line.group(2).isEmpty()) {
      return number == HALF ? Vertical.MIDDLE : number < HALF ? Vertical.TOP : Vertical.BOTTOM;
    }
    return number >= 0 && number < HIGH_LINES ? Vertical.TOP : Vertical.BOTTOM;
  }
}
