/**
 * A JVM of its own inside the sandbox, in which Java libraries (Tika, PDFBox and others) read
 * strangers' bytes: a child process with limits, like FFmpeg.
 */
@NullMarked
package io.patchwork.worker.sandboxedjvm;

import org.jspecify.annotations.NullMarked;
