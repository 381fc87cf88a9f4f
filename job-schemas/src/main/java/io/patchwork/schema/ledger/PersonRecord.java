package io.patchwork.schema.ledger;

import io.patchwork.schema.id.Id;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who a handle is. The only document with both; once it is deleted, nothing says who it was.
 *
 * @param handle random name of the person in all other documents
 * @param person the platform's id
 * @param name how the person is credited; null where it was not said
 * @param salt 32 random bytes of the commitment
 */
public record PersonRecord(
    String format, Id handle, Id person, @Nullable String name, CarriedBytes salt) {

  public static final String FORMAT = "patchwork.person/1";

  public PersonRecord {
    Objects.requireNonNull(handle);
    Objects.requireNonNull(person);
    Objects.requireNonNull(salt);
  }
}
