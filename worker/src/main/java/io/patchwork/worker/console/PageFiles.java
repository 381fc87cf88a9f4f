package io.patchwork.worker.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The files of the page, which lie in the jar. Immutable. */
final class PageFiles {

  private static final String HTML = "text/html; charset=utf-8";

  private static final Map<String, String> TYPES =
      Map.of(
          "console.html", HTML,
          "console.css", "text/css; charset=utf-8",
          "console.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml",
          "openapi.yaml", "application/yaml; charset=utf-8");

  private final Map<String, Answer.Page> files = new HashMap<>();

  PageFiles() {
    TYPES.forEach((name, type) -> files.put(name, new Answer.Page(read(name), type)));
  }

  private static byte[] read(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no " + name + " in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of a path; the page itself for none. */
  Optional<Answer> find(String path) {
    return Optional.ofNullable(files.get(path.isEmpty() ? "console.html" : path));
  }
}
