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

/** The fonts of this machine, in the order in which they are asked for a letter. */
final class Fonts {

  /** The fonts that are asked first; then all others, serifs and all. */
  private static final List<String> PREFERRED =
      List.of("Noto Sans", "Noto Sans CJK JP", "DejaVu Sans");

  private static final FontRenderContext PLAIN = new FontRenderContext(null, true, true);

  private final List<Font> fonts;
  private final Set<Integer> missing = new TreeSet<>();

  /** Without a wish. */
  Fonts() {
    this(null, Font.PLAIN);
  }

  /**
   * With a wish.
   *
   * @param family asked first, if there is one of that name
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

  /** A text, each stretch in the first font that can show it. */
  AttributedString inked(String text, float size) {
    AttributedString inked = new AttributedString(text);
    int from = 0;
    while (from < text.length()) {
      Font font = fontFor(text, from, size);
      int end = endOfKind(text, from);
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
   * Where letters begin behind pictures, or pictures behind letters: fonts of the one have some of
   * the other, which are not meant.
   */
  private static int endOfKind(String text, int from) {
    boolean isPictures = isPicture(text.codePointAt(from));
    int at = from;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      if (!isInvisible(point) && isPicture(point) != isPictures) {
        return at;
      }
      at += Character.charCount(point);
    }
    return at;
  }

  private static boolean isPicture(int point) {
    return Character.isExtendedPictographic(point) || Character.isEmojiModifier(point);
  }

  /** Fonts of coloured pictures say that they have them, and have no outline that Java draws. */
  private static boolean shows(Font font, int point) {
    return font.canDisplay(point)
        && (!isPicture(point)
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

  /** What only tells how others are shown. */
  private static boolean isInvisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.NON_SPACING_MARK -> true;
      default -> Character.isWhitespace(point);
    };
  }

  /** The letters that no font here has. */
  Set<Integer> missing() {
    return Set.copyOf(missing);
  }
}
