package io.patchwork.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SignedNoteTest {

  /** The example of Go's golang.org/x/mod/sumdb/note, BSD-3-Clause. */
  private static final String KEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  private static final String NOTE =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.

      \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
      """;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aNoteThatGoSignedIsAccepted() {
    VerifierKey key = VerifierKey.parse(KEY);

    assertThat(SignedNote.read(bytes(NOTE)).isSignedBy(key)).isTrue();
    assertThat(SignedNote.read(bytes(NOTE)).bytes()).isEqualTo(bytes(NOTE));
    assertThat(key.text()).isEqualTo(KEY);
  }

  @Test
  void aNoteOfAnotherTextOrKeyIsNot() {
    VerifierKey key = VerifierKey.parse(KEY);

    assertThat(SignedNote.read(bytes(NOTE.replace("don't", "do"))).isSignedBy(key)).isFalse();
    assertThat(SignedNote.read(bytes(NOTE)).isSignedBy(TestLedger.key().verifier())).isFalse();
  }

  @Test
  void aNoteInAnotherFormIsRefused() {
    for (String other :
        List.of(
            NOTE.strip(),
            NOTE + "\n",
            NOTE.replace("JnAM=", "JnAN="),
            NOTE.replace("\u2014", "-"),
            NOTE.replace("problem,\n", "problem,\r\n"),
            NOTE.replace(" x08", "  x08"),
            NOTE + NOTE.substring(NOTE.indexOf('\u2014')))) {
      assertThatIllegalArgumentException()
          .as(other)
          .isThrownBy(() -> SignedNote.read(bytes(other)));
    }
  }

  @Test
  void aKeyWhoseIdIsAnothersIsRefused() {
    for (String other :
        List.of(
            KEY.replace("c74f20a3", "c74f20a4"),
            KEY.replace("c74f20a3", "C74F20A3"),
            KEY.replace("Peter", "Petra"),
            KEY.replace("+ARpc", "+ABpc"),
            KEY + "=",
            " " + KEY)) {
      assertThatIllegalArgumentException().as(other).isThrownBy(() -> VerifierKey.parse(other));
    }
  }
}
