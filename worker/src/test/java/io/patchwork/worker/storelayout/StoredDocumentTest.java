package io.patchwork.worker.storelayout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.NestedRender;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to the store can be read again, and what cannot be read is told. */
final class StoredDocumentTest {

  private static final Sha256 REVISION = Sha256.of("revision");
  private static final ObjectKey KEY = StoreLayout.mosaic(new Id("film"), REVISION);
  private static final Mosaic EMPTY =
      new Mosaic(RationalTime.ZERO, null, List.of(), List.of(), List.of());

  /** A mosaic of before ways were kept with contents. */
  private static final String OF_BEFORE =
      """
      {"duration":"1/1","pictures":[{"out":["0/1","1/1"],"tiles":[{"cell":["0/1","0/1","1/1","1/1"],
      "parts":[{"origin":{"generator":"black"},"source":["0/1","0/1"],
      "picture":["0/1","0/1","1/1","1/1"],"weight":["1/1"],"via":[["remix"]],
      "method":"rendered"}]}]}],"sound":[]}\
      """;

  @TempDir private Path folder;

  private static Upload upload(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Upload.of(bytes, "application/json", Sha256.of(bytes).hex());
  }

  private static void assertUnusable(FailureCode code, String sentence, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            UnusableDocument.class, unusable -> assertThat(unusable.code()).isEqualTo(code))
        .hasMessageContaining(sentence);
  }

  @Test
  void aMosaicOfAnOlderFormIsToldWithItsRenderAndReplacedWhenThatIsRenderedAgain() {
    try (ObjectStore store = new FileObjectStore(folder)) {
      JsonObjects documents = new JsonObjects(store, 1 << 20);
      DocumentCache<Mosaic> cache = new DocumentCache<>(store, Mosaic.class, 1 << 20, 1 << 20);
      store.putIfAbsent(KEY, upload(OF_BEFORE));

      assertUnusable(FailureCode.UNREADABLE_DOCUMENT, "Render film again", () -> cache.read(KEY));
      assertUnusable(
          FailureCode.UNREADABLE_DOCUMENT,
          "cannot be read: another version of patchwork wrote it",
          () -> documents.read(KEY, Mosaic.class));

      documents.putReadable(KEY, EMPTY, Mosaic.class);
      assertThat(cache.read(KEY)).contains(EMPTY);
    }
  }

  @Test
  void aDocumentThatCanBeReadIsNotReplaced() {
    try (ObjectStore store = new FileObjectStore(folder)) {
      JsonObjects documents = new JsonObjects(store, 1 << 20);
      documents.putIfAbsent(KEY, EMPTY);

      documents.putReadable(
          KEY,
          new Mosaic(RationalTime.ofSeconds(1, 1), null, List.of(), List.of(), List.of()),
          Mosaic.class);

      assertThat(documents.read(KEY, Mosaic.class)).contains(EMPTY);
    }
  }

  @Test
  void theLongestNumberThatIsWrittenIsReadWithItsSign() {
    BigInteger largest = BigInteger.TWO.pow(3398).subtract(BigInteger.ONE);
    Fraction negative = new Fraction(largest.negate(), largest.subtract(BigInteger.TWO));

    assertThat(Json.read(Json.bytes(negative), Fraction.class)).isEqualTo(negative);
  }

  @Test
  void aShareWhoseSumHasTooManyDigitsIsNotWritten() {
    // Speeds and rates whose denominators have no factor in common, so that each makes sums longer.
    Fraction sum = Fraction.ZERO;
    for (BigInteger prime = BigInteger.valueOf(1001); sum.isReadable(); ) {
      prime = prime.nextProbablePrime();
      sum = sum.plus(new Fraction(BigInteger.ONE, prime));
    }
    Fraction share = sum;
    Interval second = new Interval(RationalTime.ZERO, RationalTime.ofSeconds(1, 1));

    assertUnusable(
        FailureCode.TOO_LARGE,
        "an exact number has more than 1024 digits",
        () ->
            StoredDocument.bytes(
                KEY, new NestedRender(Medium.VIDEO, second, new Id("remix"), REVISION, share)));
    assertUnusable(
        FailureCode.TOO_LARGE,
        "more than 1024 digits",
        () ->
            StoredDocument.bytes(KEY, new Box(Fraction.ZERO, Fraction.ZERO, share, Fraction.ONE)));
    assertUnusable(
        FailureCode.TOO_LARGE,
        "more than 1024 digits",
        () -> StoredDocument.bytes(KEY, new RationalTime(share)));
  }

  @Test
  void aDocumentThatIsTooLongIsNotWritten() {
    List<String> words = Collections.nCopies(2, "x".repeat(1 << 20));

    assertUnusable(
        FailureCode.TOO_LARGE,
        "would have more than 1 MiB",
        () -> StoredDocument.bytes(KEY, words, 1 << 20));
  }
}
