package io.patchwork.worker.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioFingerprint;
import io.patchwork.schema.manifest.AudioFingerprint.Unheard;
import io.patchwork.schema.wire.Json;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Which sounds have a print in mono. */
final class MonoPrintTest {

  private static final int LENGTH = 4 * Chromaprint.RATE;

  private static short[] samples(int length, IntToDoubleFunction amplitude) {
    short[] samples = new short[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (short) Math.round(Short.MAX_VALUE * amplitude.applyAsDouble(i));
    }
    return samples;
  }

  private static double tone(int at) {
    return 0.3 * Math.sin(2 * Math.PI * 500 * at / Chromaprint.RATE);
  }

  private static MonoPrint.Items items(short[] sum, short[] difference) {
    MonoPrint print = new MonoPrint();
    print.add(sum, difference, sum.length);
    return print.items();
  }

  @Test
  void aSoundOfOneOrTwoChannelsHasTheItemsOfItsSum() {
    short[] sum = samples(LENGTH, MonoPrintTest::tone);
    Chromaprint chromaprint = new Chromaprint();
    chromaprint.add(sum, sum.length);

    for (short[] difference : new short[][] {new short[LENGTH], samples(LENGTH, i -> 0.9)}) {
      MonoPrint.Items items = items(sum, difference);

      assertThat(items.unheard()).isNull();
      assertThat(items.values().stream().mapToInt(Integer::intValue).toArray())
          .isEqualTo(chromaprint.items())
          .isNotEmpty();
      assertThat(items.warnings()).isEmpty();
    }
  }

  @Test
  void whatCancelsItselfInMonoSaysSo() {
    Random random = new Random(15);
    short[] rest = samples(LENGTH, i -> 0.002 * (random.nextDouble() - 0.5));
    for (short[] sum : new short[][] {new short[LENGTH], rest}) {
      MonoPrint.Items items = items(sum, samples(LENGTH, MonoPrintTest::tone));

      assertThat(items.unheard()).isEqualTo(Unheard.CANCELLED);
      assertThat(items.values()).isEmpty();
      assertThat(items.warnings()).singleElement().asString().contains("cancel each other");
    }
  }

  @Test
  void silenceAndItsDitherHaveNoPrint() {
    Random random = new Random(15);
    short[] dither = samples(LENGTH, i -> random.nextInt(3) / 32_767.0 - 1 / 32_767.0);
    for (short[] sum : new short[][] {new short[LENGTH], dither}) {
      MonoPrint.Items items = items(sum, new short[LENGTH]);

      assertThat(items.unheard()).isEqualTo(Unheard.SILENT);
      AudioFingerprint print = items.print(Sha256.of("samples"));
      assertThat(print.items()).isEmpty();
      assertThat(print.text()).isEmpty();
    }
  }

  @Test
  void whatIsShorterThanAnItemSaysSo() {
    MonoPrint.Items items =
        items(samples(Chromaprint.SPAN - 1, MonoPrintTest::tone), new short[Chromaprint.SPAN]);

    assertThat(items.unheard()).isEqualTo(Unheard.SHORT);
    assertThat(Json.read(Json.bytes(items), MonoPrint.Items.class)).isEqualTo(items);
  }
}
