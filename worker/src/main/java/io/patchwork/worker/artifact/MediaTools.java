package io.patchwork.worker.artifact;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import java.util.function.Function;

/**
 * What everything is made with of a source: decoders and encoders, and where it is stored.
 *
 * @param builders who makes something of what comes out for a spec; a new one for each run
 */
public record MediaTools(
    FFmpeg ffmpeg,
    SandboxedJvm sandboxedJvm,
    ObjectStore store,
    Metrics metrics,
    Function<ArtifactSpec, ArtifactBuilder> builders) {}
