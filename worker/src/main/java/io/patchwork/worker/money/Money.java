package io.patchwork.worker.money;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure;
import java.math.BigInteger;
import java.util.Currency;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount in minor units of an ISO 4217 currency, as {@code 50000.00} with as many decimals as
 * the currency has. It has at most 2^63 - 1 minor units, above and below zero.
 */
public record Money(Currency currency, BigInteger units) {

  private static final Pattern FORM =
      Pattern.compile("(-?)(0|[1-9][0-9]{0,18})(?:\\.([0-9]{1,4}))?");
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  /**
   * Reads the code of a currency that money is paid in.
   *
   * @throws Failure.Refused if there is no such currency, or it has no minor units
   */
  public static Currency currency(String code) throws Failure.Refused {
    try {
      Currency currency = Currency.getInstance(code);
      if (currency.getDefaultFractionDigits() >= 0) {
        return currency;
      }
    } catch (IllegalArgumentException unknown) {
      throw refused(
          "There is no currency \"" + code + "\"; give a code of ISO 4217, such as EUR or JPY.");
    }
    throw refused(
        "Nobody is paid in " + code + "; give the code of a currency with units, such as EUR.");
  }

  /**
   * Reads an amount.
   *
   * @throws Failure.Refused if the text has another form, other decimals than the currency, or more
   *     than 2^63 - 1 minor units
   */
  public static Money parse(String text, Currency currency) throws Failure.Refused {
    Matcher form = FORM.matcher(text);
    int digits = currency.getDefaultFractionDigits();
    String decimals = form.matches() && form.group(3) != null ? form.group(3) : "";
    if (!form.matches() || decimals.length() != digits) {
      throw refused(
          "\""
              + text
              + "\" is no amount in "
              + currency
              + "; write it with "
              + (digits == 0 ? "no decimals" : digits + " decimals")
              + " and without separators, as "
              + new Money(currency, BigInteger.valueOf(50_000).multiply(unit(currency))).text()
              + ".");
    }
    BigInteger size = new BigInteger(form.group(2) + decimals);
    if (size.compareTo(MOST) > 0) {
      throw refused(
          text
              + " "
              + currency
              + " is more than an amount may be; divide at most "
              + new Money(currency, MOST).text()
              + " at once.");
    }
    return new Money(currency, form.group(1).isEmpty() ? size : size.negate());
  }

  /**
   * Reads an amount that is not below zero.
   *
   * @throws Failure.Refused as {@link #parse} does, and if it is below zero
   */
  public static Money parsePositive(String text, Currency currency) throws Failure.Refused {
    Money money = parse(text, currency);
    if (text.startsWith("-")) {
      throw refused(
          text
              + " "
              + currency
              + " is below zero; give what is to be divided in all, and the earlier proposal for what was paid.");
    }
    return money;
  }

  private static BigInteger unit(Currency currency) {
    return BigInteger.TEN.pow(currency.getDefaultFractionDigits());
  }

  /** The amount with the currency's decimals. */
  public String text() {
    return text(units, currency);
  }

  /** Minor units as an amount with the currency's decimals. */
  public static String text(BigInteger units, Currency currency) {
    int digits = currency.getDefaultFractionDigits();
    if (digits == 0) {
      return units.toString();
    }
    BigInteger[] parts = units.abs().divideAndRemainder(unit(currency));
    String decimals = parts[1].toString();
    return (units.signum() < 0 ? "-" : "")
        + parts[0]
        + "."
        + "0".repeat(digits - decimals.length())
        + decimals;
  }

  @Override
  public String toString() {
    return text() + " " + currency;
  }

  private static Failure.Refused refused(String sentence) {
    return new Failure.Refused(FailureCode.INVALID_PROPOSAL, sentence);
  }
}
