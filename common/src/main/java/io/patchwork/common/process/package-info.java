/**
 * Child processes that cannot hurt: limits, deadline, stall detection, bounded output, and a box
 * around them.
 */
@NullMarked
package io.patchwork.common.process;

import org.jspecify.annotations.NullMarked;
