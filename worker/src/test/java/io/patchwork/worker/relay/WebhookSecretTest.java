package io.patchwork.worker.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class WebhookSecretTest {

  /** The example of the specification, Standard Webhooks 1.0, "Signature scheme". */
  @Test
  void aSignatureIsThatOfTheSpecification() {
    WebhookSecret secret =
        WebhookSecret.parse("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").orElseThrow();

    assertThat(
            secret.sign(
                "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
                1649367553L,
                "{\"email\":\"test@example.com\",\"username\":\"test_user\"}"
                    .getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
  }

  @Test
  void whatIsTooShortOrNoBase64IsNoSecret() {
    assertThat(WebhookSecret.parse("whsec_c2hvcnQ=")).isEmpty();
    assertThat(WebhookSecret.parse("whsec_!!")).isEmpty();
    assertThat(WebhookSecret.parse("C2FVsBQIhrscChlQIMV+b5sSYspob7oD")).isEmpty();
  }
}
