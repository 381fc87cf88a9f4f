package io.patchwork.worker.sandboxedjvm;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text to be drawn; all lengths are in pixels.
 *
 * @param size font size
 * @param colour as {@code #rrggbb}
 * @param background as {@code #rrggbb} or {@code #rrggbbaa}, over the whole box
 * @param outline colour of the outline, as {@code #rrggbb}
 * @param x of the box
 * @param height of the box; 0 for the height of the text
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

  /** Version of the rasterizer; raise it when the same text is drawn differently. */
  private static final int DRAWER = 3;

  private static final Sha256 FONTS = InstalledFonts.digest();

  /** Digest of all that determines the pixels, including the fonts of this machine. */
  public Sha256 digest() {
    return Sha256.of(Json.canonical(List.of(DRAWER, FONTS, this)));
  }

  /** Name of the request file, in {@code in}. */
  public static final String FILE = "letterings.json";

  /** Name of the result file, in {@code out}. */
  public static final String DRAWN = "lettered.json";

  /**
   * A rasterized text.
   *
   * @param strips from top to bottom; none for blank text
   * @param height total height
   * @param isCut whether the text did not fit into the box
   * @param missing characters that no font has
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
   * @param y in the frame for a box with a height; else from the top of the text
   * @param alpha measured where it was drawn
   */
  public record Strip(String file, int x, int y, int width, int height, AlphaGrid alpha) {}
}
