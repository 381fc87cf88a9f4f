package io.patchwork.worker.sandboxedjvm;

import io.patchwork.common.process.ChildOutput;
import io.patchwork.common.process.ChildProcesses;
import io.patchwork.common.process.Command;
import io.patchwork.common.process.Exit;
import io.patchwork.common.process.Limits;
import io.patchwork.common.process.Program;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Crashed;
import io.patchwork.worker.failure.Failure.Fault;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a sandboxed JVM as a child process, which reads foreign documents and metadata, decodes TIFF
 * and animated WebP, converts ICC colours and draws text. Thread-safe.
 */
public final class SandboxedJvm {

  /** The tasks of the child. */
  public enum Request {
    /** Read the tags of the file. */
    TAGS,
    /** Read the tags and describe the text. */
    DESCRIBE,
    /** Extract the text and render the first pages. */
    READ,
    /** Decode the first image to PNG. */
    UNPACK,
    /** Decode all frames to APNG. */
    UNPACK_ANIMATION,
    /** Draw text. */
    LETTER,
    /** Convert an image decoded from the file to sRGB. */
    CONVERT
  }

  /** Version of the results; results of an older version are read again. */
  public static final String VERSION = "3";

  private static final String WEBP = "image/webp";

  /** Offset of the flags in an extended WebP header. */
  private static final int WEBP_FLAGS = 20;

  /** Exit code of the child: the file needs a password. */
  public static final int ENCRYPTED = 10;

  /** Exit code of the child: the file cannot be read. */
  public static final int DAMAGED = 11;

  /** Exit code of a JVM whose heap is full. */
  private static final int OUT_OF_MEMORY = 3;

  /** Name of the child's text output, in UTF-8. */
  public static final String TEXT = "text.txt";

  public static final int MAX_PAGES = 5;

  /**
   * Not decoded by FFmpeg: 8.1 decodes some, such as those with JPEG inside, to black without an
   * error.
   */
  public static final String TIFF = "image/tiff";

  /** A line of the child's output that names an image. */
  private static final Pattern DRAWING =
      Pattern.compile("((?:page-[1-9]|poster(?:-[0-9]{3})?)\\.jpg) ([0-9]{1,5}) ([0-9]{1,5})");

  private static final int MAX_LINES = 1000;

  /** Maximum size in bytes of the child's JSON documents. */
  private static final int MAX_OUTPUT_BYTES = 32 << 20;

  /** The child uses standard output and error only; setting up a logger takes time. */
  private static final String NO_LOG =
      "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider";

  private static final Duration TIME = Duration.ofMinutes(3);
  private static final long ADDRESS_SPACE = 6L << 30;
  private static final long FILE_SIZE = 256L << 20;

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
  private final Program java;

  public SandboxedJvm(ChildProcesses children) {
    this.children = children;
    this.java = java();
  }

  /** The JVM of this process, with read access to our classes and the fonts of the host. */
  private static Program java() {
    List<Path> shown = new ArrayList<>();
    for (String entry : classPath().split(File.pathSeparator, -1)) {
      if (!entry.isBlank()) {
        shown.add(Path.of(entry).toAbsolutePath());
      }
    }
    shown.addAll(List.of(Path.of("/etc/fonts"), Path.of("/var/cache/fontconfig")));
    return new Program(Path.of(System.getProperty("java.home")), "bin/java", shown);
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
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
   * Reads the tags of an image, audio or video file.
   *
   * @param folder holds {@code in/file}
   */
  public FileMetadata tags(Path folder, String file, String mediaType)
      throws Failure, InterruptedException {
    return description(Request.TAGS, folder, file, mediaType);
  }

  /**
   * Describes a document.
   *
   * @param folder holds {@code in/file}
   * @throws BadMedia if it is damaged or needs a password
   */
  public FileMetadata describe(Path folder, String file, String mediaType)
      throws Failure, InterruptedException {
    return description(Request.DESCRIBE, folder, file, mediaType);
  }

  private FileMetadata description(Request request, Path folder, String file, String mediaType)
      throws Failure, InterruptedException {
    run(request, folder, file, mediaType);
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
   */
  public record Reading(String text, List<Drawing> pages, List<Drawing> posters) {}

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
    for (String line : run(Request.READ, folder, file, mediaType)) {
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
    return new Reading(text(folder.resolve("out")), pages, posters);
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

  /** The decoded form of an image that FFmpeg does not decode well. */
  public enum Unpacked {
    /** A PNG of the first page, in sRGB, not necessarily upright. */
    SCAN("unpacked.png", Request.UNPACK),
    /** An APNG, opaque. */
    ANIMATION("unpacked.apng", Request.UNPACK_ANIMATION);

    private final String file;
    private final Request request;

    Unpacked(String file, Request request) {
      this.file = file;
      this.request = request;
    }

    /** Its name in {@code out}. */
    public String file() {
      return file;
    }
  }

  /** The decoded form of an image; empty if FFmpeg decodes it. */
  public static Optional<Unpacked> unpacking(String mediaType, Path picture) throws IOException {
    if (mediaType.equals(TIFF)) {
      return Optional.of(Unpacked.SCAN);
    }
    return mediaType.equals(WEBP) && isAnimated(picture)
        ? Optional.of(Unpacked.ANIMATION)
        : Optional.empty();
  }

  /** Whether the extended header of a WebP has the animation flag. */
  private static boolean isAnimated(Path webp) throws IOException {
    try (InputStream in = Files.newInputStream(webp)) {
      byte[] head = in.readNBytes(WEBP_FLAGS + 1);
      return head.length > WEBP_FLAGS
          && new String(head, 12, 4, StandardCharsets.ISO_8859_1).equals("VP8X")
          && (head[WEBP_FLAGS] & 2) != 0;
    }
  }

  /**
   * Decodes an image that FFmpeg does not decode well.
   *
   * @param folder holds {@code in/file}; the result is in {@code out}
   */
  public void unpack(Unpacked unpacked, Path folder, String file)
      throws Failure, InterruptedException {
    run(unpacked.request, folder, file, unpacked.file);
  }

  /**
   * Converts an image to sRGB by the ICC profile of the file that it was decoded from.
   *
   * @param folder holds {@code in/file}, and the image in {@code out}
   * @param converted name of the result
   */
  public void convert(Path folder, String file, String png, String converted)
      throws Failure, InterruptedException {
    run(Request.CONVERT, folder, file, png, converted);
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
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                // The sandbox has no user, and without a home the JVM writes into a folder "?".
                "-Duser.home=/tmp",
                NO_LOG,
                "-cp",
                classPath(),
                "io.patchwork.worker.sandboxedjvm.child.ChildMain",
                request.name(),
                "../in/" + file));
    arguments.addAll(List.of(more));
    Limits limits = new Limits(ADDRESS_SPACE, TIME, FILE_SIZE, TIME, TIME);
    List<String> output = new ArrayList<>();
    try {
      check(
          children.run(
              new Command(java, arguments, folder, limits),
              line -> {
                if (output.size() < MAX_LINES) {
                  output.add(line);
                }
              }));
      return output;
    } catch (IOException e) {
      throw new Fault("a reader cannot be started: " + e.getMessage(), e);
    }
  }

  private static void check(Exit exit) throws Failure {
    if (exit.ending() != Exit.Ending.EXITED) {
      throw new Crashed("reader " + exit.ending() + ": " + exit.errors());
    }
    switch (exit.code()) {
      case 0 -> {}
      case ENCRYPTED ->
          throw new BadMedia(
              FailureCode.ENCRYPTED,
              "The file asks for a password; save it without one and upload it again.",
              null);
      case OUT_OF_MEMORY ->
          throw new BadMedia(
              FailureCode.TOO_LARGE,
              "The document needs more memory than one may have; send it in parts, or as PDF.",
              exit.errors());
      case DAMAGED ->
          throw new BadMedia(
              FailureCode.UNDECODABLE,
              "The document is damaged; save it again in the program that made it.",
              exit.errors());
      default -> throw new Crashed("reader exit " + exit.code() + ": " + exit.errors());
    }
  }
}
