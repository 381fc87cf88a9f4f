package io.patchwork.worker.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.Schemas;
import io.patchwork.schema.wire.Violation;
import io.patchwork.worker.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Reads documents that people write, in JSON or YAML, against their schema. */
public final class DocumentReader {

  /** Largest document, bytes. */
  public static final int MAX_BYTES = 256 << 20;

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
   * Reads adjustments and disputes.
   *
   * @throws Failure.Refused with {@code invalid_proposal} if they break their schema
   */
  public static Decisions decisions(byte[] bytes) throws Failure.Refused {
    return read(
        bytes,
        "adjustments.v1",
        Decisions.class,
        FailureCode.INVALID_PROPOSAL,
        "The file of adjustments",
        "correct it");
  }

  /**
   * Reads a proposal that was drafted before.
   *
   * @throws Failure.Refused with {@code invalid_proposal} if it breaks its schema
   */
  public static Proposal proposal(byte[] bytes) throws Failure.Refused {
    return read(
        bytes,
        "proposal.v1",
        Proposal.class,
        FailureCode.INVALID_PROPOSAL,
        "The earlier proposal",
        "name the proposal.json that was written for it");
  }

  /**
   * Reads a document.
   *
   * @param schema as in {@code policy.v1}
   * @param noun what it is, for people
   * @param remedy what the person can do, as the end of a sentence
   * @throws Failure.Refused with {@code code} if it is too large, neither JSON nor YAML, or breaks
   *     its schema
   */
  public static <T> T read(
      byte[] bytes, String schema, Class<T> type, FailureCode code, String noun, String remedy)
      throws Failure.Refused {
    if (bytes.length > MAX_BYTES) {
      throw new Failure.Refused(
          code, noun + " has more than " + MAX_BYTES + " bytes; " + remedy + ".");
    }
    JsonNode document;
    try {
      document = isJson(bytes) ? Json.tree(bytes) : yaml(bytes, code, noun, remedy);
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

  /** Aliases are refused: the reader takes the name of one for a text. */
  private static JsonNode yaml(byte[] bytes, FailureCode code, String noun, String remedy)
      throws Failure.Refused {
    try (JsonParser parser = YAML.createParser(bytes)) {
      while (parser.nextToken() != null) {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
          throw new Failure.Refused(
              code, noun + " has an alias of YAML; write the value itself, or " + remedy + ".");
        }
      }
    }
    return YAML.readTree(bytes);
  }

  private static boolean isJson(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).stripLeading().startsWith("{");
  }
}
