/**
 * Attributes a render: builds its lineage, which says whose work is in which frame, sample and
 * subtitle, and for how long; and the credit roll from it. The lineage follows from the plan alone,
 * so it is known before a frame is rendered.
 */
@NullMarked
package io.patchwork.worker.attribution;

import org.jspecify.annotations.NullMarked;
