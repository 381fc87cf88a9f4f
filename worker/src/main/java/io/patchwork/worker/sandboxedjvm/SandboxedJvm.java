package io.patchwork.worker.sandboxedjvm;

import io.patchwork.common.process.ChildOutput;
import io.patchwork.common.process.ChildProcesses;
import io.patchwork.common.process.NoMemoryFree;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Interrupted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a sandboxed JVM as a child process, which reads foreign documents and draws text.
 * Thread-safe.
 */
public final class SandboxedJvm {

  /** The tasks of the child. */
  public enum Request {
    /** Read the tags and describe the text. */
    DESCRIBE,
    /** Extract the text and render the first pages. */
    READ,
    /** Draw text. */
    LETTER,
    /** Check and extract the C2PA manifests. */
    MANIFESTS
  }

  /** Version of the results; results of an older version are read again. */
  public static final String VERSION = "4";

  /** Exit code of the child: the file needs a password. */
  public static final int ENCRYPTED = 10;

  /** Exit code of the child: the file cannot be read. */
  public static final int DAMAGED = 11;

  /** Name of the child's text output, in UTF-8. */
  public static final String TEXT = "text.txt";

  /** Name of the manifest store that the child extracted. */
  public static final String MANIFEST_STORE = "manifests.c2pa";

  public static final int MAX_PAGES = 5;

  /**
   * Not decoded by FFmpeg: 8.1 decodes some, such as those with JPEG inside, to black without an
   * error.
   */
  public static final String TIFF = "image/tiff";

  /** A line of the child's output that names an image. */
  private static final Pattern DRAWING =
      Pattern.compile("((?:page-[1-9]|poster(?:-[0-9]{3})?)\\.jpg) ([0-9]{1,5}) ([0-9]{1,5})");

  /** Begins a line of the child's output that names an encoding in doubt. */
  public static final String ENCODING = "encoding ";

  private static final Pattern IN_DOUBT = Pattern.compile(ENCODING + "([A-Za-z0-9_-]{1,40})");

  private static final int MAX_LINES = 1000;

  /** Maximum size in bytes of the child's JSON documents. */
  private static final int MAX_OUTPUT_BYTES = 32 << 20;

  /** Container types that Tika must open to tell the media type. */
  private static final Set<String> CONTAINER_TYPES =
      Set.of("application/zip", "application/x-tika-ooxml", "application/x-tika-msoffice");

  private static final Pattern DOCUMENTS =
      Pattern.compile(
          "text/(plain|html|markdown|x-web-markdown|vtt)"
              + "|application/(pdf|rtf|x-subrip|epub\\+zip|msword|xhtml\\+xml)"
              + "|application/vnd\\.ms-(powerpoint|excel)"
              + "|application/vnd\\.openxmlformats-officedocument\\.[a-z.]+"
              + "|application/vnd\\.oasis\\.opendocument\\.[a-z]+");

  private final ChildProcesses children;

  public SandboxedJvm(ChildProcesses children) {
    this.children = children;
  }

  /** Whether a file of a type may be a document. */
  public static boolean mayRead(String mediaType) {
    return CONTAINER_TYPES.contains(mediaType) || isDocument(mediaType);
  }

  /** Whether files of a type are documents. */
  public static boolean isDocument(String mediaType) {
    return DOCUMENTS.matcher(mediaType).matches();
  }

  /**
   * Describes a document.
   *
   * @param folder holds {@code in/file}
   * @throws BadMedia if it is damaged or needs a password
   */
  public FileMetadata describe(Path folder, String file, String mediaType)
      throws Failure, InterruptedException {
    run(Request.DESCRIBE, folder, file, mediaType);
    try {
      byte[] description =
          ChildOutput.read(folder.resolve("out").resolve(FileMetadata.FILE), MAX_OUTPUT_BYTES);
      return Json.read(description, FileMetadata.class);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** A JPEG that the child wrote. */
  public record Drawing(String file, int width, int height) {}

  /**
   * The text and first pages of a document.
   *
   * @param text of bounded length; empty where there is none
   * @param pages in order
   * @param posters images of the first page, the largest first
   * @param encodings the one that the text was read in and another that fits it equally well; empty
   *     where one fits best
   */
  public record Reading(
      String text, List<Drawing> pages, List<Drawing> posters, List<String> encodings) {}

  /**
   * Extracts the text and pages of a document.
   *
   * @param folder holds {@code in/file}; the results are in {@code out}
   * @throws BadMedia if it is damaged or needs a password
   */
  public Reading read(Path folder, String file, String mediaType)
      throws Failure, InterruptedException {
    List<Drawing> pages = new ArrayList<>();
    List<Drawing> posters = new ArrayList<>();
    List<String> encodings = new ArrayList<>();
    for (String line : run(Request.READ, folder, file, mediaType)) {
      Matcher encoding = IN_DOUBT.matcher(line);
      if (encoding.matches()) {
        encodings.add(encoding.group(1));
      }
      Matcher output = DRAWING.matcher(line);
      if (output.matches()) {
        Drawing drawing =
            new Drawing(
                output.group(1),
                Integer.parseInt(output.group(2)),
                Integer.parseInt(output.group(3)));
        (drawing.file().startsWith("page") ? pages : posters).add(drawing);
      }
    }
    return new Reading(text(folder.resolve("out")), pages, posters, encodings);
  }

  private static String text(Path out) throws Failure {
    try {
      Path text = out.resolve(TEXT);
      return Files.exists(text, LinkOption.NOFOLLOW_LINKS)
          ? ChildOutput.text(text, MAX_OUTPUT_BYTES)
          : "";
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /**
   * Extracts the C2PA manifests of a file, as the bytes of a store whose form was checked.
   *
   * @param folder holds {@code in/file}
   * @throws BadMedia if they are damaged
   */
  public byte[] manifests(Path folder, String file) throws Failure, InterruptedException {
    run(Request.MANIFESTS, folder, file);
    try {
      return ChildOutput.read(folder.resolve("out").resolve(MANIFEST_STORE), MAX_OUTPUT_BYTES);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /**
   * Draws texts.
   *
   * @param folder receives the images in {@code out}
   * @return the result of each text
   */
  public List<TextRequest.Result> rasterize(List<TextRequest> wanted, Path folder)
      throws Failure, InterruptedException {
    try {
      Files.createDirectories(folder.resolve("in"));
      Files.write(folder.resolve("in").resolve(TextRequest.FILE), Json.bytes(wanted));
      run(Request.LETTER, folder, TextRequest.FILE);
      byte[] drawn =
          ChildOutput.read(folder.resolve("out").resolve(TextRequest.DRAWN), MAX_OUTPUT_BYTES);
      return List.of(Json.read(drawn, TextRequest.Result[].class));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** Runs the child; returns the lines of its standard output. */
  private List<String> run(Request request, Path folder, String file, String... more)
      throws Failure, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(request.name(), "../in/" + file));
    arguments.addAll(List.of(more));
    List<String> output = new ArrayList<>();
    try {
      JvmChild.check(
          children.run(
              request == Request.MANIFESTS
                  ? JvmChild.films(folder, arguments)
                  : JvmChild.documents(folder, arguments),
              line -> {
                if (output.size() < MAX_LINES) {
                  output.add(line);
                }
              }));
      return output;
    } catch (NoMemoryFree e) {
      throw new Interrupted();
    } catch (IOException e) {
      throw new Fault("a reader cannot be started: " + e.getMessage(), e);
    }
  }
}
