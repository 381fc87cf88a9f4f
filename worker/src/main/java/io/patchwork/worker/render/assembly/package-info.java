/**
 * Turns segments into the outputs of a render: joins them to a film or draws images, packages HLS
 * and DASH, and verifies the result before it is published.
 */
@NullMarked
package io.patchwork.worker.render.assembly;

import org.jspecify.annotations.NullMarked;
