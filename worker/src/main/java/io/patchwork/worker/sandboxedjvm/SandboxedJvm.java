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

/** Reads foreign documents and metadata in children. Thread-safe. */
public final class SandboxedJvm {

  /** What a child is to do. */
  public enum Request {
    /** Say what the file says of itself. */
    TAGS,
    /** The same, and what its text is. */
    DESCRIBE,
    /** Write its text and draw its first pages. */
    READ,
    /** Write the first of its pictures as PNG. */
    UNPACK,
    /** Write all its pictures as APNG. */
    UNPACK_ANIMATION,
    /** Draw words. */
    LETTER,
    /** Convert a picture that was decoded from it into sRGB. */
    CONVERT
  }

  /** Of what is read; another reads otherwise, and what an older one read is read again. */
  public static final String VERSION = "2";

  private static final String WEBP = "image/webp";

  /** Where the flags of an extended header are. */
  private static final int WEBP_FLAGS = 20;

  /** Exit of a child: the file asks for a password. */
  public static final int ENCRYPTED = 10;

  /** Exit of a child: the file cannot be read. */
  public static final int DAMAGED = 11;

  /** Exit of a JVM whose heap is full. */
  private static final int OUT_OF_MEMORY = 3;

  /** Where a child writes the text, in UTF-8. */
  public static final String TEXT = "text.txt";

  public static final int MAX_PAGES = 5;

  /** FFmpeg 8.1 decodes some of them, as those with JPEG inside, to black without complaint. */
  public static final String TIFF = "image/tiff";

  /** How a child says what it drew. */
  private static final Pattern DRAWING =
      Pattern.compile("((?:page-[1-9]|poster(?:-[0-9]{3})?)\\.jpg) ([0-9]{1,5}) ([0-9]{1,5})");

  private static final int MAX_LINES = 1000;

  /** Bytes of a document in which a child says what it found or drew. */
  private static final int MAX_OUTPUT_BYTES = 32 << 20;

  /** What a child has to say goes to its standard output and errors; a log takes time to set up. */
  private static final String NO_LOG =
      "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider";

  private static final Duration TIME = Duration.ofMinutes(3);
  private static final long ADDRESS_SPACE = 6L << 30;
  private static final long FILE_SIZE = 256L << 20;

  /** What Tika recognises by its first bytes and has yet to look into. */
  private static final Set<String> PACKAGES =
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

  /** The JVM that runs us, with our classes and the fonts of the host to be seen. */
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

  /** Whether a file of that type may be a document, once it is looked into. */
  public static boolean mayRead(String mediaType) {
    return PACKAGES.contains(mediaType) || isDocument(mediaType);
  }

  /** Whether files of that type are read as documents. */
  public static boolean isDocument(String mediaType) {
    return DOCUMENTS.matcher(mediaType).matches();
  }

  /**
   * What a picture, sound or film says of itself.
   *
   * @param folder holds {@code in/file}
   */
  public FileMetadata tags(Path folder, String file, String mediaType)
      throws Failure, InterruptedException {
    return description(Request.TAGS, folder, file, mediaType);
  }

  /**
   * What a document is.
   *
   * @param folder holds {@code in/file}
   * @throws BadMedia if it is damaged or asks for a password
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

  /** A picture that a child wrote, in JPEG. */
  public record Drawing(String file, int width, int height) {}

  /**
   * The text and first pages of a document.
   *
   * @param text bounded; empty where there is none
   * @param pages in order
   * @param posters of the first page, the largest first
   */
  public record Reading(String text, List<Drawing> pages, List<Drawing> posters) {}

  /**
   * Reads a document.
   *
   * @param folder holds {@code in/file}; what is read lies in its {@code out}
   * @throws BadMedia if it is damaged or asks for a password
   */
  public Reading read(Path folder, String file, String mediaType)
      throws Failure, InterruptedException {
    List<Drawing> pages = new ArrayList<>();
    List<Drawing> posters = new ArrayList<>();
    for (String line : run(Request.READ, folder, file, mediaType)) {
      Matcher said = DRAWING.matcher(line);
      if (said.matches()) {
        Drawing drawing =
            new Drawing(
                said.group(1), Integer.parseInt(said.group(2)), Integer.parseInt(said.group(3)));
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

  /** What a picture that FFmpeg does not decode well is unpacked to. */
  public enum Unpacked {
    /** A PNG of the first page: upright it need not be, in sRGB it is. */
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

  /** How a picture is unpacked, if it is decoded here and not by FFmpeg. */
  public static Optional<Unpacked> unpacking(String mediaType, Path picture) throws IOException {
    if (mediaType.equals(TIFF)) {
      return Optional.of(Unpacked.SCAN);
    }
    return mediaType.equals(WEBP) && isAnimated(picture)
        ? Optional.of(Unpacked.ANIMATION)
        : Optional.empty();
  }

  /** Whether the extended header of a WebP says so. */
  private static boolean isAnimated(Path webp) throws IOException {
    try (InputStream in = Files.newInputStream(webp)) {
      byte[] head = in.readNBytes(WEBP_FLAGS + 1);
      return head.length > WEBP_FLAGS
          && new String(head, 12, 4, StandardCharsets.ISO_8859_1).equals("VP8X")
          && (head[WEBP_FLAGS] & 2) != 0;
    }
  }

  /**
   * Decodes a picture that FFmpeg does not decode well.
   *
   * @param folder holds {@code in/file}; {@code out} will hold the unpacked
   */
  public void unpack(Unpacked unpacked, Path folder, String file)
      throws Failure, InterruptedException {
    run(unpacked.request, folder, file, unpacked.file);
  }

  /**
   * Converts a picture into sRGB by the ICC profile of the file that it was decoded from.
   *
   * @param folder holds {@code in/file}, and {@code out} with the picture
   * @param converted where the picture is written
   */
  public void convert(Path folder, String file, String png, String converted)
      throws Failure, InterruptedException {
    run(Request.CONVERT, folder, file, png, converted);
  }

  /**
   * Draws words.
   *
   * @param folder what is drawn lies in its {@code out}
   * @return what came of each of them
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

  /** What the child said, line by line. */
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
                // The box knows no user, and without a home the JVM keeps its notes in a folder
                // "?".
                "-Duser.home=/tmp",
                NO_LOG,
                "-cp",
                classPath(),
                "io.patchwork.worker.sandboxedjvm.child.ChildMain",
                request.name(),
                "../in/" + file));
    arguments.addAll(List.of(more));
    Limits limits = new Limits(ADDRESS_SPACE, TIME, FILE_SIZE, TIME, TIME);
    List<String> said = new ArrayList<>();
    try {
      check(
          children.run(
              new Command(java, arguments, folder, limits),
              line -> {
                if (said.size() < MAX_LINES) {
                  said.add(line);
                }
              }));
      return said;
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
