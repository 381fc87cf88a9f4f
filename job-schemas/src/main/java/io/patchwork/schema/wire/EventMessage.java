package io.patchwork.schema.wire;

import io.patchwork.schema.event.JobEvent;

/** An event as it travels. */
public record EventMessage(Envelope envelope, JobEvent event) {}
