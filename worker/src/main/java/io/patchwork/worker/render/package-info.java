/**
 * From a timeline to the finished piece. A render is planned by one message and made by many; they
 * meet in the store. Four rooms, each of which knows only those to its right: {@code assembly →
 * segment → graph → plan}; here is what sends messages between them.
 */
@NullMarked
package io.patchwork.worker.render;

import org.jspecify.annotations.NullMarked;
