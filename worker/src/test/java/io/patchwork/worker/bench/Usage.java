package io.patchwork.worker.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.function.Function;

/** What this process and its ended children have used: getrusage(2). */
@SuppressWarnings("restricted") // a benchmark may ask the kernel
final class Usage {

  private static final int SELF = 0;
  private static final int CHILDREN = -1;
  private static final int STRUCT_BYTES = 144;
  private static final int LARGEST = 4;
  private static final MethodHandle GETRUSAGE =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("getrusage"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

  private Usage() {}

  /** Seconds of processor time of this process and of its children that have ended. */
  static double seconds() {
    return of(SELF, Usage::seconds) + of(CHILDREN, Usage::seconds);
  }

  /**
   * The most memory that a child that has ended had at once, in bytes; not less than what this
   * process had when it started one, which the kernel counts for the child.
   */
  static long largestChild() {
    return of(CHILDREN, usage -> usage.getAtIndex(ValueLayout.JAVA_LONG, LARGEST)) << 10;
  }

  private static <T> T of(int whose, Function<MemorySegment, T> reading) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment usage = arena.allocate(STRUCT_BYTES, Long.BYTES);
      int result = (int) GETRUSAGE.invokeExact(whose, usage);
      if (result != 0) {
        throw new IllegalStateException("getrusage failed");
      }
      return reading.apply(usage);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static double seconds(MemorySegment usage) {
    return time(usage, 0) + time(usage, 2);
  }

  private static double time(MemorySegment usage, int at) {
    return usage.getAtIndex(ValueLayout.JAVA_LONG, at)
        + usage.getAtIndex(ValueLayout.JAVA_LONG, at + 1) / 1e6;
  }
}
