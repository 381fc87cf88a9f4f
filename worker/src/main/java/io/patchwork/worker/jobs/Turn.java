package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
import io.patchwork.schema.id.Sha256;
import java.util.Optional;

/**
 * How a job came into its lane.
 *
 * @param mayOthersWait whether so many jobs of the account were in the lane, or about to be, that
 *     others may wait for the end of this one
 */
record Turn(AccountLane accountLane, boolean mayOthersWait) {

  /** A header of an admitted message: the digest of its account. */
  static final String ACCOUNT = "x-patchwork-account";

  /** A header of an admitted message. */
  private static final String OTHERS_WAIT = "x-patchwork-others-wait";

  /** The turn of a message; empty for one that came to its lane in another way. */
  static Optional<Turn> of(Lane lane, Message message) {
    return Optional.ofNullable(message.headers().get(ACCOUNT))
        .map(account ->
            new Turn(
                new AccountLane(lane.name(), new Sha256(account)),
                message.headers().containsKey(OTHERS_WAIT)));
  }

  /** The message with this turn, as it goes to its lane. */
  Message onto(Message message) {
    Message admitted = message.withHeader(ACCOUNT, accountLane.account().hex());
    return mayOthersWait ? admitted.withHeader(OTHERS_WAIT, "true") : admitted;
  }
}
