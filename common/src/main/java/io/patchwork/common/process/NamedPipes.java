package io.patchwork.common.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Creates named pipes (FIFOs), which Java has no API for: by mkfifo(3). */
public final class NamedPipes {

  private static final int OWNER_READS_AND_WRITES = 0b110_000_000;

  private static final MethodHandle MKFIFO = mkfifo();

  private NamedPipes() {}

  @SuppressWarnings("restricted") // The signature is that of mkfifo(3).
  private static MethodHandle mkfifo() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("mkfifo"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  }

  /**
   * Creates a named pipe.
   *
   * @throws IOException if it cannot be created
   */
  public static void make(Path path) throws IOException {
    int result;
    try (Arena arena = Arena.ofConfined()) {
      result =
          (int) MKFIFO.invokeExact(arena.allocateFrom(path.toString()), OWNER_READS_AND_WRITES);
    } catch (Throwable unexpected) {
      throw new IllegalStateException("mkfifo cannot be called", unexpected);
    }
    if (result != 0) {
      throw new IOException("no named pipe can be made at " + path);
    }
  }
}
