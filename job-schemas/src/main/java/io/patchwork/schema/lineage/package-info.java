/**
 * Whose work is in which frame and sample: the lineage document and the exact interval algebra on
 * it. Every instant of the output belongs to a use of an asset or to a declared generator.
 */
@NullMarked
package io.patchwork.schema.lineage;

import org.jspecify.annotations.NullMarked;
