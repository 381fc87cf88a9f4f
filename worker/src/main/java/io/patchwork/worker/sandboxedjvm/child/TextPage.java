package io.patchwork.worker.sandboxedjvm.child;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;

/**
 * Sets a text as a page: shaped, in the reading direction of its script, with line breaks as in its
 * language.
 */
final class TextPage {

  private static final int MAX_TEXT = 8000;
  private static final int SIZE = 30;
  private static final float LEADING = 1.35f;
  private static final Color INK = new Color(0x22, 0x22, 0x22);

  private final BufferedImage page;
  private final Graphics2D graphics;
  private final Fonts fonts;
  private final int margin;

  private TextPage(int longSide) {
    // The shape of A4.
    int width = (int) Math.round(longSide / Math.sqrt(2));
    this.margin = width / 11;
    this.page = new BufferedImage(width, longSide, BufferedImage.TYPE_INT_RGB);
    this.graphics = page.createGraphics();
    this.fonts = new Fonts();
  }

  /** The first page of a text, upright A4 with a height of {@code longSide} pixels. */
  static BufferedImage of(String text, int longSide) {
    TextPage page = new TextPage(longSide);
    page.set(text.substring(0, Math.min(text.length(), MAX_TEXT)));
    return page.page;
  }

  private void set(String text) {
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, page.getWidth(), page.getHeight());
    graphics.setColor(INK);
    float y = margin;
    for (String paragraph : text.split("\n", -1)) {
      y = paragraph.isBlank() ? y + SIZE * LEADING / 2 : paragraph(paragraph, y);
      if (y > page.getHeight() - margin) {
        break;
      }
    }
    graphics.dispose();
  }

  /** Draws a paragraph; returns the y of the next one. */
  private float paragraph(String text, float from) {
    float width = page.getWidth() - 2f * margin;
    FontRenderContext context = graphics.getFontRenderContext();
    LineBreakMeasurer lines = new LineBreakMeasurer(fonts.inked(text, SIZE).getIterator(), context);
    float y = from;
    while (lines.getPosition() < text.length()) {
      TextLayout line = lines.nextLayout(width);
      y += SIZE * LEADING;
      if (y > page.getHeight() - margin) {
        return y;
      }
      float x = line.isLeftToRight() ? margin : margin + width - line.getAdvance();
      line.draw(graphics, x, y);
    }
    return y;
  }
}
