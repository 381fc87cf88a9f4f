package io.patchwork.worker.jobs;

import io.patchwork.schema.id.Sha256;

/**
 * Where jobs wait for each other: those of one account that are done in one lane.
 *
 * @param lane name of the lane
 * @param account digest of the account's name
 */
record AccountLane(String lane, Sha256 account) {}
