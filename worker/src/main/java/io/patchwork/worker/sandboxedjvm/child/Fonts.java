package io.patchwork.worker.sandboxedjvm.child;

import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.font.FontRenderContext;
import java.awt.font.TextAttribute;
import java.text.AttributedString;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fonts of this machine, in the order in which they are searched for a character. */
final class Fonts {

  /** The fonts that are searched first; all others follow, with serif fonts too. */
  private static final List<String> PREFERRED =
      List.of("Noto Sans", "Noto Sans CJK JP", "DejaVu Sans");

  private static final FontRenderContext PLAIN = new FontRenderContext(null, true, true);

  private final List<Font> fonts;
  private final Set<Integer> missing = new TreeSet<>();

  /** Fonts without a preferred family. */
  Fonts() {
    this(null, Font.PLAIN);
  }

  /**
   * Fonts with a preferred family.
   *
   * @param family searched first, if it exists
   * @param style of {@link Font}
   */
  Fonts(@Nullable String family, int style) {
    this.fonts =
        Arrays.stream(GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts())
            .filter(font -> !font.getFamily().contains("Mono") || font.getFamily().equals(family))
            .filter(font -> font.getStyle() == Font.PLAIN)
            .sorted(
                Comparator.comparingInt((Font font) -> rank(font, family, style))
                    .thenComparing(font -> font.getFontName()))
            .toList();
  }

  private static int rank(Font font, @Nullable String family, int style) {
    int preferred = PREFERRED.indexOf(font.getFamily());
    boolean isAsked = font.getFamily().equals(family);
    int base =
        isAsked
            ? -1000
            : preferred >= 0 ? preferred : font.getFamily().startsWith("Noto Sans") ? 10 : 20;
    String name = font.getFontName();
    boolean isHeavy = name.matches(".*Bold.*");
    boolean isSlanted = name.matches(".*(Italic|Oblique).*");
    boolean isOther = name.matches(".*(Light|Thin|Black|Condensed|Medium|Demi).*");
    boolean isRightWeight = isHeavy == ((style & Font.BOLD) != 0);
    boolean isRightSlant = isSlanted == ((style & Font.ITALIC) != 0);
    return base + (isRightWeight ? 0 : 100) + (isRightSlant ? 0 : 50) + (isOther ? 200 : 0);
  }

  /** A text, each run in the first font that can show it. */
  AttributedString inked(String text, float size) {
    AttributedString inked = new AttributedString(text);
    int from = 0;
    while (from < text.length()) {
      Font font = fontFor(text, from, size);
      int end = endOfRun(text, from);
      int shown = font.canDisplayUpTo(text.substring(from, end));
      int to =
          shown < 0
              ? end
              : Math.max(from + shown, from + Character.charCount(text.codePointAt(from)));
      inked.addAttribute(TextAttribute.FONT, font.deriveFont(size), from, to);
      from = to;
    }
    return inked;
  }

  /**
   * The end of a run of letters or of emoji: fonts of the one have some glyphs of the other, which
   * must not be used.
   */
  private static int endOfRun(String text, int from) {
    boolean isPictures = isEmoji(text.codePointAt(from));
    int at = from;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      if (!isInvisible(point) && isEmoji(point) != isPictures) {
        return at;
      }
      at += Character.charCount(point);
    }
    return at;
  }

  private static boolean isEmoji(int point) {
    return Character.isExtendedPictographic(point) || Character.isEmojiModifier(point);
  }

  /**
   * Whether a font can draw a character; colour emoji fonts claim glyphs that have no outline for
   * Java.
   */
  private static boolean shows(Font font, int point) {
    return font.canDisplay(point)
        && (!isEmoji(point)
            || !font.createGlyphVector(PLAIN, Character.toString(point))
                .getVisualBounds()
                .isEmpty());
  }

  private Font fontFor(String text, int at, float size) {
    int point = text.codePointAt(at);
    Optional<Font> found = fonts.stream().filter(font -> shows(font, point)).findFirst();
    if (found.isEmpty() && !isInvisible(point)) {
      missing.add(point);
    }
    return found.orElseGet(() -> new Font(Font.SANS_SERIF, Font.PLAIN, (int) size));
  }

  /** Whether a character only modifies how others are shown. */
  private static boolean isInvisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.NON_SPACING_MARK -> true;
      default -> Character.isWhitespace(point);
    };
  }

  /** The code points that no font has. */
  Set<Integer> missing() {
    return Set.copyOf(missing);
  }
}
