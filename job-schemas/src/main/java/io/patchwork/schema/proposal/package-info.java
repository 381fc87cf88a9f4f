/**
 * Documents of money: the policy by which shares are worked out, the draft proposal that follows
 * from it, and what people decide about a proposal. People are named by opaque handles there, and
 * amounts are text such as {@code 50000.00} in an ISO 4217 currency.
 */
@NullMarked
package io.patchwork.schema.proposal;

import org.jspecify.annotations.NullMarked;
