/**
 * The report on a finished render: one page that shows who made what is seen and heard in each
 * frame, from what is in the store.
 */
@NullMarked
package io.patchwork.worker.report;

import org.jspecify.annotations.NullMarked;
