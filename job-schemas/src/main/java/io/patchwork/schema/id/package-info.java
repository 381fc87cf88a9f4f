/**
 * Identifiers on the wire: ids that become parts of keys, SHA-256 digests, and sources of bytes.
 */
@NullMarked
package io.patchwork.schema.id;

import org.jspecify.annotations.NullMarked;
