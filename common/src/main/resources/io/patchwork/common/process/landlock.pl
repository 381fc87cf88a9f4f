#!/usr/bin/perl
# landlock.pl FILTER ARCHITECTURE OUT TMP READABLE... -- PROGRAM ARGUMENT...
# Gives up all files but some, signals to others, capabilities, and all system calls but those of a seccomp filter, then
# runs the program. For hosts on which no namespaces can be made; Perl, because it is in every Debian and makes any system call.
# Numbers and layouts: linux/landlock.h, linux/prctl.h, linux/seccomp.h.
use strict;
use warnings;

my ($filter_file, $architecture, @writable) = splice @ARGV, 0, 4;
my @readable;
while (@ARGV && (my $path = shift @ARGV) ne '--') { push @readable, $path }
my $prctl = $architecture eq 'aarch64' ? 167 : 157;
my ($create_ruleset, $add_rule, $restrict_self) = (444, 445, 446);

sub fail { print STDERR "landlock: $_[0]: $!\n"; exit 126 }

# Of files: execute, write, read, list, and everything that makes, removes, moves or truncates them; and ioctl on devices.
my ($execute, $write, $read, $list, $truncate) = (1, 2, 4, 8, 1 << 14);
my $abi = syscall($create_ruleset, 0, 0, 1);
# Before the third version, files that can be read can be emptied.
fail('Landlock of Linux 6.2 is not in this kernel') if $abi < 3;
my $files = (1 << 15) - 1;
$files |= 1 << 15 if $abi >= 5;
# Of the network: bind and connect by TCP; and abstract sockets and signals of processes outside.
my $attributes = pack 'Q', $files;
$attributes .= pack 'Q', 3 if $abi >= 4;
$attributes .= pack 'Q', 3 if $abi >= 6;
my $ruleset = syscall($create_ruleset, $attributes, length $attributes, 0);
fail('no ruleset') if $ruleset < 0;

sub allow {
  my ($path, $access) = @_;
  sysopen(my $handle, $path, 010000000 | 02000000) or return;    # O_PATH, O_CLOEXEC
  $access &= $execute | $write | $read | $truncate | 1 << 15 unless -d $path;
  my $rule = pack 'Ql', $access & $files, fileno $handle;
  fail("no rule for $path") if syscall($add_rule, $ruleset, 1, $rule, 0) != 0;
}

allow($_, $execute | $read | $list) for @readable, '/proc/self';
# Also to make and remove files and folders, and to move them.
allow($_, $write | $read | $list | $truncate | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 13) for @writable;
allow($_, $read | $write) for '/dev/null', '/dev/zero', '/dev/urandom', '/dev/random';

open(my $in, '<:raw', $filter_file) or fail('no filter');
my $filter = do { local $/; <$in> };
close $in;
# The child is killed when its worker ends.
fail('no signal at the end of the worker') if syscall($prctl, 1, 9, 0, 0, 0) != 0;
# Nobody with the number of root gets its capabilities back, now or with another program.
if ($> == 0) {
  fail('capabilities stay') if syscall($prctl, 28, 0x2f, 0, 0, 0) != 0;
  my $capset = $architecture eq 'aarch64' ? 91 : 126;
  my ($header, $none) = (pack('Ll', 0x20080522, 0), pack('L6', (0) x 6));
  fail('capabilities stay') if syscall($capset, $header, $none) != 0;
}
fail('new privileges') if syscall($prctl, 38, 1, 0, 0, 0) != 0;
fail('no restriction') if syscall($restrict_self, $ruleset, 0) != 0;
my $program = pack 'S x6 P', length($filter) / 8, $filter;
fail('no filter of system calls') if syscall($prctl, 22, 2, $program) != 0;
exec { $ARGV[0] } @ARGV or fail("cannot run $ARGV[0]");
