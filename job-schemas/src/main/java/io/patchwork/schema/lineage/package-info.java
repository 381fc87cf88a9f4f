/**
 * The lineage document, which says whose work is in which frame and sample of a render, and the
 * exact interval arithmetic on it. Every instant of the output belongs to a use of an asset or to a
 * declared generator.
 */
@NullMarked
package io.patchwork.schema.lineage;

import org.jspecify.annotations.NullMarked;
