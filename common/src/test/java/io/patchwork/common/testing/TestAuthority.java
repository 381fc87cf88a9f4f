package io.patchwork.common.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Issues certificates, by the JDK's {@code keytool}. */
public final class TestAuthority {

  private static final String PASSWORD = "testing";

  private final Path folder;
  private final Path store;

  /** A new authority, whose files lie in a folder. */
  public TestAuthority(Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.store = folder.resolve("authority.p12");
    pair(store, "CN=Authority " + folder.getFileName(), "-ext", "bc:c");
  }

  /** Its own certificate, in PEM. */
  public byte[] certificate() throws IOException, InterruptedException {
    return keytool(store, new byte[0], "-exportcert", "-rfc");
  }

  /**
   * A certificate and its key, in PEM.
   *
   * @param certificate with the authority's behind it
   */
  public record Issued(Path certificate, Path key) {}

  /** Issues one for a client, or for a server at an address. */
  public Issued issue(String name, String... address)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path own = folder.resolve(name + ".p12");
    pair(own, "CN=" + name);
    byte[] request = keytool(own, new byte[0], "-certreq");
    List<String> arguments = new ArrayList<>(List.of("-gencert", "-rfc"));
    for (String each : address) {
      arguments.addAll(List.of("-ext", "san=" + each));
    }
    byte[] certificate = keytool(store, request, arguments.toArray(String[]::new));
    Path pem = folder.resolve(name + ".pem");
    Files.write(pem, certificate);
    String key =
        Base64.getMimeEncoder()
            .encodeToString(keys(own).getKey("own", PASSWORD.toCharArray()).getEncoded());
    return new Issued(
        pem,
        Files.writeString(
            folder.resolve(name + ".key"),
            "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n"));
  }

  /** For a server that shows the authority's own certificate. */
  public SSLContext context() throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(keys(store), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static KeyStore keys(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static void pair(Path store, String name, String... more)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-dname", name, "-validity", "2"));
    arguments.addAll(List.of(more));
    var _ = keytool(store, new byte[0], arguments.toArray(String[]::new));
  }

  private static byte[] keytool(Path store, byte[] in, String... arguments)
      throws IOException, InterruptedException {
    Path java = Path.of(ProcessHandle.current().info().command().orElseThrow());
    List<String> command = new ArrayList<>(List.of(java.resolveSibling("keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "own", "-keystore", store.toString(), "-storepass", PASSWORD));
    Path err = Files.createTempFile("keytool", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
      process.getOutputStream().write(in);
      process.getOutputStream().close();
      byte[] out = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw new IOException(new String(out, StandardCharsets.UTF_8) + Files.readString(err));
      }
      return out;
    } finally {
      Files.delete(err);
    }
  }
}
