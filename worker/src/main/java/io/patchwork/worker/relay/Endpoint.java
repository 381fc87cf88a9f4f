package io.patchwork.worker.relay;

import io.patchwork.schema.event.EventKind;
import io.patchwork.schema.id.Id;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * An address that events are told to.
 *
 * @param secrets that deliveries are signed with: two while one is replaced
 * @param events kinds that are told
 * @param isPrivateAllowed whether it may be an address of the own network
 */
record Endpoint(
    Id name,
    URI url,
    List<WebhookSecret> secrets,
    Set<EventKind> events,
    boolean isPrivateAllowed) {

  Endpoint {
    secrets = List.copyOf(secrets);
    events = Set.copyOf(events);
  }
}
