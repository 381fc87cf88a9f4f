package io.patchwork.schema.wire;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** The JSON Schemas of the contract, loaded from beside this class once each. Thread-safe. */
public final class Schemas {

  private static final String BASE = "https://patchwork.io/schema/";
  private static final String FOLDER = "classpath:io/patchwork/schema/";

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder -> builder.schemaIdResolvers(resolvers -> resolvers.mapPrefix(BASE, FOLDER)));

  private static final Map<String, Schema> LOADED = new ConcurrentHashMap<>();

  private Schemas() {}

  /**
   * Every violation of the named schema, with pointers below {@code prefix}.
   *
   * @param name as in {@code job.ingest.v1}
   */
  public static List<Violation> violations(String name, JsonNode document, String prefix) {
    Schema schema =
        LOADED.computeIfAbsent(
            name, key -> REGISTRY.getSchema(SchemaLocation.of(BASE + key + ".schema.json")));
    return schema.validate(document.toString(), InputFormat.JSON).stream()
        .map(error -> violation(error, prefix + error.getInstanceLocation()))
        .distinct()
        .toList();
  }

  private static Violation violation(Error error, String pointer) {
    return error.getKeyword().equals("additionalProperties")
        ? new Violation(pointer + "/" + error.getProperty(), "is not known")
        : new Violation(pointer, error.getMessage());
  }
}
