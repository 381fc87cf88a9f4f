package io.patchwork.worker.fingerprint;

import java.util.Arrays;

/**
 * The acoustic fingerprint that Chromaprint calls algorithm 2 (and writes as 1): one item of 32
 * bits for every {@value #HOP} samples of mono audio at {@value #RATE} Hz, each of the {@value
 * #SPAN} samples that begin there. Samples are given as they come; nothing grows but the items.
 *
 * <p>Algorithm: L. Lalinský, "How does Chromaprint work?", 2011, after Y. Ke, D. Hoiem and R.
 * Sukthankar, "Computer Vision for Music Identification", 2005: spectra folded to twelve notes,
 * smoothed over time, normalised; sixteen differences between areas of that picture, each quantised
 * to two bits in Gray code. Not thread-safe.
 */
public final class Chromaprint {

  /** Samples per second. */
  public static final int RATE = 11_025;

  /** Samples between the starts of two items. */
  public static final int HOP = 1365;

  private static final int FRAME = 4096;
  private static final double[] SMOOTHING = {0.25, 0.75, 1.0, 0.75, 0.25};
  private static final int ROWS = 16;

  /** Samples that an item covers; fewer give no item. */
  public static final int SPAN = FRAME + HOP * (SMOOTHING.length + ROWS - 2);

  private static final int NOTES = 12;
  private static final int FIRST_LINE = 10;
  private static final int END_LINE = 1308;
  private static final double BASE_HERTZ = 27.5;
  private static final double QUIET = 0.01;
  private static final double[] HAMMING = hamming();
  private static final int[] NOTE = notes();

  private final double[] samples = new double[FRAME];
  private final double[] windowed = new double[FRAME];
  private final double[] power = new double[FRAME / 2 + 1];
  private final PowerSpectrum spectrum = new PowerSpectrum(FRAME);
  private int held;

  /** The last chroma vectors, for smoothing. */
  private final double[][] chroma = new double[SMOOTHING.length][NOTES];

  private int spectra;

  /** The last smoothed rows, as running sums over the notes. */
  private final double[][] sums = new double[ROWS][NOTES + 1];

  private int rows;

  private int[] items = new int[1024];
  private int count;
  private boolean isHeard;

  private static double[] hamming() {
    double[] window = new double[FRAME];
    for (int i = 0; i < FRAME; i++) {
      window[i] = (0.54 - 0.46 * Math.cos(2 * Math.PI * i / (FRAME - 1))) / Short.MAX_VALUE;
    }
    return window;
  }

  /** The note of each spectral line; A is 0. */
  private static int[] notes() {
    int[] notes = new int[END_LINE];
    for (int line = FIRST_LINE; line < END_LINE; line++) {
      double octave = Math.log((double) line * RATE / FRAME / BASE_HERTZ) / Math.log(2);
      notes[line] = (int) (NOTES * (octave - Math.floor(octave)));
    }
    return notes;
  }

  /** Adds samples. */
  public void add(short[] more, int length) {
    int from = 0;
    while (from < length) {
      int n = Math.min(FRAME - held, length - from);
      for (int i = 0; i < n; i++) {
        samples[held + i] = more[from + i];
      }
      held += n;
      from += n;
      if (held == FRAME) {
        spectrum();
        System.arraycopy(samples, HOP, samples, 0, FRAME - HOP);
        held = FRAME - HOP;
      }
    }
  }

  /** The items of the samples so far. */
  public int[] items() {
    return Arrays.copyOf(items, count);
  }

  /** Whether any of the samples so far are loud enough to tell the items from those of silence. */
  public boolean isHeard() {
    return isHeard;
  }

  private void spectrum() {
    for (int i = 0; i < FRAME; i++) {
      windowed[i] = samples[i] * HAMMING[i];
    }
    spectrum.transform(windowed, power);
    double[] notes = chroma[spectra % SMOOTHING.length];
    Arrays.fill(notes, 0);
    for (int line = FIRST_LINE; line < END_LINE; line++) {
      notes[NOTE[line]] += power[line];
    }
    spectra++;
    if (spectra >= SMOOTHING.length) {
      smooth();
    }
  }

  private void smooth() {
    double[] row = new double[NOTES];
    for (int i = 0; i < SMOOTHING.length; i++) {
      double[] notes = chroma[(spectra + i) % SMOOTHING.length];
      for (int note = 0; note < NOTES; note++) {
        row[note] += notes[note] * SMOOTHING[i];
      }
    }
    double squares = 0;
    for (double note : row) {
      squares += note * note;
    }
    double norm = Math.sqrt(squares);
    isHeard |= norm >= QUIET;
    double[] sum = sums[rows % ROWS];
    for (int note = 0; note < NOTES; note++) {
      sum[note + 1] = sum[note] + (norm < QUIET ? 0 : row[note] / norm);
    }
    rows++;
    if (rows >= ROWS) {
      classify();
    }
  }

  private void classify() {
    int item = 0;
    for (Classifier classifier : Classifier.ALL) {
      item = item << 2 | classifier.code(this);
    }
    if (count == items.length) {
      items = Arrays.copyOf(items, 2 * count);
    }
    items[count++] = item;
  }

  /**
   * The sum over an area of the last rows.
   *
   * @param early the first row, 0 being the earliest kept; {@code late} excluded
   * @param low the first note; {@code high} excluded
   */
  private double area(int early, int late, int low, int high) {
    double area = 0;
    for (int row = early; row < late; row++) {
      double[] sum = sums[(rows + row) % ROWS];
      area += sum[high] - sum[low];
    }
    return area;
  }

  /** The two areas that a classifier compares. */
  private enum Shape {
    /** The whole against nothing. */
    WHOLE,
    /** The upper notes against the lower. */
    UPPER,
    /** The later half against the earlier. */
    LATER,
    /** Two opposite corners against the other two. */
    CORNERS,
    /** The middle notes against those above and below. */
    MIDDLE_NOTES,
    /** The middle in time against before and after. */
    MIDDLE_TIME
  }

  /**
   * Compares two areas of a window.
   *
   * @param low the lowest note
   * @param high how many notes
   * @param wide how many rows
   * @param first the thresholds between the four codes, rising
   */
  private record Classifier(
      Shape shape, int low, int high, int wide, double first, double second, double third) {

    static final Classifier[] ALL = {
      new Classifier(Shape.WHOLE, 4, 3, 15, 1.98215, 2.35817, 2.63523),
      new Classifier(Shape.MIDDLE_NOTES, 4, 6, 15, -1.03809, -0.651211, -0.282167),
      new Classifier(Shape.UPPER, 0, 4, 16, -0.298702, 0.119262, 0.558497),
      new Classifier(Shape.CORNERS, 8, 2, 12, -0.105439, 0.0153946, 0.135898),
      new Classifier(Shape.CORNERS, 4, 4, 8, -0.142891, 0.0258736, 0.200632),
      new Classifier(Shape.MIDDLE_NOTES, 0, 3, 5, -0.826319, -0.590612, -0.368214),
      new Classifier(Shape.UPPER, 2, 2, 9, -0.557409, -0.233035, 0.0534525),
      new Classifier(Shape.LATER, 7, 3, 4, -0.0646826, 0.00620476, 0.0784847),
      new Classifier(Shape.LATER, 6, 2, 16, -0.192387, -0.029699, 0.215855),
      new Classifier(Shape.LATER, 1, 3, 2, -0.0397818, -0.00568076, 0.0292026),
      new Classifier(Shape.MIDDLE_TIME, 10, 1, 15, -0.53823, -0.369934, -0.190235),
      new Classifier(Shape.CORNERS, 6, 2, 10, -0.124877, 0.0296483, 0.139239),
      new Classifier(Shape.LATER, 1, 1, 14, -0.101475, 0.0225617, 0.231971),
      new Classifier(Shape.CORNERS, 5, 6, 4, -0.0799915, -0.00729616, 0.063262),
      new Classifier(Shape.UPPER, 9, 2, 12, -0.272556, 0.019424, 0.302559),
      new Classifier(Shape.CORNERS, 4, 2, 14, -0.164292, -0.0321188, 0.0846339),
    };

    /** Two bits, in Gray code. */
    int code(Chromaprint of) {
      double value = value(of);
      if (value < second) {
        return value < first ? 0 : 1;
      }
      return value < third ? 3 : 2;
    }

    private double value(Chromaprint of) {
      int top = low + high;
      double whole = of.area(0, wide, low, top);
      double part =
          switch (shape) {
            case WHOLE -> whole;
            case UPPER -> of.area(0, wide, low + high / 2, top);
            case LATER -> of.area(wide / 2, wide, low, top);
            case CORNERS ->
                of.area(0, wide / 2, low + high / 2, top)
                    + of.area(wide / 2, wide, low, low + high / 2);
            case MIDDLE_NOTES -> of.area(0, wide, low + high / 3, low + 2 * (high / 3));
            case MIDDLE_TIME -> of.area(wide / 3, 2 * (wide / 3), low, top);
          };
      double other = shape == Shape.WHOLE ? 0 : whole - part;
      return Math.log((1 + part) / (1 + other));
    }
  }
}
