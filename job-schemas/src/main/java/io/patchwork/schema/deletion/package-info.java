/** The report of what a job deleted, and what it kept and why. */
@NullMarked
package io.patchwork.schema.deletion;

import org.jspecify.annotations.NullMarked;
