package io.patchwork.worker.fingerprint;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The samples along one side of an image whose weighted mean is one decimated sample: two box blurs
 * and the decimation, combined.
 */
final class JaroszWindow {

  private static final int BLURS = 2;

  private final int first;
  private final float[] weights;

  private JaroszWindow(int first, double[] weights) {
    this.first = first;
    this.weights = new float[weights.length];
    for (int k = 0; k < weights.length; k++) {
      this.weights[k] = (float) weights[k];
    }
  }

  /**
   * The windows of all decimated samples along a side, in order.
   *
   * @param length of the side in pixels
   * @param samples number of decimated samples
   */
  static List<JaroszWindow> of(int length, int samples) {
    return IntStream.range(0, samples)
        .mapToObj(i -> at((2 * i + 1) * length / (2 * samples), length, samples))
        .toList();
  }

  private static JaroszWindow at(int centre, int length, int samples) {
    int first = centre;
    double[] weights = {1};
    for (int time = 0; time < BLURS; time++) {
      Box before = Box.at(first, length, samples);
      Box after = Box.at(first + weights.length - 1, length, samples);
      double[] wider = new double[after.last - before.first + 1];
      for (int k = 0; k < weights.length; k++) {
        Box box = Box.at(first + k, length, samples);
        for (int at = box.first; at <= box.last; at++) {
          wider[at - before.first] += weights[k] / (box.last - box.first + 1);
        }
      }
      first = before.first;
      weights = wider;
    }
    return new JaroszWindow(first, weights);
  }

  /** The samples that one box blur averages, clipped at the ends. */
  private record Box(int first, int last) {
    static Box at(int sample, int length, int samples) {
      int window = (length + 2 * samples - 1) / (2 * samples);
      int half = (window + 2) / 2;
      return new Box(
          Math.max(0, sample - (window - half)), Math.min(length - 1, sample + half - 1));
    }
  }

  float mean(float[] samples) {
    float mean = 0;
    for (int k = 0; k < weights.length; k++) {
      mean += weights[k] * samples[first + k];
    }
    return mean;
  }

  /**
   * The mean of whole rows.
   *
   * @param rows of unsigned bytes, each as long as {@code mean}
   */
  void mean(byte[] rows, float[] mean) {
    Arrays.fill(mean, 0);
    for (int k = 0; k < weights.length; k++) {
      float weight = weights[k];
      int start = (first + k) * mean.length;
      for (int x = 0; x < mean.length; x++) {
        mean[x] += weight * (rows[start + x] & 0xff);
      }
    }
  }
}
