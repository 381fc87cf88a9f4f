/** What a work is recognised by. */
@NullMarked
package io.patchwork.worker.fingerprint;

import org.jspecify.annotations.NullMarked;
