/**
 * The codecs and encodings of video, audio and images, and the index of the MP4 files that we
 * write.
 */
@NullMarked
package io.patchwork.worker.codec;

import org.jspecify.annotations.NullMarked;
