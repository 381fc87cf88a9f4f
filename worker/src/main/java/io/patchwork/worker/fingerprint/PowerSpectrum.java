package io.patchwork.worker.fingerprint;

/**
 * The power spectrum of a block of samples: the squared magnitudes of its discrete Fourier
 * transform.
 *
 * <p>Algorithm: Cooley and Tukey 1965, decimation in time, radix 4 with one radix 2 stage where the
 * length needs it; two real halves as one complex transform of half the length. Not thread-safe: it
 * reuses its buffers.
 */
final class PowerSpectrum {

  private final int points;
  private final int[] reversed;
  private final double[] re;
  private final double[] im;

  /** Twiddle factors of the complex transform: cosines and sines of -2πk/points. */
  private final double[] cos;

  private final double[] sin;

  /** Twiddle factors of the split into real halves: the same for -πk/points. */
  private final double[] splitCos;

  private final double[] splitSin;

  /**
   * A transform.
   *
   * @param length of a block in samples, a power of two, at least 4
   */
  PowerSpectrum(int length) {
    if (length < 4 || Integer.bitCount(length) != 1) {
      throw new IllegalArgumentException(length + " is not a power of two");
    }
    this.points = length / 2;
    this.re = new double[points];
    this.im = new double[points];
    this.cos = new double[points];
    this.sin = new double[points];
    this.splitCos = new double[points];
    this.splitSin = new double[points];
    for (int k = 0; k < points; k++) {
      cos[k] = Math.cos(-2 * Math.PI * k / points);
      sin[k] = Math.sin(-2 * Math.PI * k / points);
      splitCos[k] = Math.cos(-Math.PI * k / points);
      splitSin[k] = Math.sin(-Math.PI * k / points);
    }
    this.reversed = new int[points];
    int bits = Integer.numberOfTrailingZeros(points);
    for (int k = 0; k < points; k++) {
      reversed[k] = Integer.reverse(k) >>> (32 - bits);
    }
  }

  /**
   * Transforms a block.
   *
   * @param samples one block
   * @param power receives half the length plus one: from 0 Hz to half the sample rate
   */
  void transform(double[] samples, double[] power) {
    for (int k = 0; k < points; k++) {
      int from = 2 * reversed[k];
      re[k] = samples[from];
      im[k] = samples[from + 1];
    }
    int size = 1;
    if ((Integer.numberOfTrailingZeros(points) & 1) == 1) {
      radix2();
      size = 2;
    }
    for (; size < points; size *= 4) {
      radix4(size);
    }
    for (int k = 1; k < points; k++) {
      int other = points - k;
      double evenRe = 0.5 * (re[k] + re[other]);
      double evenIm = 0.5 * (im[k] - im[other]);
      double oddRe = 0.5 * (im[k] + im[other]);
      double oddIm = -0.5 * (re[k] - re[other]);
      double x = evenRe + oddRe * splitCos[k] - oddIm * splitSin[k];
      double y = evenIm + oddRe * splitSin[k] + oddIm * splitCos[k];
      power[k] = x * x + y * y;
    }
    double first = re[0] + im[0];
    double last = re[0] - im[0];
    power[0] = first * first;
    power[points] = last * last;
  }

  private void radix2() {
    for (int k = 0; k < points; k += 2) {
      double x = re[k + 1];
      double y = im[k + 1];
      re[k + 1] = re[k] - x;
      im[k + 1] = im[k] - y;
      re[k] += x;
      im[k] += y;
    }
  }

  /** Two radix 2 stages at once: from transforms of {@code size} points to four times as many. */
  private void radix4(int size) {
    int step = points / (4 * size);
    for (int k = 0; k < size; k++) {
      double c1 = cos[k * step];
      double s1 = sin[k * step];
      double c2 = cos[2 * k * step];
      double s2 = sin[2 * k * step];
      double c3 = c1 * c2 - s1 * s2;
      double s3 = c1 * s2 + s1 * c2;
      for (int a = k; a < points; a += 4 * size) {
        int b = a + size;
        int c = b + size;
        int d = c + size;
        // Bit reversal has put the second quarter where the third is named.
        double bRe = re[b] * c2 - im[b] * s2;
        double bIm = re[b] * s2 + im[b] * c2;
        double cRe = re[c] * c1 - im[c] * s1;
        double cIm = re[c] * s1 + im[c] * c1;
        double dRe = re[d] * c3 - im[d] * s3;
        double dIm = re[d] * s3 + im[d] * c3;
        double sumRe = re[a] + bRe;
        double sumIm = im[a] + bIm;
        double gapRe = re[a] - bRe;
        double gapIm = im[a] - bIm;
        double highRe = cRe + dRe;
        double highIm = cIm + dIm;
        double turnRe = cIm - dIm;
        double turnIm = dRe - cRe;
        re[a] = sumRe + highRe;
        im[a] = sumIm + highIm;
        re[b] = gapRe + turnRe;
        im[b] = gapIm + turnIm;
        re[c] = sumRe - highRe;
        im[c] = sumIm - highIm;
        re[d] = gapRe - turnRe;
        im[d] = gapIm - turnIm;
      }
    }
  }
}
