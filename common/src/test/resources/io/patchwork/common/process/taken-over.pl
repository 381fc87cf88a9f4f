#!/usr/bin/perl
# A decoder that a hostile file has taken over: it tries what it can reach, and prints a line "got ..." for
# each thing that it should not have. Perl, because it makes any system call without another process.
use strict;
use warnings;
no warnings 'exec';
$| = 1;

# Numbers of x86-64. Arguments are harmless where the call succeeds.
# Outside of a box, the worker.
sub getppid_of_box { open(my $status, '<', '/proc/self/status') or return 1; for (<$status>) { return $1 if /^PPid:\s+(\d+)/ } return 1 }
my %calls = (
  fork => [57], vfork_by_clone => [56, 17, 0, 0, 0, 0], clone3 => [435, 0, 0], memfd_create => [319, "x", 0],
  socket_inet => [41, 2, 1, 0], socket_unix => [41, 1, 1, 0], socket_netlink => [41, 16, 3, 0],
  socketpair => [53, 1, 1, 0, "\0" x 8], bind => [49, 0, 0, 0], sendto => [44, 0, "x", 1, 0, 0, 0],
  ptrace => [101, 0, 0, 0, 0], process_vm_readv => [310, 1, 0, 0, 0, 0, 0], process_madvise => [440, 0, 0, 0, 0, 0],
  pidfd_open => [434, 1, 0], pidfd_getfd => [438, 0, 0, 0], kill_itself_with_0 => [62, 1, 0],
  mount => [165, "none", "/tmp", "tmpfs", 0, 0], umount2 => [166, "/tmp", 0], pivot_root => [155, ".", "."],
  chroot => [161, "/tmp"], unshare => [272, 0x10000000], setns => [308, 0, 0], open_tree => [428, -100, "/", 1],
  move_mount => [429, -100, "/", -100, "/tmp", 0], fsopen => [430, "tmpfs", 0], fsconfig => [431, 0, 0, 0, 0, 0],
  fsmount => [432, 0, 0, 0], mount_setattr => [442, -100, "/", 0, "\0" x 32, 32],
  bpf => [321, 0, "\0" x 64, 64], perf_event_open => [298, "\0" x 112, 0, -1, -1, 0], keyctl => [250, 0, -3, 1, 0, 0],
  add_key => [248, "user", "x", "y", 1, -3], request_key => [249, "user", "x", 0, -3], userfaultfd => [323, 1],
  io_uring_setup => [425, 1, "\0" x 120], fanotify_init => [300, 0, 0], inotify_init1 => [294, 0],
  kexec_load => [246, 0, 0, 0, 0], kexec_file_load => [320, 0, 0, 0, 0, 0], init_module => [175, "", 0, ""],
  shmget => [29, 0, 4096, 0x380], msgget => [68, 0, 0x380], semget => [64, 0, 1, 0x380],
  mq_open => [240, "x", 0x42, 0x180, 0], symlink => [88, "/etc/passwd", "link"], link => [86, "/program/probe", "hard"],
  symlinkat => [266, "/etc/passwd", -100, "link2"], mkfifo => [133, "pipe", 0x1180, 0], mknodat => [259, -100, "device", 0x2180, 259],
  chmod => [90, ".", 0x9ff], fchmodat => [268, -100, ".", 0x9ff], chown => [92, ".", 0, 0], setxattr => [188, ".", "user.x", "y", 1, 0],
  setuid => [105, 0], setgid => [106, 0], setgroups => [116, 0, 0], capset => [126, "\0" x 8, "\0" x 24],
  personality => [135, 0x0040000], swapon => [167, "x", 0], reboot => [169, 0, 0, 0, 0], sethostname => [170, "x", 1],
  settimeofday => [164, "\0" x 16, 0], adjtimex => [159, "\0" x 208], clock_settime => [227, 0, "\0" x 16],
  acct => [163, 0], quotactl => [179, 0, 0, 0, 0], open_by_handle_at => [304, -100, "\0" x 16, 0],
  name_to_handle_at => [303, -100, "/", "\0" x 144, "\0" x 4, 0], syslog => [103, 3, "\0" x 64, 64],
  seccomp => [317, 1, 0, 0], landlock => [444, 0, 0, 1], io_setup => [206, 1, "\0" x 8], 
  prlimit_of_parent => [302, getppid_of_box(), 7, pack('QQ', 0, 0), 0], prlimit_of_itself => [302, 0, 7, pack('QQ', 9, 9), 0],
  outlive => [157, 1, 0, 0, 0, 0], no_dump => [157, 4, 0, 0, 0, 0], fchmod => [91, 1, 0x9ff], keep_capabilities => [157, 8, 1, 0, 0, 0],
  setpriority => [141, 0, 0, -5], sched_setscheduler => [144, 0, 1, "\1\0\0\0"], rt_sigqueueinfo => [129, 1, 0, "\0" x 128],
);
my $child = fork;
print "got a process\n" if defined $child;
if (-e '/lib64/ld-linux-x86-64.so.2') {
  for my $name (sort keys %calls) {
    my ($number, @arguments) = @{ $calls{$name} };
    my @copies = @arguments;
    my $result = syscall($number, @copies);
    my $error = $!{ENOSYS} || $!{EPERM};
    print "got $name\n" if $result != -1 || !$error;
    $tried::calls++;
  }
}

# Reading with O_TRUNC empties a file where nothing forbids it.
my $input = '../in/source';
print "got to empty its input\n" if sysopen(my $handle, $input, 01000) && -z $input;
for my $file ('/etc/passwd', '/etc/shadow', '/root', '/home', '/var', '/sys', '/srv', '/opt', '/boot', '/run', '/proc/kcore', '/proc/kmsg') {
  print "got $file\n" if open(my $in, '<', $file);
  $tried::files++;
}
for my $place ('../in', '/', '/usr', '/usr/bin', '/program', '/job', '/job/in', '/dev', '/dev/shm', '/proc', '/proc/self') {
  print "got to write in $place\n" if open(my $out, '>', "$place/file");
  $tried::places++;
}
# Opened, but not written: they belong to the host.
for my $switch (
  '/proc/sys/kernel/core_pattern', '/proc/sys/kernel/modprobe', '/proc/sys/vm/overcommit_memory', '/proc/sys/kernel/hostname',
  '/proc/sysrq-trigger', '/proc/1/oom_score_adj', '/proc/self/uid_map', '/proc/self/attr/current', '/proc/self/clear_refs',
) {
  print "got to switch $switch\n" if open(my $out, '>', $switch);
}
open(my $null, '>', '/dev/null');
print "written to /dev/null\n" if syswrite($null, "x");
open(my $zero, '<', '/dev/zero');
print "read from /dev/zero\n" if sysread($zero, my $byte, 1);
open(my $score, '<', '/proc/self/oom_score_adj');
print "oom_score_adj ", <$score>;
print "tried ", $tried::calls // 0, " calls, $tried::files files, $tried::places places\n";
