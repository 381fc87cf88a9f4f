import io.patchwork.worker.cli.PatchworkCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs many commands of patchwork in one JVM: each line of FILE is an answer's file and the arguments, parted by tabs. What is answered is kept. */
class Commands {
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] words = line.split("\t");
      Path answer = Path.of(words[0]);
      if (Files.exists(answer)) {
        continue;
      }
      var said = new ByteArrayOutputStream();
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(System.out);
      PatchworkCommand.commandLine().execute(Arrays.copyOfRange(words, 1, words.length));
      Files.write(answer, said.toByteArray());
      out.println(answer);
    }
    System.exit(0);
  }
}
