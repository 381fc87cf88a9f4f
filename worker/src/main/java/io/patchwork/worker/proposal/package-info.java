/**
 * From what assets have of a render to a draft proposal: shares by a policy, an amount divided to
 * the last minor unit, what is held and why, and what changed since an earlier proposal. Documents
 * in, documents out: nothing here knows a store, a clock or a floating point number.
 */
@NullMarked
package io.patchwork.worker.proposal;

import org.jspecify.annotations.NullMarked;
