import io.patchwork.worker.cli.PatchworkCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs many commands of patchwork in one JVM: each line of FILE is the file for an answer, and the arguments, parted by tabs. */
class Commands {
  private static final PrintStream OUT = System.out;

  public static void main(String[] args) throws IOException {
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] words = line.split("\t");
      answer(Path.of(words[0]), Arrays.copyOfRange(words, 1, words.length));
    }
    System.exit(0);
  }

  /** Keeps all that a command says, unless it was answered before. */
  static void answer(Path answer, String... arguments) throws IOException {
    if (Files.exists(answer)) {
      return;
    }
    var said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(System.out);
    PatchworkCommand.commandLine().execute(arguments);
    Files.write(answer, said.toByteArray());
    OUT.println(answer);
  }
}
