package io.patchwork.worker.relay;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that an endpoint shares with the relay: {@code whsec_} and 24 to 64 bytes in base64
 * (Standard Webhooks, symmetric signatures).
 */
final class WebhookSecret {

  private static final String PREFIX = "whsec_";
  private static final int MIN_BYTES = 24;
  private static final int MAX_BYTES = 64;
  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;

  private WebhookSecret(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, HMAC);
  }

  /** Reads a secret; empty where the text is none. */
  static Optional<WebhookSecret> parse(String text) {
    try {
      byte[] bytes =
          Base64.getDecoder()
              .decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "");
      return bytes.length < MIN_BYTES || bytes.length > MAX_BYTES
          ? Optional.empty()
          : Optional.of(new WebhookSecret(bytes));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /**
   * A signature as it stands in {@code webhook-signature}.
   *
   * @param id of the delivery
   * @param seconds since the epoch
   */
  String sign(String id, long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
