/**
 * Child processes for untrusted input: resource limits, deadline, stall detection, bounded output
 * and a sandbox.
 */
@NullMarked
package io.patchwork.common.process;

import org.jspecify.annotations.NullMarked;
