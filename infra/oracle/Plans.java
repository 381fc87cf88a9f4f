import java.nio.file.Files;
import java.nio.file.Path;

/** Plans many timelines in one JVM: STORE PROFILE FOLDER; writes NAME.json beside each NAME.otio of the folder. */
class Plans {
  public static void main(String[] args) throws Exception {
    try (var files = Files.list(Path.of(args[2]))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".otio")).sorted().toList()) {
        Commands.answer(Path.of(file.toString().replace(".otio", ".json")),
            "render", "--local", args[0], "--plan", "--json", "--profile", args[1], file.toString());
      }
    }
    System.exit(0);
  }
}
