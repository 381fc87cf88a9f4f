package io.patchwork.worker.sandboxedjvm.child;

import io.patchwork.worker.sandboxedjvm.PictureReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The main class of the JVM that reads one foreign picture. It is started ahead and waits for its
 * request.
 */
public final class PictureMain {

  private PictureMain() {}

  /**
   * Reads the picture that the first line of standard input names, into the working directory;
   * without a line it ends.
   *
   * @param none no arguments
   */
  public static void main(String[] none) throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    if (line != null) {
      String[] request = line.split(PictureReader.SEPARATOR, -1);
      PictureFile.read(Path.of(request[0]), request[1], request[2]);
      // Nothing is left to do, and an orderly shutdown takes as long as the reading.
      Runtime.getRuntime().halt(0);
    }
  }
}
