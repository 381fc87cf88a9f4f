package io.patchwork.worker;

import io.patchwork.schema.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Lineages and what follows from them, worked out by hand ({@code vectors/lineage}). */
public final class LineageVector {

  private LineageVector() {}

  /** Those that tell in segments who is in a film. */
  public static Stream<String> ofSegments() {
    return Stream.of(
        "01-cuts",
        "02-speed-reverse-freeze",
        "03-crossfade",
        "04-transitive-cut",
        "05-transitive-crossfade-under-opacity",
        "06-diamond",
        "07-freeze-of-remix");
  }

  /** One as it stands in its file. */
  public static byte[] bytes(String name) throws IOException {
    try (InputStream in =
        LineageVector.class.getResourceAsStream("/vectors/lineage/" + name + ".json")) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  public static JsonNode tree(String name) throws IOException {
    return Json.tree(bytes(name));
  }
}
