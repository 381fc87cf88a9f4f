/**
 * FFmpeg and FFprobe as child processes. A {@link io.patchwork.worker.ffmpeg.Pass}, one run of
 * FFmpeg, is a value; running it is the only place where media is decoded or encoded. No other
 * package imports {@code org.bytedeco}.
 */
@NullMarked
package io.patchwork.worker.ffmpeg;

import org.jspecify.annotations.NullMarked;
