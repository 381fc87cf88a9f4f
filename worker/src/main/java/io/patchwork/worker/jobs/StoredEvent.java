package io.patchwork.worker.jobs;

/**
 * An event as it is published, and later published again with the same bytes.
 *
 * @param id deterministic, so that consumers can drop duplicates
 * @param body the CloudEvents document
 */
public record StoredEvent(String routingKey, String id, String body) {}
