package io.patchwork.common.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The system calls that a sandboxed program may make, by {@code system-calls.txt}: all others fail
 * with ENOSYS, or EPERM where the table says so, and calls of another architecture kill the
 * process. A program may start threads, but no process.
 */
public enum SystemCalls {
  /** Those of FFmpeg and FFprobe. */
  FFMPEG,
  /** Those of a Java virtual machine. */
  JVM;

  private static final String TABLE = "system-calls.txt";
  private static final String REFUSED = "refused";

  // Layout of struct sock_filter and of struct seccomp_data: linux/filter.h, linux/seccomp.h.
  private static final int LOAD_WORD = 0x20;
  private static final int AND = 0x54;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_AT_LEAST = 0x35;
  private static final int RETURN = 0x06;
  private static final int ALLOW = 0x7fff0000;
  private static final int EPERM = 0x00050001;
  private static final int ENOSYS = 0x00050026;
  private static final int KILL = 0x80000000;
  private static final int NUMBER_OFFSET = 0;
  private static final int ARCHITECTURE_OFFSET = 4;
  private static final int FIRST_ARGUMENT_OFFSET = 16;
  private static final int THIRD_ARGUMENT_OFFSET = 32;
  private static final int X32_BIT = 0x40000000;
  private static final int AUDIT_ARCH_X86_64 = 0xc000003e;
  private static final int AUDIT_ARCH_AARCH64 = 0xc00000b7;

  /** CLONE_VM and CLONE_THREAD, of linux/sched.h. */
  private static final int THREAD = 0x00010100;

  // Of linux/prctl.h.
  private static final int PR_SET_NAME = 15;
  private static final int PR_GET_NAME = 16;
  private static final int PR_CAPBSET_READ = 23;
  private static final int PR_SET_VMA = 0x53564d41;

  /** Calls that are allowed with some arguments only: what comes behind their number. */
  private static final Map<String, long[][]> CONDITIONS =
      Map.of(
          "clone",
          new long[][] {
            {LOAD_WORD, 0, 0, FIRST_ARGUMENT_OFFSET},
            {AND, 0, 0, THREAD},
            {JUMP_EQUAL, 0, 1, THREAD},
            {RETURN, 0, 0, ALLOW},
            {RETURN, 0, 0, EPERM}
          },
          // Of oneself, and without new limits: the third argument, a pointer, is null.
          "prlimit64",
          new long[][] {
            {LOAD_WORD, 0, 0, FIRST_ARGUMENT_OFFSET},
            {JUMP_EQUAL, 0, 5, 0},
            {LOAD_WORD, 0, 0, THIRD_ARGUMENT_OFFSET},
            {JUMP_EQUAL, 0, 3, 0},
            {LOAD_WORD, 0, 0, THIRD_ARGUMENT_OFFSET + Integer.BYTES},
            {JUMP_EQUAL, 0, 1, 0},
            {RETURN, 0, 0, ALLOW},
            {RETURN, 0, 0, EPERM}
          },
          // Not the signal at the end of the worker, nor anything else that changes the process.
          "prctl",
          new long[][] {
            {LOAD_WORD, 0, 0, FIRST_ARGUMENT_OFFSET},
            {JUMP_EQUAL, 3, 0, PR_SET_NAME},
            {JUMP_EQUAL, 2, 0, PR_GET_NAME},
            {JUMP_EQUAL, 1, 0, PR_CAPBSET_READ},
            {JUMP_EQUAL, 0, 1, PR_SET_VMA},
            {RETURN, 0, 0, ALLOW},
            {RETURN, 0, 0, EPERM}
          });

  /** A row of the table that concerns this machine. */
  private record SystemCall(String name, int number, List<String> programs) {}

  /** The filter for this machine's architecture, as {@code bwrap --seccomp} reads it. */
  byte[] filter() throws IOException {
    boolean isArm = System.getProperty("os.arch").equals("aarch64");
    List<long[]> code = new ArrayList<>();
    code.add(new long[] {LOAD_WORD, 0, 0, ARCHITECTURE_OFFSET});
    code.add(new long[] {JUMP_EQUAL, 1, 0, isArm ? AUDIT_ARCH_AARCH64 : AUDIT_ARCH_X86_64});
    code.add(new long[] {RETURN, 0, 0, KILL});
    code.add(new long[] {LOAD_WORD, 0, 0, NUMBER_OFFSET});
    code.add(new long[] {JUMP_AT_LEAST, 0, 1, X32_BIT});
    code.add(new long[] {RETURN, 0, 0, KILL});
    for (SystemCall call : table(isArm)) {
      if (call.programs().contains(REFUSED)) {
        add(code, call.number(), new long[] {RETURN, 0, 0, EPERM});
      } else if (CONDITIONS.containsKey(call.name())) {
        add(code, call.number(), CONDITIONS.get(call.name()));
      } else if (call.programs().contains(name().toLowerCase(Locale.ROOT))) {
        add(code, call.number(), new long[] {RETURN, 0, 0, ALLOW});
      }
    }
    code.add(new long[] {RETURN, 0, 0, ENOSYS});
    ByteBuffer bytes = ByteBuffer.allocate(code.size() * 8).order(ByteOrder.nativeOrder());
    for (long[] line : code) {
      bytes.putShort((short) line[0]).put((byte) line[1]).put((byte) line[2]).putInt((int) line[3]);
    }
    return bytes.array();
  }

  private static void add(List<long[]> code, int number, long[]... then) {
    code.add(new long[] {JUMP_EQUAL, 0, then.length, number});
    code.addAll(Arrays.asList(then));
  }

  private static List<SystemCall> table(boolean isArm) throws IOException {
    try (InputStream in = Objects.requireNonNull(SystemCalls.class.getResourceAsStream(TABLE));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split(" +", -1)))
          .filter(row -> !row.get(isArm ? 2 : 1).equals("-"))
          .map(row ->
              new SystemCall(
                  row.get(0), Integer.parseInt(row.get(isArm ? 2 : 1)), row.subList(3, row.size())))
          .toList();
    }
  }
}
