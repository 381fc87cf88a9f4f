package io.patchwork.worker.sandboxedjvm.child;

import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.sandboxedjvm.TextRequest;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * Draws text as images with alpha, cropped to the inked rows: shaped, in the reading direction of
 * its script.
 */
final class TextRasterizer {

  private static final float LEADING = 1.3f;

  /** Maximum height in pixels of one image; rolling credits become several. */
  private static final int MAX_HEIGHT = 2048;

  private static final int MAX_LINES = 20_000;

  /** Skin tone modifiers, which a one-colour emoji cannot show. */
  private static final Pattern SKIN_TONES =
      Pattern.compile("(\\p{IsExtended_Pictographic}\\uFE0F?)\\p{IsEmoji_Modifier}");

  /** Width of an outline relative to the font size; half of it is behind the glyphs. */
  private static final float EDGE = 0.14f;

  private final TextRequest wanted;
  private final Fonts fonts;
  private final List<Line> lines = new ArrayList<>();

  private TextRasterizer(TextRequest wanted) {
    this.wanted = wanted;
    int style = (wanted.isBold() ? Font.BOLD : 0) | (wanted.isItalic() ? Font.ITALIC : 0);
    this.fonts = new Fonts(wanted.font(), style);
  }

  /** A line and its baseline, from the top of the text. */
  private record Line(TextLayout layout, float x, float y) {}

  /** Draws all texts of a request file. */
  static void draw(Path file) throws IOException {
    TextRequest[] wanted = Json.read(Files.readAllBytes(file), TextRequest[].class);
    List<TextRequest.Result> drawn = new ArrayList<>();
    for (TextRequest request : wanted) {
      drawn.add(new TextRasterizer(request).draw("title-" + drawn.size()));
    }
    Files.write(Path.of(TextRequest.DRAWN), Json.bytes(drawn));
  }

  private TextRequest.Result draw(String name) throws IOException {
    float end = set();
    int height = (int) Math.ceil(end);
    boolean isRoll = wanted.height() == 0;
    int boxHeight = isRoll ? height : wanted.height();
    float shift =
        isRoll
            ? 0
            : switch (wanted.vertical()) {
              case "top" -> 0;
              case "bottom" -> boxHeight - end;
              default -> (boxHeight - end) / 2;
            };
    List<TextRequest.Strip> strips = new ArrayList<>();
    for (int top = 0; top < boxHeight; top += MAX_HEIGHT) {
      int tall = Math.min(MAX_HEIGHT, boxHeight - top);
      BufferedImage image = image(top, tall, shift);
      int[] rows = inked(image);
      if (rows[0] <= rows[1]) {
        // On even lines, as 4:2:0 needs.
        int from = rows[0] & ~1;
        int to = Math.min(tall, (rows[1] + 2) & ~1);
        String file = name + "-" + strips.size() + ".png";
        BufferedImage strip = image.getSubimage(0, from, image.getWidth(), to - from);
        ImageIO.write(strip, "png", Path.of(file).toFile());
        int y = (isRoll ? 0 : wanted.y()) + top + from;
        strips.add(
            new TextRequest.Strip(
                file, wanted.x(), y, strip.getWidth(), strip.getHeight(), alpha(strip)));
      }
    }
    return new TextRequest.Result(
        strips,
        boxHeight,
        end - wanted.size() * (LEADING - 1) > boxHeight,
        fonts.missing().stream()
            .map(point -> String.format(Locale.ROOT, "U+%04X", point))
            .toList());
  }

  /** Breaks the text into lines; returns the bottom of the last one. */
  private float set() {
    FontRenderContext context = new FontRenderContext(null, true, true);
    float y = 0;
    for (String paragraph : SKIN_TONES.matcher(wanted.text()).replaceAll("$1").split("\n", -1)) {
      if (paragraph.isBlank()) {
        y += wanted.size() * LEADING;
        continue;
      }
      LineBreakMeasurer measurer =
          new LineBreakMeasurer(fonts.inked(paragraph, wanted.size()).getIterator(), context);
      while (measurer.getPosition() < paragraph.length() && lines.size() < MAX_LINES) {
        TextLayout line = measurer.nextLayout(wanted.width());
        float height = Math.max(wanted.size() * LEADING, line.getAscent() + line.getDescent());
        float baseline = y + (height - line.getAscent() - line.getDescent()) / 2 + line.getAscent();
        lines.add(new Line(line, x(line), baseline));
        y += height;
      }
    }
    return y;
  }

  private float x(TextLayout line) {
    float room = wanted.width() - line.getVisibleAdvance();
    boolean isFromLeft = line.isLeftToRight();
    // The outline extends beyond the glyphs.
    float edge = wanted.outline() == null ? 0 : Math.min(room, wanted.size() * EDGE) / 2;
    return switch (wanted.align()) {
      case "left" -> edge;
      case "right" -> room - edge;
      case "start" -> isFromLeft ? edge : room - edge;
      case "end" -> isFromLeft ? room - edge : edge;
      default -> room / 2;
    };
  }

  private BufferedImage image(int top, int tall, float shift) {
    BufferedImage image = new BufferedImage(wanted.width(), tall, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    if (wanted.background() != null) {
      graphics.setColor(colour(wanted.background()));
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    }
    for (Line line : lines) {
      float y = line.y + shift - top;
      if (y + line.layout.getDescent() >= 0 && y - line.layout.getAscent() <= tall) {
        outline(graphics, line, y);
        graphics.setColor(colour(wanted.colour()));
        line.layout.draw(graphics, line.x, y);
      }
    }
    graphics.dispose();
    return image;
  }

  private void outline(Graphics2D graphics, Line line, float y) {
    if (wanted.outline() == null) {
      return;
    }
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(colour(wanted.outline()));
    graphics.setStroke(
        new BasicStroke(wanted.size() * EDGE, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(line.layout.getOutline(AffineTransform.getTranslateInstance(line.x, y)));
  }

  private static Color colour(String hex) {
    long value = Long.parseLong(hex.substring(1), 16);
    boolean hasAlpha = hex.length() == 9;
    int rgb = (int) (hasAlpha ? value >> 8 : value);
    int alpha = hasAlpha ? (int) (value & 0xff) : 0xff;
    return new Color(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff, alpha);
  }

  private static AlphaGrid alpha(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] alpha = new byte[width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        alpha[y * width + x] = (byte) (row[x] >>> 24);
      }
    }
    return AlphaGrid.of(width, height, alpha);
  }

  /** The first and last row that is not blank; the first is after the last if all are blank. */
  private static int[] inked(BufferedImage image) {
    int first = image.getHeight();
    int last = -1;
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int pixel : row) {
        if (pixel >>> 24 != 0) {
          first = Math.min(first, y);
          last = y;
          break;
        }
      }
    }
    return new int[] {first, last};
  }
}
