package io.patchwork.worker.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Seconds of processor time that this process and its ended children have used: getrusage(2). */
@SuppressWarnings("restricted") // a benchmark may ask the kernel
final class CpuTime {

  private static final int SELF = 0;
  private static final int CHILDREN = -1;
  private static final int STRUCT_BYTES = 144;
  private static final MethodHandle GETRUSAGE =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("getrusage"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

  private CpuTime() {}

  /** Of this process. */
  static double self() {
    return seconds(SELF);
  }

  /** Of children that have ended. */
  static double children() {
    return seconds(CHILDREN);
  }

  private static double seconds(int whose) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment usage = arena.allocate(STRUCT_BYTES, Long.BYTES);
      int result = (int) GETRUSAGE.invokeExact(whose, usage);
      if (result != 0) {
        throw new IllegalStateException("getrusage failed");
      }
      return time(usage, 0) + time(usage, 2);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static double time(MemorySegment usage, int at) {
    return usage.getAtIndex(ValueLayout.JAVA_LONG, at)
        + usage.getAtIndex(ValueLayout.JAVA_LONG, at + 1) / 1e6;
  }
}
