package io.patchwork.worker.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.Optional;

/** Amounts in minor units (ISO 4217) as the decimal numbers of documents. */
final class DecimalAmount {

  private DecimalAmount() {}

  static String text(BigInteger minor, Currency currency) {
    return new BigDecimal(minor, currency.getDefaultFractionDigits()).toPlainString();
  }

  /** The minor units of a text that has as many decimals as the currency. */
  static Optional<BigInteger> parse(String text, Currency currency) {
    if (!text.matches("-?(0|[1-9][0-9]{0,18})([.][0-9]{1,4})?")) {
      return Optional.empty();
    }
    BigDecimal amount = new BigDecimal(text);
    return amount.scale() == currency.getDefaultFractionDigits()
        ? Optional.of(amount.unscaledValue())
        : Optional.empty();
  }
}
