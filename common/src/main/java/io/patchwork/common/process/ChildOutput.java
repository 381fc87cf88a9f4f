package io.patchwork.common.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A child's output folder, after the child has ended. A child that was compromised by a hostile
 * file may leave links to files of the host, named pipes without a writer, or huge files. Only
 * regular files directly in the folder are kept; entries from before the child, such as named pipes
 * made for it, stay.
 */
public final class ChildOutput {

  /** More than the segments of the longest stream in all its renditions. */
  private static final int MAX_FILES = 200_000;

  private final Path folder;
  private final Set<Object> before;

  private ChildOutput(Path folder, Set<Object> before) {
    this.folder = folder;
    this.before = before;
  }

  /** Records the entries of the folder before the child starts. */
  static ChildOutput before(Path folder) throws IOException {
    Set<Object> present = new HashSet<>();
    for (Path entry : entries(folder)) {
      present.add(identity(attributes(entry)));
    }
    return new ChildOutput(folder, present);
  }

  /**
   * Whether folders hold no more than a child may write, files in folders included; files that were
   * deleted and are still open are not seen.
   *
   * @param maxBytes of all files together
   */
  static boolean isWithin(List<Path> folders, long maxBytes) throws IOException {
    Size size = new Size(maxBytes);
    for (Path folder : folders) {
      Files.walkFileTree(folder, size);
    }
    return !size.isExceeded();
  }

  /** Counts until there is too much. */
  private static final class Size extends SimpleFileVisitor<Path> {
    private final long maxBytes;
    private long bytes;
    private int count;

    Size(long maxBytes) {
      this.maxBytes = maxBytes;
    }

    boolean isExceeded() {
      return bytes > maxBytes || count > MAX_FILES;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return counted(0);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      return counted(attributes.size());
    }

    /** It was moved or deleted meanwhile. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException gone) {
      return FileVisitResult.CONTINUE;
    }

    private FileVisitResult counted(long more) {
      bytes += more;
      count++;
      return isExceeded() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }
  }

  /**
   * Deletes the child's entries that are not regular files. Call it when all processes of the child
   * have ended.
   *
   * @return the deleted entries, as in {@code poster.jpg (a link)}; usually empty
   */
  List<String> clean() throws IOException {
    List<String> deleted = new ArrayList<>();
    for (Path entry : entries(folder)) {
      BasicFileAttributes attributes = attributes(entry);
      if (!attributes.isRegularFile() && !before.contains(identity(attributes))) {
        deleted.add(entry.getFileName() + " (" + kind(attributes) + ")");
        delete(entry, attributes);
      }
    }
    return deleted;
  }

  /**
   * The path of a file that a child named.
   *
   * @param name file name without a folder
   * @throws IOException if the name leads out of the folder
   */
  public static Path named(Path folder, String name) throws IOException {
    Path file = folder.resolve(name).normalize();
    if (!folder.normalize().equals(file.getParent())) {
      throw new UnexpectedOutput(file, "lies outside of the output folder");
    }
    return file;
  }

  /**
   * Reads a small file that a child wrote.
   *
   * @param maxBytes maximum size
   * @throws IOException if it is not a regular file, or larger
   */
  public static byte[] read(Path file, int maxBytes) throws IOException {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(maxBytes);
      if (in.read() >= 0) {
        throw new UnexpectedOutput(file, "has more than " + maxBytes + " bytes");
      }
      return bytes;
    }
  }

  /** The same as text; bytes that are not UTF-8 are replaced. */
  public static String text(Path file, int maxBytes) throws IOException {
    return new String(read(file, maxBytes), StandardCharsets.UTF_8);
  }

  /**
   * Reads the lines of a text file that a child wrote; bytes that are not UTF-8 are replaced.
   *
   * @param line receives each line; a longer one than {@link BoundedLines#MAX_LINE} in pieces
   * @throws IOException if it is not a regular file
   */
  public static void lines(Path file, Consumer<String> line) throws IOException {
    try (Reader in = new InputStreamReader(open(file), StandardCharsets.UTF_8)) {
      BoundedLines.read(in, line);
    }
  }

  private static InputStream open(Path file) throws IOException {
    if (!attributes(file).isRegularFile()) {
      throw new UnexpectedOutput(file, "is no regular file");
    }
    return Channels.newInputStream(
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  private static BasicFileAttributes attributes(Path entry) throws IOException {
    return Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Device and inode, which change when a file is replaced. */
  private static Object identity(BasicFileAttributes attributes) {
    return attributes.fileKey();
  }

  private static String kind(BasicFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return "a link";
    }
    return attributes.isDirectory() ? "a folder" : "a pipe or device";
  }

  private static void delete(Path entry, BasicFileAttributes attributes) throws IOException {
    if (attributes.isDirectory()) {
      for (Path inside : entries(entry)) {
        delete(inside, attributes(inside));
      }
    }
    Files.delete(entry);
  }
}
