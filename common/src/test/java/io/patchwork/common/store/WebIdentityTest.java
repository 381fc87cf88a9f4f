package io.patchwork.common.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/** Kubernetes gives a worker a token in a file, by which AWS gives it a role (IRSA). */
final class WebIdentityTest {

  private static final String ANSWER =
      """
      <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <AssumeRoleWithWebIdentityResult><Credentials>
          <AccessKeyId>key</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
          <SessionToken>session</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration>
        </Credentials></AssumeRoleWithWebIdentityResult>
      </AssumeRoleWithWebIdentityResponse>
      """;

  @TempDir Path temp;

  @Test
  void aTokenInAFileIsExchangedForARole() throws Exception {
    AtomicReference<String> asked = new AtomicReference<>();
    HttpServer sts =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sts.createContext(
        "/",
        exchange -> {
          asked.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          byte[] answer = ANSWER.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    sts.start();
    Map<String, String> settings =
        Map.of(
            "aws.region",
            "eu-central-1",
            "aws.endpointUrlSts",
            "http://127.0.0.1:" + sts.getAddress().getPort(),
            "aws.roleArn",
            "arn:aws:iam::1:role/worker",
            "aws.webIdentityTokenFile",
            Files.writeString(temp.resolve("token"), "the-token").toString());
    Map<String, String> before = new HashMap<>();
    settings.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    try (var provider = WebIdentityTokenFileCredentialsProvider.create()) {
      AwsCredentials role = provider.resolveCredentials();

      assertThat(role.accessKeyId()).isEqualTo("key");
      assertThat(asked.get()).contains("WebIdentityToken=the-token").contains("role%2Fworker");
    } finally {
      before.forEach((name, value) -> {
        if (value == null) {
          System.clearProperty(name);
        } else {
          System.setProperty(name, value);
        }
      });
      sts.stop(0);
    }
  }
}
