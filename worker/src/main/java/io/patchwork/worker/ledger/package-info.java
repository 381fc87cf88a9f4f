/**
 * The append-only ledger of proposals and of what people decided about them, the statement that a
 * contributor checks alone, and the handles under which people are in both. Two Merkle trees (RFC
 * 9162): of the lines of a proposal, and of the entries of the ledger, whose checkpoints the
 * operator signs (C2SP tlog-checkpoint).
 */
@NullMarked
package io.patchwork.worker.ledger;

import org.jspecify.annotations.NullMarked;
