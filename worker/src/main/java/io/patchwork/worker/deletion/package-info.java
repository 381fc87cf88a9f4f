/**
 * Deletes from the store: what is by somebody who leaves, and what is older than a policy says.
 * Facts, fingerprints, segments and text are shared by content, so nothing is deleted by its name
 * alone: first all that must go is marked, then whatever of it a manifest, a plan or a lineage that
 * stays reaches is taken out, and the rest is deleted (mark and sweep). {@code ForgetSearch} and
 * {@code RetentionSearch} mark; {@code Sweep} deletes; jobs and commands call both, so that a dry
 * run finds just what the deletion finds.
 */
@NullMarked
package io.patchwork.worker.deletion;

import org.jspecify.annotations.NullMarked;
