/**
 * Documents of the ledger: its entries, what they name by digest, the statement that a contributor
 * checks alone, and the one record that says who a handle is.
 */
@NullMarked
package io.patchwork.schema.ledger;

import org.jspecify.annotations.NullMarked;
