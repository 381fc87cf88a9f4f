package io.patchwork.schema.ledger;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;

/**
 * A person in documents that outlive being forgotten.
 *
 * @param id random, 32 lower-case hexadecimal digits
 * @param commitment SHA-256 digest of the salt of the person's record and the person's id
 */
public record Handle(Id id, Sha256 commitment) {}
