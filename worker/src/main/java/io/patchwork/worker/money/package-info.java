/** Amounts of money in whole minor units. */
@NullMarked
package io.patchwork.worker.money;

import org.jspecify.annotations.NullMarked;
