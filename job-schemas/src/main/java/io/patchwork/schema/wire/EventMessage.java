package io.patchwork.schema.wire;

import io.patchwork.schema.event.JobEvent;

/** A decoded event message. */
public record EventMessage(Envelope envelope, JobEvent event) {}
