package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import org.jspecify.annotations.Nullable;

/**
 * A title: text and its style.
 *
 * @param text broken at its line feeds, and where a line is too long
 * @param font font family; another one is used for characters that it lacks
 * @param size font size as a fraction of the frame's height
 * @param colour as {@code #rrggbb}
 * @param background behind the box, as {@code #rrggbb} or {@code #rrggbbaa}; absent for none
 * @param outline of the characters, as {@code #rrggbb}; absent for none
 * @param box that the text is laid out in, in fractions of the frame
 */
public record Title(
    String text,
    String font,
    boolean isBold,
    boolean isItalic,
    Fraction size,
    String colour,
    @Nullable String background,
    @Nullable String outline,
    Rectangle box,
    Align align,
    Vertical vertical) {

  /** The {@code generator_kind} of a title. */
  public static final String KIND = "Title";

  /** The {@code generator_kind} of a credit roll. */
  public static final String CREDITS = "Credits";

  /** The default font family. */
  static final String SANS = "SansSerif";

  static final Fraction USUAL_SIZE = Fraction.of(2, 25);

  /** Horizontal alignment; {@code START} is the side where the script starts. */
  public enum Align {
    START,
    CENTER,
    END,
    LEFT,
    RIGHT
  }

  /** Vertical alignment in the box. */
  public enum Vertical {
    TOP,
    MIDDLE,
    BOTTOM
  }

  /** A slate: text in the middle of a dark frame. */
  public static Title slate(String words) {
    return new Title(
        words,
        SANS,
        false,
        false,
        USUAL_SIZE,
        "#ffffff",
        "#303030",
        null,
        Rectangle.WHOLE,
        Align.CENTER,
        Vertical.MIDDLE);
  }

  /** The same style with another text. */
  public Title withText(String words) {
    return new Title(
        words, font, isBold, isItalic, size, colour, background, outline, box, align, vertical);
  }

  /** The same style with another text, slant and alignment. */
  public Title withText(String words, boolean slanted, Align side, Vertical height) {
    return new Title(
        words,
        font,
        isBold,
        isItalic || slanted,
        size,
        colour,
        background,
        outline,
        box,
        side,
        height);
  }
}
