package io.patchwork.worker.c2pa;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The validator of the Content Authenticity Initiative ({@code infra/c2pa}), which is not ours. */
final class Validator {

  private static final Path INSTALLED =
      Path.of("target/c2pa/node_modules/@contentauth/c2pa-wasm/package.json");
  private static final Path SCRIPT = Path.of("../infra/c2pa/verdict.mjs");

  private final Path context;

  /** Trusts what an authority issued. */
  Validator(Path folder, String root) throws Exception {
    assertThat(INSTALLED).as("the validator is installed by infra/npm c2pa").exists();
    context =
        Files.writeString(
            folder.resolve("context.json"),
            Json.text(
                Map.of(
                    "version",
                    1,
                    "trust",
                    Map.of("anchors", List.of(anchor(root, "manifest"), anchor(root, "cawg"))),
                    "verify",
                    Map.of("verify_trust", true))));
  }

  /** An authority of those who sign manifests, or of those who say who they are. */
  private static Map<String, String> anchor(String root, String kind) {
    return Map.of("trust_anchors", root, "trust_kind", kind, "trust_config", "1.3.6.1.5.5.7.3.4\n");
  }

  /** What it says of files: state, codes of what failed, and its report. */
  record Verdict(String state, List<String> failures, JsonNode report) {}

  List<Verdict> judge(String mediaType, List<Path> files) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "node", SCRIPT.toString(), INSTALLED.getParent() + "", context + "", mediaType));
    files.forEach(file -> command.add(file.toString()));
    Process node = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (node.waitFor() != 0) {
      throw new AssertionError(output);
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (String line : output.lines().toList()) {
      JsonNode each = Json.tree(line.getBytes(StandardCharsets.UTF_8));
      verdicts.add(
          new Verdict(
              each.path("state").asString(),
              each.path("failures").valueStream().map(JsonNode::asString).toList(),
              each.path("report")));
    }
    return verdicts;
  }

  Verdict judge(String mediaType, Path file) throws Exception {
    return judge(mediaType, List.of(file)).getFirst();
  }
}
