/**
 * From a timeline to the finished piece: plan, segments, soundtrack, assembly. A render is planned
 * by one message and made by many; they meet in the store.
 */
@NullMarked
package io.patchwork.worker.render;

import org.jspecify.annotations.NullMarked;
