package io.patchwork.worker.ledger;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.ledger.PaymentList;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.money.Money;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a payer says was paid, as a CSV file (RFC 4180) with the columns {@code handle,amount,date}.
 */
public final class PaymentFile {

  private static final Pattern ROW =
      Pattern.compile("(\"?)([A-Za-z0-9._-]+)\\1,(\"?)([^\",]*)\\3,(\"?)([^\",]*)\\5");
  private static final String HEADER = "handle,amount,date";

  private PaymentFile() {}

  /**
   * Reads a file. Nothing of it is taken unless all of it can be.
   *
   * @param handles people who have a line in the proposal
   * @throws Refused if a row is none of a payment to one of them
   */
  public static PaymentList parse(String text, Id proposal, Currency currency, Set<Id> handles)
      throws Refused {
    List<String> rows = text.replaceFirst("^\ufeff", "").lines().toList();
    if (rows.isEmpty() || !rows.getFirst().replace("\"", "").equals(HEADER)) {
      throw refused(1, "is not the header", "write " + HEADER + " in the first row");
    }
    List<PaymentList.Payment> payments = new ArrayList<>();
    Set<PaymentList.Payment> once = new HashSet<>();
    for (int i = 1; i < rows.size(); i++) {
      Matcher row = ROW.matcher(rows.get(i));
      if (!row.matches() || !Id.isValid(row.group(2))) {
        throw refused(i + 1, "has no three columns", "write handle, amount and date");
      }
      Id handle = new Id(row.group(2));
      if (!handles.contains(handle)) {
        throw refused(
            i + 1,
            "names " + handle + ", who has no line in the proposal",
            "correct the handle, or name the proposal that was paid");
      }
      Optional<BigInteger> amount = amount(row.group(4), currency);
      if (amount.isEmpty() || amount.get().signum() <= 0) {
        throw refused(
            i + 1,
            "has the amount \"" + row.group(4) + "\"",
            "write an amount above 0 as "
                + Money.text(BigInteger.valueOf(1234), currency)
                + ", in "
                + currency.getCurrencyCode());
      }
      PaymentList.Payment payment =
          new PaymentList.Payment(handle, row.group(4), date(row.group(6), i + 1));
      if (!once.add(payment)) {
        throw refused(i + 1, "is there twice", "leave one out, or write both as one amount");
      }
      payments.add(payment);
    }
    if (payments.isEmpty()) {
      throw refused(2, "is missing", "write a row for each payment");
    }
    return new PaymentList(PaymentList.FORMAT, proposal, currency.getCurrencyCode(), payments);
  }

  private static LocalDate date(String text, int row) throws Refused {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw refused(row, "has the date \"" + text + "\"", "write it as 2026-03-31");
    }
  }

  private static Refused refused(int row, String what, String remedy) {
    return new Refused(
        FailureCode.LEDGER_REFUSED,
        "Row " + row + " of the file " + what + "; " + remedy + ". Nothing was recorded.");
  }

  private static Optional<BigInteger> amount(String text, Currency currency) {
    try {
      return Optional.of(Money.parse(text, currency).units());
    } catch (Refused otherForm) {
      return Optional.empty();
    }
  }
}
