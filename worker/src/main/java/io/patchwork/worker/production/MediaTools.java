package io.patchwork.worker.production;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.reader.Reader;

/** What everything is made with of a source: decoders and encoders, and where it is stored. */
public record MediaTools(FFmpeg ffmpeg, Reader reader, ObjectStore store, Metrics metrics) {}
