package io.patchwork.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.ledger.PaymentList;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.Schemas;
import io.patchwork.worker.failure.Failure.Refused;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PaymentFileTest {

  private static final Id PROPOSAL = new Id("p1");
  private static final Set<Id> PEOPLE = Set.of(new Id("aa"), new Id("bb"));

  private static PaymentList parse(String text, String currency) throws Refused {
    return PaymentFile.parse(text, PROPOSAL, Currency.getInstance(currency), PEOPLE);
  }

  @Test
  void aFileOfASpreadsheetIsRead() throws Exception {
    PaymentList list =
        parse(
            "\ufeffhandle,amount,date\r\n\"aa\",\"12.30\",2026-03-31\r\nbb,0.01,2026-04-01\r\n",
            "EUR");

    assertThat(list.payments())
        .containsExactly(
            new PaymentList.Payment(new Id("aa"), "12.30", LocalDate.of(2026, 3, 31)),
            new PaymentList.Payment(new Id("bb"), "0.01", LocalDate.of(2026, 4, 1)));
    assertThat(Schemas.violations("payments.v1", Json.tree(Json.canonical(list)), "")).isEmpty();
  }

  @Test
  void amountsHaveTheDecimalsOfTheirCurrency() throws Exception {
    assertThat(parse("handle,amount,date\naa,12,2026-03-31", "JPY").payments()).hasSize(1);
    assertThat(parse("handle,amount,date\naa,12.345,2026-03-31", "KWD").payments()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "handle,amount,date",
        "aa,12.30,2026-03-31",
        "handle,amount,date\ncc,12.30,2026-03-31",
        "handle,amount,date\naa,12.3,2026-03-31",
        "handle,amount,date\naa,12,2026-03-31",
        "handle,amount,date\naa,0.00,2026-03-31",
        "handle,amount,date\naa,-1.00,2026-03-31",
        "handle,amount,date\naa,1e2,2026-03-31",
        "handle,amount,date\naa,012.30,2026-03-31",
        "handle,amount,date\naa,12.30,2026-02-30",
        "handle,amount,date\naa,12.30,31.03.2026",
        "handle,amount,date\naa;12.30;2026-03-31",
        "handle,amount,date\naa,\"12,30\",2026-03-31",
        "handle,amount,date\naa,12.30,2026-03-31,more",
        "handle,amount,date\naa,12.30,2026-03-31\naa,12.30,2026-03-31",
        "handle,amount,date\n=1+1,12.30,2026-03-31"
      })
  void whatIsNoPaymentIsRefusedWithItsRow(String text) {
    Refused refused = catchThrowableOfType(Refused.class, () -> parse(text, "EUR"));

    assertThat(refused).isNotNull();
    assertThat(refused.sentence()).startsWith("Row ").endsWith("Nothing was recorded.");
  }
}
