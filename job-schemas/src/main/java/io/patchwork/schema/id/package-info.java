/** The names of things on the wire: ids that become keys, digests, and where bytes come from. */
@NullMarked
package io.patchwork.schema.id;

import org.jspecify.annotations.NullMarked;
