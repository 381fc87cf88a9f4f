/**
 * The manifest of an asset: the probe of its file, the artifacts made from it, and its
 * fingerprints. The platform reads it to show and to match assets.
 */
@NullMarked
package io.patchwork.schema.manifest;

import org.jspecify.annotations.NullMarked;
