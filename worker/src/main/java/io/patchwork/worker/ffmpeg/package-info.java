/**
 * FFmpeg as a child process. A {@link io.patchwork.worker.ffmpeg.Pass} is a value; running it is
 * the only place where media is decoded or encoded. Nothing else imports {@code org.bytedeco}.
 */
@NullMarked
package io.patchwork.worker.ffmpeg;

import org.jspecify.annotations.NullMarked;
