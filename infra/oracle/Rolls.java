import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.CreditRoll;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** Writes NAME.roll, the credit roll of the lineage in each NAME.json of FOLDER that Plans wrote. */
class Rolls {
  public static void main(String[] args) throws Exception {
    try (var files = Files.list(Path.of(args[0]))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).sorted().toList()) {
        String answer = Files.readString(file).strip();
        String last = answer.substring(answer.lastIndexOf('\n') + 1);
        if (last.startsWith("{")) {
          JsonNode lineage = Json.tree(last.getBytes(StandardCharsets.UTF_8)).path("lineage");
          if (lineage.isObject()) {
            String roll = CreditRoll.of(Json.read(Json.bytes(lineage), Lineage.class), "");
            Files.writeString(Path.of(file.toString().replace(".json", ".roll")), roll);
          }
        }
      }
    }
    System.exit(0);
  }
}
