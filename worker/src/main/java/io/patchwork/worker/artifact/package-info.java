/**
 * Makes everything that is derived from one source. Capabilities declare what they want as {@link
 * io.patchwork.worker.artifact.ArtifactSpec}s; {@link io.patchwork.worker.artifact.ArtifactMaker}
 * makes all of them in one decode of the source, or in chunks where the source is long; {@link
 * io.patchwork.worker.artifact.ArtifactWriter} stores the results.
 */
@NullMarked
package io.patchwork.worker.artifact;

import org.jspecify.annotations.NullMarked;
