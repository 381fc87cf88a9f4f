package io.patchwork.worker.artifact;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.sandboxedjvm.PictureReader;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import java.util.function.Function;

/**
 * The tools that artifacts are made with: FFmpeg, sandboxed JVMs and the store.
 *
 * @param builders makes a new builder for a spec, one for each run
 */
public record MediaTools(
    FFmpeg ffmpeg,
    SandboxedJvm sandboxedJvm,
    PictureReader pictures,
    ObjectStore store,
    Metrics metrics,
    Function<ArtifactSpec, ArtifactBuilder> builders) {}
