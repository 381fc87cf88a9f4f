/** What is known about an asset: the probe, the artifacts made of it, its fingerprints. */
@NullMarked
package io.patchwork.schema.manifest;

import org.jspecify.annotations.NullMarked;
