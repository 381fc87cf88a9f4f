package io.patchwork.worker.bench;

import java.util.Arrays;
import java.util.Locale;

/** Processor time of two works, in pairs that alternate, as the median of their ratios. */
final class Pairs {

  private final int pairs;

  Pairs(int pairs) {
    this.pairs = pairs;
  }

  /** What is measured. */
  interface Work {
    void run() throws Exception;
  }

  /** Seconds of processor time of work, its children's and its own. */
  static double cost(Work work) throws Exception {
    double before = Usage.seconds();
    work.run();
    return Usage.seconds() - before;
  }

  /** Measures the one over the other and prints it with its goal. */
  void print(String name, String goal, Work a, Work b) throws Exception {
    double[] ratios = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      double first = cost(a);
      ratios[i] = first / cost(b);
      System.out.printf(Locale.ROOT, "  %s pair %d: %.2f s, %.3f%n", name, i + 1, first, ratios[i]);
    }
    Arrays.sort(ratios);
    System.out.printf(Locale.ROOT, "RATIO %s %.3f %s%n", name, ratios[pairs / 2], goal);
  }
}
