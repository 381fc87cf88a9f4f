/** Who is in a render, where, and for how long. */
@NullMarked
package io.patchwork.worker.attribution;

import org.jspecify.annotations.NullMarked;
