package io.patchwork.schema.ledger;

import io.patchwork.schema.id.Id;
import java.time.LocalDate;
import java.util.List;

/**
 * What the payer says was paid for a proposal.
 *
 * @param currency ISO 4217 code
 * @param payments in the order of the payer's file
 */
public record PaymentList(String format, Id proposal, String currency, List<Payment> payments) {

  public static final String FORMAT = "patchwork.payments/1";

  public PaymentList {
    payments = List.copyOf(payments);
  }

  /**
   * A payment.
   *
   * @param handle to whom
   * @param amount decimal number of the currency, above 0
   */
  public record Payment(Id handle, String amount, LocalDate date) {}
}
