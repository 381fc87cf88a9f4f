/**
 * One source, one pass, many products: capabilities contribute products, the {@link
 * io.patchwork.worker.production.Workshop} makes them all while decoding the source once, the
 * {@link io.patchwork.worker.artifact.ArtifactWriter} stores what came out.
 */
@NullMarked
package io.patchwork.worker.artifact;

import org.jspecify.annotations.NullMarked;
