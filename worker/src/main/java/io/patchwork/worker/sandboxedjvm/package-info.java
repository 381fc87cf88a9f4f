/**
 * Foreign documents and metadata, read by Tika and PDFBox in a JVM of their own: a child with
 * limits in a box, as FFmpeg is.
 */
@NullMarked
package io.patchwork.worker.sandboxedjvm;

import org.jspecify.annotations.NullMarked;
