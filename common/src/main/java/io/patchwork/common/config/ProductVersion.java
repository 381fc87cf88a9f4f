package io.patchwork.common.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which version of Patchwork this is: that of the {@code pom.xml} it was built by. */
public final class ProductVersion {

  /** As in {@code 0.1.0} of a release, {@code 0.1.0-SNAPSHOT} of a build on the way to it. */
  public static final String TEXT = read();

  private ProductVersion() {}

  private static String read() {
    try (InputStream in = ProductVersion.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new IllegalStateException("version.txt is missing: build with Maven");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
