package io.patchwork.common.queue;

import com.rabbitmq.client.ConnectionFactory;
import io.patchwork.common.tls.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is, and who we are to it. Files are read for each session, so that a password or a
 * certificate can be replaced while workers run.
 *
 * @param uri {@code amqp://user:password@host:port/vhost} or {@code amqps://…}
 * @param file whose first line is the address; then that counts and {@code uri} is what it was
 * @param authorities in PEM, trusted besides those of the JDK
 * @param certificate of ours, in PEM, to be shown to the broker
 * @param key of that certificate, in PEM
 */
public record BrokerAddress(
    URI uri,
    Optional<Path> file,
    Optional<Path> authorities,
    Optional<Path> certificate,
    Optional<Path> key) {

  /** An address without files. */
  public static BrokerAddress of(URI uri) {
    return new BrokerAddress(
        uri, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Host and port, without what is secret. */
  public String place() {
    return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  /**
   * Sets address and certificates, as they are now.
   *
   * @throws Unusable if a file cannot be read or holds something else
   */
  void apply(ConnectionFactory factory) throws Unusable {
    try {
      URI now = current();
      if (now.getScheme() == null || now.getHost() == null) {
        throw new IOException("the address is not like amqp://user:password@host:5672");
      }
      factory.setUri(now);
      if ("amqps".equals(now.getScheme()) && (authorities.isPresent() || certificate.isPresent())) {
        factory.useSslProtocol(context());
        factory.enableHostnameVerification();
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new Unusable(String.valueOf(e.getMessage()), e);
    }
  }

  /** An address or a file that no broker can mend. */
  static final class Unusable extends IOException {

    private static final long serialVersionUID = 1;

    Unusable(String message, Exception cause) {
      super(message, cause);
    }
  }

  private URI current() throws IOException {
    if (file.isEmpty()) {
      return uri;
    }
    try (Stream<String> lines = Files.lines(file.get())) {
      return URI.create(lines.findFirst().orElse("").strip());
    } catch (IllegalArgumentException | UncheckedIOException e) {
      // Without the text, which has a password in it.
      throw new IOException(file.get() + " does not begin with an address");
    }
  }

  private SSLContext context() throws IOException, GeneralSecurityException {
    TrustManager @Nullable [] trust =
        authorities.isPresent() ? TlsFiles.trust(authorities.get()) : null;
    KeyManager @Nullable [] own =
        certificate.isPresent() && key.isPresent()
            ? TlsFiles.show(certificate.get(), key.get())
            : null;
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own, trust, null);
    return context;
  }
}
