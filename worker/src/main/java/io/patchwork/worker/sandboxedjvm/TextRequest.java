package io.patchwork.worker.sandboxedjvm;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words to be drawn, in pixels.
 *
 * @param size of the letters
 * @param colour as {@code #rrggbb}
 * @param background as {@code #rrggbb} or {@code #rrggbbaa}, over the whole box
 * @param outline around the letters, as {@code #rrggbb}
 * @param x of the box
 * @param height of the box; 0 for as high as the words are
 * @param align {@code start}, {@code center}, {@code end}, {@code left} or {@code right}
 * @param vertical {@code top}, {@code middle} or {@code bottom}
 */
public record TextRequest(
    String text,
    String font,
    boolean isBold,
    boolean isItalic,
    int size,
    String colour,
    @Nullable String background,
    @Nullable String outline,
    int x,
    int y,
    int width,
    int height,
    String align,
    String vertical) {

  /** Raise it when the same words are to be drawn otherwise. */
  private static final int DRAWER = 2;

  private static final Sha256 FONTS = InstalledFonts.digest();

  /** Digest of all that determines what they look like, the fonts here among it. */
  public Sha256 digest() {
    return Sha256.of(Json.canonical(List.of(DRAWER, FONTS, this)));
  }

  /** Where a child reads them, in {@code in}. */
  public static final String FILE = "letterings.json";

  /** Where a child writes what came of them, in {@code out}. */
  public static final String DRAWN = "lettered.json";

  /**
   * What came of some words.
   *
   * @param strips from top to bottom; none of nothing but blanks
   * @param height of all of them
   * @param isCut whether there were more of them than the box holds
   * @param missing letters that no font has
   */
  public record Result(List<Strip> strips, int height, boolean isCut, List<String> missing) {
    public Result {
      strips = List.copyOf(strips);
      missing = List.copyOf(missing);
    }
  }

  /**
   * A PNG with alpha.
   *
   * @param y of a box that has a height: in the frame; else from the top of the words
   */
  public record Strip(String file, int x, int y, int width, int height) {}
}
