/** The code that runs inside the sandboxed JVM. The worker's own JVM never calls it. */
@NullMarked
package io.patchwork.worker.sandboxedjvm.child;

import org.jspecify.annotations.NullMarked;
