/**
 * From segments to what is delivered: joins them, packages streams, draws animations and stills,
 * and proves the result before anybody sees it.
 */
@NullMarked
package io.patchwork.worker.render.assembly;

import org.jspecify.annotations.NullMarked;
