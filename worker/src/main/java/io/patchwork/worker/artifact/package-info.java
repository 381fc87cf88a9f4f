/**
 * Everything that is made of one source. Capabilities say what they want as {@link
 * io.patchwork.worker.artifact.ArtifactSpec}s; {@link io.patchwork.worker.artifact.ArtifactMaker}
 * makes all of them while it decodes the source once, or in chunks where the source is long; {@link
 * io.patchwork.worker.artifact.ArtifactWriter} stores what comes out.
 */
@NullMarked
package io.patchwork.worker.artifact;

import org.jspecify.annotations.NullMarked;
