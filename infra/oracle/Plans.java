import io.patchwork.worker.cli.PatchworkCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Plans many timelines in one JVM: STORE PROFILE FOLDER; writes NAME.json beside each NAME.otio of the folder. */
class Plans {
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    try (var files = Files.list(Path.of(args[2]))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".otio")).sorted().toList()) {
        Path answer = Path.of(file.toString().replace(".otio", ".json"));
        if (Files.exists(answer)) {
          continue;
        }
        var said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        System.setErr(System.out);
        PatchworkCommand.commandLine().execute(
            "render", "--local", args[0], "--plan", "--json", "--profile", args[1], file.toString());
        Files.write(answer, said.toByteArray());
        out.println(file);
      }
    }
    System.exit(0);
  }
}
