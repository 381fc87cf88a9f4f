package io.patchwork.worker.bench;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Processor time and wall of two works, in pairs that alternate, as the median of their ratios. */
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
    return spent(work).processor;
  }

  private record Spent(double processor, double wall) {}

  private static Spent spent(Work work) throws Exception {
    double before = Usage.seconds();
    long start = System.nanoTime();
    work.run();
    return new Spent(Usage.seconds() - before, (System.nanoTime() - start) / 1e9);
  }

  /** Measures the processor time of the one over that of the other and prints it with its goal. */
  void print(String name, Goal goal, Work a, Work b) throws Exception {
    measure(name, goal, name, null, a, b);
  }

  /** The same of processor time and of wall. */
  void printBoth(String name, Goal processor, Goal wall, Work a, Work b) throws Exception {
    measure(name + "_cpu", processor, name + "_wall", wall, a, b);
  }

  private void measure(
      String name, Goal goal, String wallName, @Nullable Goal wallGoal, Work a, Work b)
      throws Exception {
    double[] ratios = new double[pairs];
    double[] walls = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      Spent first = spent(a);
      Spent second = spent(b);
      ratios[i] = first.processor / second.processor;
      walls[i] = first.wall / second.wall;
      System.out.printf(
          Locale.ROOT,
          "  %s pair %d: %.2f s, %.3f; wall %.2f s, %.3f%n",
          name,
          i + 1,
          first.processor,
          ratios[i],
          first.wall,
          walls[i]);
    }
    print(name, ratios, goal);
    if (wallGoal != null) {
      print(wallName, walls, wallGoal);
    }
  }

  private static void print(String name, double[] ratios, Goal goal) {
    Figure.print(name, median(ratios), goal);
  }

  /** The middle value; of an even number the higher of both. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
