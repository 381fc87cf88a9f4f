/** What runs inside the reading child. Nothing here is ever called in the worker's own JVM. */
@NullMarked
package io.patchwork.worker.sandboxedjvm.child;

import org.jspecify.annotations.NullMarked;
