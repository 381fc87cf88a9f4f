package io.patchwork.schema.job;

import io.patchwork.schema.id.Id;
import org.jspecify.annotations.Nullable;

/**
 * A person whose work an asset is.
 *
 * @param id the platform's id of the person
 * @param name how the person wishes to be credited; the id where absent
 * @param role what the person did, as the platform calls it
 */
public record Contributor(Id id, @Nullable String name, @Nullable String role) {

  /** The name to show. */
  public String creditedAs() {
    return name == null ? id.value() : name;
  }
}
