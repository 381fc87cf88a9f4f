/**
 * One source, one pass, many products: capabilities contribute products, the {@link
 * io.patchwork.worker.production.Workshop} makes them all while decoding the source once, the
 * {@link io.patchwork.worker.production.Shelf} stores what came out.
 */
@NullMarked
package io.patchwork.worker.production;

import org.jspecify.annotations.NullMarked;
