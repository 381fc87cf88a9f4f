package io.patchwork.common.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The character encoding of a text: that of its mark, UTF-8 where it is valid, else the one in
 * which the bytes decode strictly and make the likeliest text of any language.
 *
 * @param rival another encoding that fits about as well and reads differently
 */
public record TextEncoding(Charset charset, Optional<Charset> rival) {

  /** Number of bytes that are looked at. */
  public static final int SAMPLE = 1 << 16;

  /** Least share of letters, marks, digits, punctuation and blanks among the characters. */
  private static final double MIN_READABLE = 0.95;

  /** Log-likelihood of a byte of noise: one of 256. */
  private static final double NOISE = -Math.log(256);

  /** By how much a text must be likelier than noise: in all, and by the byte. */
  private static final double MIN_OVER_NOISE = 3;

  private static final double MIN_OVER_NOISE_A_BYTE = 0.5;

  /** Below this difference of log-likelihoods, two encodings fit equally well. */
  private static final double MIN_OVER_RIVAL = 3;

  /** Log-likelihoods: of a text in capitals, a capital in the middle of a word, and a capital. */
  private static final double CAPITALS_ONLY = -4;

  private static final double RARELY = -6;
  private static final double SELDOM = -1.5;

  /** The same of a letter beside a digit or one of another script, as in no word; and alone. */
  private static final double MIXED = -6;

  private static final double LONE = -3;

  /** The same of a text in an encoding of DOS, of old Macs or of ISO that few programs wrote. */
  private static final double RARE_CHARSET = -4;

  private static final Set<Character.UnicodeScript> ALPHABETS =
      EnumSet.of(
          Character.UnicodeScript.LATIN,
          Character.UnicodeScript.CYRILLIC,
          Character.UnicodeScript.GREEK,
          Character.UnicodeScript.HEBREW,
          Character.UnicodeScript.ARABIC,
          Character.UnicodeScript.THAI);

  private static final Charset UTF_32BE = Charset.forName("UTF-32BE");
  private static final Charset UTF_32LE = Charset.forName("UTF-32LE");

  /** Marks at the beginning of a text; those of UTF-32 before those of UTF-16. */
  private enum Mark {
    UTF_8(StandardCharsets.UTF_8, 0xef, 0xbb, 0xbf),
    BIG_32(UTF_32BE, 0, 0, 0xfe, 0xff),
    LITTLE_32(UTF_32LE, 0xff, 0xfe, 0, 0),
    BIG_16(StandardCharsets.UTF_16BE, 0xfe, 0xff),
    LITTLE_16(StandardCharsets.UTF_16LE, 0xff, 0xfe);

    private final Charset charset;
    private final byte[] bytes;

    Mark(Charset charset, int... bytes) {
      this.charset = charset;
      this.bytes = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        this.bytes[i] = (byte) bytes[i];
      }
    }

    private boolean begins(byte[] text) {
      return text.length >= bytes.length
          && Arrays.equals(text, 0, bytes.length, bytes, 0, bytes.length);
    }
  }

  /**
   * The encoding of a text.
   *
   * @param bytes the text, or its beginning
   * @param isWhole whether the text ends there; else its last character may be cut
   * @return empty where the bytes are no text in any known encoding
   */
  public static Optional<TextEncoding> of(byte[] bytes, boolean isWhole) {
    for (Mark mark : Mark.values()) {
      if (mark.begins(bytes)) {
        byte[] text = Arrays.copyOfRange(bytes, mark.bytes.length, bytes.length);
        return decoded(text, mark.charset, isWhole)
            .filter(TextEncoding::isReadable)
            .map(fits -> certain(mark.charset));
      }
    }
    for (String shifting : List.of("ISO-2022-JP", "ISO-2022-KR")) {
      Charset charset = Charset.forName(shifting);
      if (shifts(bytes)
          && decoded(bytes, charset, isWhole).filter(TextEncoding::isReadable).isPresent()) {
        return Optional.of(certain(charset));
      }
    }
    Optional<String> utf8 = decoded(bytes, StandardCharsets.UTF_8, isWhole);
    // Bytes that happen to be UTF-8 are text even of characters that only some fonts know.
    if (utf8.filter(TextEncoding::hasNoControls).isPresent()) {
      return Optional.of(certain(StandardCharsets.UTF_8));
    }
    return likeliest(sample(bytes), isWhole && bytes.length <= SAMPLE)
        .or(() ->
            isNearlyUtf8(bytes) ? Optional.of(certain(StandardCharsets.UTF_8)) : Optional.empty());
  }

  private static TextEncoding certain(Charset charset) {
    return new TextEncoding(charset, Optional.empty());
  }

  /** Reads a text of this encoding, without its mark; what is no character is replaced. */
  public String decode(byte[] bytes) {
    String text = new String(bytes, charset);
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** ISO 2022 shifts to two-byte characters by an escape sequence. */
  private static boolean shifts(byte[] bytes) {
    for (int i = 0; i + 2 < bytes.length; i++) {
      if (bytes[i] == 0x1b && bytes[i + 1] == '$') {
        return true;
      }
    }
    return false;
  }

  /** Up to {@link #SAMPLE} bytes from the line on that has the first character beyond ASCII. */
  private static byte[] sample(byte[] bytes) {
    int from = 0;
    for (int i = 0; i < bytes.length && bytes[i] > 0; i++) {
      from = bytes[i] == '\n' ? i + 1 : from;
    }
    // A character of UTF-16 or UTF-32 may hold the byte of a line break.
    int begin = bytes.length <= SAMPLE ? 0 : from & ~3;
    return Arrays.copyOfRange(bytes, begin, Math.min(bytes.length, begin + SAMPLE));
  }

  private record Candidate(Charset charset, String text, double likelihood) {}

  private static Optional<TextEncoding> likeliest(byte[] bytes, boolean isWhole) {
    List<Candidate> candidates = new ArrayList<>();
    boolean mayBeBytewise = !hasControls(bytes);
    for (Charset charset : charsets()) {
      Optional<String> text =
          mayBeBytewise || isUnicode(charset)
              ? decoded(bytes, charset, isWhole).filter(TextEncoding::isReadable)
              : Optional.empty();
      if (text.isPresent()) {
        double likelihood =
            Arrays.stream(WrittenLanguage.values())
                    .filter(each -> isUnicode(charset) || each.charsets().contains(charset))
                    .mapToDouble(each -> likelihood(text.get(), each))
                    .max()
                    .orElse(Double.NEGATIVE_INFINITY)
                + mixed(text.get())
                + (isRare(charset) ? RARE_CHARSET : 0);
        candidates.add(new Candidate(charset, text.get(), likelihood));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::likelihood).reversed());
    double noise = bytes.length * NOISE;
    double least = noise + Math.max(MIN_OVER_NOISE, bytes.length * MIN_OVER_NOISE_A_BYTE);
    return candidates.stream()
        .findFirst()
        .filter(best -> best.likelihood > least)
        .map(best ->
            new TextEncoding(
                best.charset,
                candidates.stream()
                    .filter(each -> each.likelihood > best.likelihood - MIN_OVER_RIVAL)
                    .filter(each -> !each.text.equals(best.text))
                    .map(Candidate::charset)
                    .findFirst()));
  }

  private static Set<Charset> charsets() {
    Set<Charset> charsets = new LinkedHashSet<>();
    charsets.add(StandardCharsets.UTF_16LE);
    charsets.add(StandardCharsets.UTF_16BE);
    charsets.add(UTF_32LE);
    charsets.add(UTF_32BE);
    for (WrittenLanguage language : WrittenLanguage.values()) {
      charsets.addAll(language.charsets());
    }
    return charsets;
  }

  /** Whether a byte is a control character of ASCII that no text has. */
  private static boolean hasControls(byte[] bytes) {
    for (byte each : bytes) {
      if (each >= 0 && each < ' ' && !isLayout(each)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLayout(int character) {
    return character == '\t' || character == '\n' || character == '\r' || character == '\f';
  }

  private static boolean isUnicode(Charset charset) {
    return charset.name().startsWith("UTF-");
  }

  /** Log-likelihood of a text in a language. */
  private static double likelihood(String text, WrittenLanguage language) {
    int[] characters = text.codePoints().toArray();
    long ascii = Arrays.stream(characters).filter(character -> character < 0x80).count();
    WrittenLanguage.Scorer scorer = language.new Scorer((double) ascii / characters.length);
    double words = 0;
    double sentenceCase = 0;
    double capitals = CAPITALS_ONLY;
    Case before = Case.NONE;
    for (int character : characters) {
      Case now = Case.of(character);
      words += scorer.of(character);
      sentenceCase += now.after(before);
      capitals += now == Case.LOWER ? RARELY : 0;
      before = now;
    }
    return words + Math.max(sentenceCase, capitals);
  }

  private static boolean isRare(Charset charset) {
    return charset.name().startsWith("IBM")
        || charset.name().startsWith("x-Mac")
        || charset.name().equals("ISO-8859-5");
  }

  /** Log-likelihood of letters beyond ASCII beside what stands in no word with them. */
  private static double mixed(String text) {
    int[] characters = text.codePoints().toArray();
    double mixed = 0;
    for (int i = 0; i < characters.length; i++) {
      if (isOfWords(characters[i])) {
        int before = i == 0 ? ' ' : characters[i - 1];
        int after = i + 1 == characters.length ? ' ' : characters[i + 1];
        mixed += isMixed(characters[i], before) || isMixed(characters[i], after) ? MIXED : 0;
        mixed += isPart(before) || isPart(after) ? 0 : LONE;
      }
    }
    return mixed;
  }

  private static boolean isMixed(int letter, int neighbour) {
    return neighbour < 0x80
        && (Character.isDigit(neighbour)
            || (Character.isLetter(neighbour)
                && Character.UnicodeScript.of(letter) != Character.UnicodeScript.LATIN));
  }

  /** Whether a character is part of a word; an apostrophe joins two. */
  private static boolean isPart(int character) {
    return Character.isLetter(character)
        || Character.getType(character) == Character.NON_SPACING_MARK
        || character == '\''
        || character == '\u2019';
  }

  private static boolean isOfWords(int character) {
    return character >= 0x80
        && Character.isLetter(character)
        && ALPHABETS.contains(Character.UnicodeScript.of(character));
  }

  /** Of a character that may be upper or lower case. */
  private enum Case {
    NONE,
    LOWER,
    UPPER;

    private static Case of(int character) {
      return Character.isLowerCase(character)
          ? LOWER
          : Character.isUpperCase(character) ? UPPER : NONE;
    }

    /** Log-likelihood of this case after that of the character before: capitals begin words. */
    private double after(Case before) {
      return switch (this) {
        case NONE -> 0;
        case UPPER -> before == LOWER ? RARELY : SELDOM;
        case LOWER -> before == UPPER ? SELDOM / 2 : 0;
      };
    }
  }

  /** Decodes strictly; a last character that is cut is left out unless the text is whole. */
  private static Optional<String> decoded(byte[] bytes, Charset charset, boolean isWhole) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text =
        CharBuffer.allocate((int) (bytes.length * (double) decoder.maxCharsPerByte()) + 16);
    try {
      CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, isWhole);
      if (result.isError()) {
        result.throwException();
      }
    } catch (CharacterCodingException notInIt) {
      return Optional.empty();
    }
    return Optional.of(text.flip().toString());
  }

  private static boolean isReadable(String text) {
    long characters = text.codePoints().count();
    long readable = text.codePoints().filter(TextEncoding::isReadable).count();
    return hasNoControls(text) && readable >= MIN_READABLE * characters;
  }

  private static boolean hasNoControls(String text) {
    return !text.isEmpty()
        && text.codePoints()
            .noneMatch(character -> Character.isISOControl(character) && !isLayout(character));
  }

  private static boolean isReadable(int character) {
    return switch (Character.getType(character)) {
      case Character.UNASSIGNED, Character.PRIVATE_USE, Character.SURROGATE -> false;
      default -> true;
    };
  }

  /** UTF-8 with a few broken characters, as editors leave them. */
  private static boolean isNearlyUtf8(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    long broken = text.chars().filter(c -> c == '\ufffd').count();
    long beyondAscii = text.chars().filter(c -> c >= 0x80).count() - broken;
    return beyondAscii >= 20 * broken && isReadable(text);
  }
}
