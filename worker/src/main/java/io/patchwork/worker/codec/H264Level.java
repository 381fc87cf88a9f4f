package io.patchwork.worker.codec;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.Arrays;

/** The levels of H.264: bounds of frame size and macroblock rate (ITU-T H.264, table A-1). */
enum H264Level {
  L3_0("3.0", 1620, 40_500),
  L3_1("3.1", 3600, 108_000),
  L3_2("3.2", 5120, 216_000),
  L4_0("4.0", 8192, 245_760),
  L4_2("4.2", 8704, 522_240),
  L5_0("5.0", 22_080, 589_824),
  L5_1("5.1", 36_864, 983_040),
  L5_2("5.2", 36_864, 2_073_600),
  L6_2("6.2", 139_264, 16_711_680);

  private static final int MACROBLOCK_PIXELS = 16;

  private final String label;
  private final long blocks;
  private final long blocksPerSecond;

  H264Level(String label, long blocks, long blocksPerSecond) {
    this.label = label;
    this.blocks = blocks;
    this.blocksPerSecond = blocksPerSecond;
  }

  /** The lowest level that allows the size and rate. */
  static String of(FrameSize size, FrameRate rate) {
    long frame = (long) blocks(size.width()) * blocks(size.height());
    Fraction second = rate.perSecond().times(Fraction.of(frame));
    return Arrays.stream(values())
        .filter(level ->
            frame <= level.blocks && second.compareTo(Fraction.of(level.blocksPerSecond)) <= 0)
        .findFirst()
        .orElse(L6_2)
        .label;
  }

  private static int blocks(int pixels) {
    return (pixels + MACROBLOCK_PIXELS - 1) / MACROBLOCK_PIXELS;
  }
}
