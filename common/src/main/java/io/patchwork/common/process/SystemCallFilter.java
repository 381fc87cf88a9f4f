package io.patchwork.common.process;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A classic BPF program for seccomp: a deny-list of system calls that no decoder needs, answered
 * with EPERM; calls of another architecture kill the process. Layout of {@code struct sock_filter}
 * and of {@code seccomp_data}: linux/filter.h, linux/seccomp.h; numbers: the kernel's tables for
 * x86-64 and generic 64 bit (AArch64).
 */
final class SystemCallFilter {

  private static final int LOAD_WORD = 0x20;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_AT_LEAST = 0x35;
  private static final int RETURN = 0x06;
  private static final int ALLOW = 0x7fff0000;
  private static final int EPERM = 0x00050001;
  private static final int KILL = 0x80000000;
  private static final int NUMBER_OFFSET = 0;
  private static final int ARCHITECTURE_OFFSET = 4;
  private static final int X32_BIT = 0x40000000;

  private static final int AUDIT_ARCH_X86_64 = 0xc000003e;
  private static final int AUDIT_ARCH_AARCH64 = 0xc00000b7;

  /**
   * socket, socketpair, connect, ptrace, mount, umount2, pivot_root, chroot, unshare, setns, bpf,
   * perf_event_open, keyctl, add_key, request_key, userfaultfd, io_uring_setup/enter/register,
   * kexec_load, init_module, finit_module, delete_module, process_vm_readv/writev, reboot, swapon,
   * swapoff, acct, personality, quotactl, open_by_handle_at.
   */
  private static final int[] DENIED_X86_64 = {
    41, 53, 42, 101, 165, 166, 155, 161, 272, 308, 321, 298, 250, 248, 249, 323, 425, 426, 427, 246,
    175, 313, 176, 310, 311, 169, 167, 168, 163, 135, 179, 304
  };

  private static final int[] DENIED_AARCH64 = {
    198, 199, 203, 117, 40, 39, 41, 51, 97, 268, 280, 241, 219, 217, 218, 282, 425, 426, 427, 104,
    105, 273, 106, 270, 271, 142, 224, 225, 89, 92, 60, 265
  };

  private SystemCallFilter() {}

  /** The program for this machine's architecture, as {@code bwrap --seccomp} reads it. */
  static byte[] program() {
    boolean isArm = System.getProperty("os.arch").equals("aarch64");
    int[] denied = isArm ? DENIED_AARCH64 : DENIED_X86_64;
    List<long[]> code = new ArrayList<>();
    code.add(new long[] {LOAD_WORD, 0, 0, ARCHITECTURE_OFFSET});
    code.add(new long[] {JUMP_EQUAL, 1, 0, isArm ? AUDIT_ARCH_AARCH64 : AUDIT_ARCH_X86_64});
    code.add(new long[] {RETURN, 0, 0, KILL});
    code.add(new long[] {LOAD_WORD, 0, 0, NUMBER_OFFSET});
    code.add(new long[] {JUMP_AT_LEAST, denied.length + 1, 0, X32_BIT});
    for (int i = 0; i < denied.length; i++) {
      code.add(new long[] {JUMP_EQUAL, denied.length - i, 0, denied[i]});
    }
    code.add(new long[] {RETURN, 0, 0, ALLOW});
    code.add(new long[] {RETURN, 0, 0, EPERM});
    ByteBuffer bytes = ByteBuffer.allocate(code.size() * 8).order(ByteOrder.nativeOrder());
    for (long[] line : code) {
      bytes.putShort((short) line[0]).put((byte) line[1]).put((byte) line[2]).putInt((int) line[3]);
    }
    return bytes.array();
  }
}
