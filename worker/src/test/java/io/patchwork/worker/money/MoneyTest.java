package io.patchwork.worker.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MoneyTest {

  @ParameterizedTest
  @CsvSource({
    "JPY, 50000, 50000",
    "EUR, 50000.00, 5000000",
    "KWD, 0.005, 5",
    "EUR, -3.20, -320",
    "EUR, 0.00, 0",
    "JPY, 9223372036854775807, 9223372036854775807",
    "EUR, 92233720368547758.07, 9223372036854775807",
    "KWD, 9223372036854775.807, 9223372036854775807",
  })
  void anAmountIsWholeMinorUnitsAndIsWrittenAsItWas(String code, String text, String units)
      throws Exception {
    Money money = Money.parse(text, Money.currency(code));

    assertThat(money.units()).hasToString(units);
    assertThat(money.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "JPY;50000.00",
        "EUR;50000",
        "EUR;50000.0",
        "EUR;50000.000",
        "KWD;1.00",
        "EUR;1,000.00",
        "EUR;1e3",
        "EUR;+1.00",
        "EUR;01.00",
        "EUR;.50",
        "EUR;٣.٠٠",
        "EUR;' 1.00'",
        "EUR;NaN",
        "JPY;9223372036854775808",
        "EUR;92233720368547758.08",
        "EUR;-92233720368547758.08"
      })
  void whatIsNoAmountInTheCurrencyIsRefused(String code, String text) throws Exception {
    var currency = Money.currency(code);

    assertThatThrownBy(() -> Money.parse(text, currency))
        .isInstanceOfSatisfying(
            Failure.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(FailureCode.INVALID_PROPOSAL));
  }

  @ParameterizedTest
  @CsvSource({"EURO", "eur", "XXX", "XAU", "ZZZ", "''"})
  void whatNobodyIsPaidInIsRefused(String code) {
    assertThatThrownBy(() -> Money.currency(code))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("EUR");
  }

  @ParameterizedTest
  @CsvSource({"-1.00", "-0.00"})
  void anAmountBelowZeroIsNotDivided(String text) throws Exception {
    var euro = Money.currency("EUR");

    assertThatThrownBy(() -> Money.parsePositive(text, euro))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("below zero");
  }
}
