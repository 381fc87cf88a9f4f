package io.patchwork.worker.transcode;

import io.patchwork.worker.production.Contribution;

/** What people watch, hear and read of a source. */
public sealed interface RenditionContribution extends Contribution
    permits Streaming, DocumentRendition {}
