package io.patchwork.worker.sandboxedjvm.child;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;

/**
 * The colours of a decoded TIFF page in sRGB. The JDK reads most samples right, but takes grey,
 * YCbCr and CMYK without a profile for linear light, and knows no alpha beside CMYK; it turns CMYK
 * in JPEG into its negative, and knows neither floats of 16 bits nor integers of 32 without a sign.
 */
final class TiffColours {

  private static final int ICC_PROFILE = 34675;
  private static final int ROWS = 64;
  private static final int LEVELS = 255;
  private static final int FINE_LEVELS = 65535;

  private TiffColours() {}

  /** How the samples of a pixel become red, green and blue, 0 to 1 each. */
  private enum Model {
    GREY(1) {
      @Override
      void toRgb(float[] from, int at, float[] rgb) {
        Arrays.fill(rgb, from[at]);
      }
    },
    /** RGB, or YCbCr that the JDK made RGB. */
    RGB(3) {
      @Override
      void toRgb(float[] from, int at, float[] rgb) {
        System.arraycopy(from, at, rgb, 0, rgb.length);
      }
    },
    CMYK(4) {
      @Override
      void toRgb(float[] from, int at, float[] rgb) {
        for (int i = 0; i < rgb.length; i++) {
          rgb[i] = (1 - from[at + i]) * (1 - from[at + rgb.length]);
        }
      }
    };

    private final int samples;

    Model(int samples) {
      this.samples = samples;
    }

    abstract void toRgb(float[] from, int at, float[] rgb);

    static Optional<Model> of(BufferedImage decoded, TIFFDirectory fields) {
      Optional<Model> model =
          switch (number(fields, BaselineTIFFTagSet.TAG_PHOTOMETRIC_INTERPRETATION)) {
            case BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_WHITE_IS_ZERO,
                BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_BLACK_IS_ZERO ->
                Optional.of(GREY);
            case BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_RGB,
                BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_Y_CB_CR ->
                Optional.of(RGB);
            case BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_CMYK -> Optional.of(CMYK);
            default -> Optional.empty();
          };
      return model.filter(known ->
          decoded.getRaster().getNumBands() >= known.samples
              && !(decoded.getColorModel() instanceof IndexColorModel));
    }
  }

  /** A number of a page, or -1. */
  private static int number(TIFFDirectory fields, int tag) {
    TIFFField field = fields.getTIFFField(tag);
    return field == null ? -1 : field.getAsInt(0);
  }

  /** The page in sRGB, with straight alpha where it has alpha. */
  static BufferedImage srgb(BufferedImage decoded, TIFFDirectory fields) {
    Optional<Model> model = Model.of(decoded, fields);
    return model.isPresent() ? srgb(decoded, fields, model.get()) : asTheJdkDoes(decoded);
  }

  private static BufferedImage asTheJdkDoes(BufferedImage decoded) {
    BufferedImage page =
        new BufferedImage(
            decoded.getWidth(),
            decoded.getHeight(),
            decoded.getColorModel().hasAlpha()
                ? BufferedImage.TYPE_INT_ARGB
                : BufferedImage.TYPE_INT_RGB);
    page.createGraphics().drawImage(decoded, 0, 0, null);
    return page;
  }

  private static BufferedImage srgb(BufferedImage decoded, TIFFDirectory fields, Model model) {
    Raster raster = decoded.getRaster();
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    int extra = bands > model.samples ? number(fields, BaselineTIFFTagSet.TAG_EXTRA_SAMPLES) : 0;
    boolean isAssociated = extra == BaselineTIFFTagSet.EXTRA_SAMPLES_ASSOCIATED_ALPHA;
    boolean hasAlpha = isAssociated || extra == BaselineTIFFTagSet.EXTRA_SAMPLES_UNASSOCIATED_ALPHA;
    Optional<ICC_Profile> profile = profile(fields, model);
    boolean isNegative =
        model == Model.CMYK
            && number(fields, BaselineTIFFTagSet.TAG_COMPRESSION)
                == BaselineTIFFTagSet.COMPRESSION_JPEG;
    boolean isHalf =
        number(fields, BaselineTIFFTagSet.TAG_SAMPLE_FORMAT)
                == BaselineTIFFTagSet.SAMPLE_FORMAT_FLOATING_POINT
            && number(fields, BaselineTIFFTagSet.TAG_BITS_PER_SAMPLE) == Short.SIZE;
    BufferedImage page =
        new BufferedImage(
            width,
            raster.getHeight(),
            hasAlpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    float[] samples = new float[width * bands];
    int[] pixels = new int[width];
    for (int from = 0; from < raster.getHeight(); from += ROWS) {
      int rows = Math.min(ROWS, raster.getHeight() - from);
      WritableRaster colours =
          profile.isPresent()
              ? Raster.createInterleavedRaster(
                  DataBuffer.TYPE_USHORT, width, rows, model.samples, null)
              : Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, rows, 3, null);
      for (int y = 0; y < rows; y++) {
        read(raster, from + y, isHalf, samples);
        if (isNegative) {
          for (int i = 0; i < samples.length; i++) {
            samples[i] = 1 - samples[i];
          }
        }
        for (int x = 0; x < width; x++) {
          float alpha = hasAlpha ? samples[x * bands + model.samples] : 1;
          if (isAssociated && alpha > 0) {
            for (int i = 0; i < model.samples; i++) {
              samples[x * bands + i] = Math.min(1, samples[x * bands + i] / alpha);
            }
          }
          pixels[x] = level(alpha) << 24;
        }
        page.setRGB(0, from + y, width, 1, pixels, 0, width);
        put(samples, bands, profile.isPresent(), model, colours, y);
      }
      WritableRaster rgb = profile.isPresent() ? converted(profile.get(), colours) : colours;
      for (int y = 0; y < rows; y++) {
        paint(rgb, y, page, from + y);
      }
    }
    return page;
  }

  /** The profile of a page, if it is for the colours of its samples. */
  private static Optional<ICC_Profile> profile(TIFFDirectory fields, Model model) {
    TIFFField field = fields.getTIFFField(ICC_PROFILE);
    if (field == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ICC_Profile.getInstance(field.getAsBytes()))
          .filter(profile -> profile.getNumComponents() == model.samples);
    } catch (IllegalArgumentException | ClassCastException notOne) {
      return Optional.empty();
    }
  }

  /**
   * Reads a row; samples are 0 to 1.
   *
   * @param isHalf whether samples are floats of 16 bits, which the JDK reads as integers
   */
  private static void read(Raster raster, int y, boolean isHalf, float[] samples) {
    raster.getPixels(0, y, raster.getWidth(), 1, samples);
    int type = raster.getSampleModel().getDataType();
    boolean isFloat = type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE;
    int bits = raster.getSampleModel().getSampleSize(0);
    float levels = (float) (1L << bits);
    float white = isFloat ? 1 : levels - 1;
    for (int i = 0; i < samples.length; i++) {
      float sample =
          isHalf
              ? Float.float16ToFloat((short) samples[i])
              : (samples[i] < 0 && !isFloat ? samples[i] + levels : samples[i]) / white;
      samples[i] = Math.clamp(sample, 0f, 1f);
    }
  }

  private static void put(
      float[] samples,
      int bands,
      boolean areOfProfile,
      Model model,
      WritableRaster colours,
      int y) {
    int width = colours.getWidth();
    int channels = colours.getNumBands();
    int[] row = new int[width * channels];
    float[] rgb = new float[3];
    for (int x = 0; x < width; x++) {
      if (!areOfProfile) {
        model.toRgb(samples, x * bands, rgb);
      }
      for (int i = 0; i < channels; i++) {
        row[x * channels + i] =
            areOfProfile ? Math.round(samples[x * bands + i] * FINE_LEVELS) : level(rgb[i]);
      }
    }
    colours.setPixels(0, y, width, 1, row);
  }

  private static int level(float share) {
    return Math.round(share * LEVELS);
  }

  private static WritableRaster converted(ICC_Profile profile, WritableRaster colours) {
    WritableRaster rgb =
        Raster.createInterleavedRaster(
            DataBuffer.TYPE_BYTE, colours.getWidth(), colours.getHeight(), 3, null);
    return new ColorConvertOp(
            new ICC_ColorSpace(profile), ColorSpace.getInstance(ColorSpace.CS_sRGB), null)
        .filter(colours, rgb);
  }

  /** Copies a row of colours under the alpha that is there. */
  private static void paint(WritableRaster rgb, int from, BufferedImage page, int to) {
    int width = rgb.getWidth();
    int[] row = rgb.getPixels(0, from, width, 1, (int[]) null);
    int[] pixels = page.getRGB(0, to, width, 1, null, 0, width);
    for (int x = 0; x < width; x++) {
      pixels[x] =
          (pixels[x] & 0xff000000) | row[3 * x] << 16 | row[3 * x + 1] << 8 | row[3 * x + 2];
    }
    page.setRGB(0, to, width, 1, pixels, 0, width);
  }
}
