package io.patchwork.worker.ledger;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operator's key, as PKCS#8 in PEM (RFC 7468), and secret, as 64 hexadecimal digits: files that
 * their owner alone may read.
 */
public final class KeyFiles {

  private static final int LINE = 64;
  private static final int MAX_BYTES = 4 << 10;
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN PRIVATE KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");

  private KeyFiles() {}

  /** Creates a key, unless the file exists. */
  public static void createKey(Path file) throws IOException {
    String base64 =
        Base64.getMimeEncoder(LINE, new byte[] {'\n'})
            .encodeToString(LedgerKey.generate(new SecureRandom()));
    create(file, "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
  }

  /** Creates a secret, unless the file exists. */
  public static void createSecret(Path file) throws IOException {
    byte[] secret = new byte[LedgerSecret.BYTES];
    new SecureRandom().nextBytes(secret);
    create(file, HexFormat.of().formatHex(secret) + "\n");
  }

  private static void create(Path file, String text) throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, owner)) {
      channel.write(StandardCharsets.US_ASCII.encode(text));
    } catch (FileAlreadyExistsException present) {
      // It is read as it is.
    }
  }

  /** The secret beside a store of this machine, made where there is none. */
  public static LedgerSecret secretBeside(Path store) throws IOException, Refused {
    return readSecret(secretFileBeside(store));
  }

  /** The file of that secret. */
  public static Path secretFileBeside(Path store) throws IOException {
    Path file = Files.createDirectories(store.resolve(".patchwork")).resolve("ledger-secret");
    createSecret(file);
    return file;
  }

  /**
   * Reads a key.
   *
   * @param origin name of the ledger
   * @throws Refused if the file does not exist or is none
   */
  public static LedgerKey readKey(Path file, String origin) throws IOException, Refused {
    Matcher pem = PEM.matcher(read(file, "key"));
    if (pem.matches()) {
      try {
        return LedgerKey.of(origin, Base64.getMimeDecoder().decode(pem.group(1)));
      } catch (IllegalArgumentException e) {
        throw refused(file, "is no private key of Ed25519");
      }
    }
    throw refused(file, "is no private key in PEM (PKCS#8)");
  }

  /**
   * Reads a secret.
   *
   * @throws Refused if the file does not exist or is none
   */
  public static LedgerSecret readSecret(Path file) throws IOException, Refused {
    String text = read(file, "secret").strip();
    if (!text.matches("[0-9a-f]{64}")) {
      throw refused(file, "is no secret of 64 hexadecimal digits");
    }
    return new LedgerSecret(HexFormat.of().parseHex(text));
  }

  private static String read(Path file, String noun) throws IOException, Refused {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw refused(file, "is too large for a " + noun);
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw refused(file, "with the " + noun + " does not exist");
    }
  }

  private static Refused refused(Path file, String what) {
    return new Refused(
        FailureCode.LEDGER_KEY,
        "The file " + file + " " + what + "; patchwork ledger key makes one.");
  }
}
