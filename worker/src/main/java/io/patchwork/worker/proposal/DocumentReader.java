package io.patchwork.worker.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.Schemas;
import io.patchwork.schema.wire.Violation;
import io.patchwork.worker.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads documents that people write, in JSON or YAML, against their schema. */
final class DocumentReader {

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_TOLD = 5;

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private DocumentReader() {}

  /**
   * Reads a document.
   *
   * @param schema as in {@code policy.v1}
   * @param noun what it is, for people
   * @param remedy what the person can do, as the end of a sentence
   * @throws Failure.Refused with {@code code} if it is too large, neither JSON nor YAML, or breaks
   *     its schema
   */
  static <T> T read(
      byte[] bytes, String schema, Class<T> type, FailureCode code, String noun, String remedy)
      throws Failure.Refused {
    if (bytes.length > MAX_BYTES) {
      throw new Failure.Refused(
          code, noun + " has more than " + MAX_BYTES + " bytes; " + remedy + ".");
    }
    JsonNode document;
    try {
      document = isJson(bytes) ? Json.tree(bytes) : YAML.readTree(bytes);
    } catch (JacksonException e) {
      throw new Failure.Refused(
          code, noun + " cannot be read: " + e.getOriginalMessage() + "; " + remedy + ".");
    }
    List<Violation> violations = Schemas.violations(schema, document, "");
    if (!violations.isEmpty()) {
      throw new Failure.Refused(
          code,
          noun
              + " breaks its schema: "
              + violations.stream()
                  .limit(MAX_TOLD)
                  .map(Violation::sentence)
                  .collect(Collectors.joining(", "))
              + "; "
              + remedy
              + ".");
    }
    try {
      return Json.MAPPER.treeToValue(document, type);
    } catch (JacksonException e) {
      throw new Failure.Refused(
          code, noun + " has a wrong value: " + e.getOriginalMessage() + "; " + remedy + ".");
    }
  }

  private static boolean isJson(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).stripLeading().startsWith("{");
  }
}
