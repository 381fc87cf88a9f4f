package io.patchwork.schema.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** The source of a job: an ingested asset, or an object in a store. */
public sealed interface Source {

  /** An ingested asset, {@code asset:ID}. */
  record Asset(Id asset) implements Source {
    @Override
    public String toString() {
      return "asset:" + asset;
    }
  }

  /** An object in a store: {@code s3://bucket/key} or {@code file:///path}. */
  record Stored(URI uri) implements Source {
    private static final Set<String> SCHEMES = Set.of("s3", "file");

    /**
     * A URI of a kind of store that this cluster knows.
     *
     * @throws IllegalArgumentException if the URI is not an absolute s3 or file URI with a path, or
     *     its path has control characters
     */
    public Stored {
      String scheme = uri.getScheme();
      if (scheme == null
          || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))
          || uri.getPath() == null
          || uri.getPath().length() < 2
          || uri.getPath().chars().anyMatch(Character::isISOControl)
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "a source is asset:ID, s3://bucket/key or file:///path: " + uri);
      }
    }

    @Override
    public String toString() {
      return uri.toString();
    }
  }

  /**
   * Reads the wire form.
   *
   * @throws IllegalArgumentException if the text is neither {@code asset:ID} nor a store URI
   */
  @JsonCreator
  static Source parse(String text) {
    if (text.startsWith("asset:")) {
      return new Asset(new Id(text.substring("asset:".length())));
    }
    try {
      return new Stored(new URI(text));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("a source is asset:ID or a store URI: " + text, e);
    }
  }

  /** The wire form. */
  @JsonValue
  default String text() {
    return toString();
  }
}
