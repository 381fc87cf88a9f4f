package io.patchwork.worker.timelineimport;

import io.patchwork.schema.event.FailureCode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds missing media files by their names in folders that a person gives: on another drive, in
 * another folder, with a name that is composed or capitalised otherwise. Links to folders are not
 * followed. For one thread.
 */
final class MediaSearch {

  /** Largest number of files in all folders. */
  private static final int MAX_FILES = 1_000_000;

  private static final int MAX_DEPTH = 64;

  private final List<Path> folders;
  private final AllowedFiles allowed;
  private final Map<String, List<Path>> filesByName = new HashMap<>();
  private int visited;

  /**
   * A search.
   *
   * @param allowed files that a link in the folders may lead to
   */
  MediaSearch(List<Path> folders, AllowedFiles allowed) {
    this.folders = List.copyOf(folders);
    this.allowed = allowed;
  }

  /** The folded names by which the file of a URL is searched for, by any of its readings. */
  static Set<String> names(String url) {
    Set<String> names = new LinkedHashSet<>();
    for (UrlReading reading : UrlReading.of(url)) {
      if (!reading.names().isEmpty()) {
        names.add(FileNames.folded(reading.names().getLast()));
      }
    }
    return names;
  }

  /**
   * Walks the folders, and keeps the files that are wanted.
   *
   * @param isWanted of a folded name
   * @throws ImportFailed if one is no folder, or they hold too many files
   */
  void walk(Predicate<String> isWanted) throws ImportFailed, IOException {
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new ImportFailed(
            FailureCode.SOURCE_NOT_FOUND,
            "The folder \"" + folder + "\" is not there; check --media.");
      }
      Files.walkFileTree(
          folder.toRealPath(),
          EnumSet.noneOf(java.nio.file.FileVisitOption.class),
          MAX_DEPTH,
          new Visitor(isWanted));
    }
    if (visited > MAX_FILES) {
      throw new ImportFailed(
          FailureCode.TOO_LARGE,
          "The folders of --media hold more than "
              + MAX_FILES
              + " files; name a folder nearer to the media.");
    }
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Predicate<String> isWanted;

    Visitor(Predicate<String> isWanted) {
      this.isWanted = isWanted;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = FileNames.folded(String.valueOf(file.getFileName()));
      if (isWanted.test(name) && isFile(file, attributes)) {
        filesByName.computeIfAbsent(name, none -> new ArrayList<>()).add(file);
      }
      return ++visited > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    /** A link counts where the file that it leads to may be named. */
    private boolean isFile(Path file, BasicFileAttributes attributes) {
      try {
        return attributes.isSymbolicLink()
            ? Files.isRegularFile(file) && allowed.isAllowed(file.toRealPath())
            : attributes.isRegularFile();
      } catch (IOException broken) {
        return false;
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path unreadable, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path folder, @org.jspecify.annotations.Nullable IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }

  /**
   * Finds the file of a URL among those that were kept: of its very name, else of one that differs
   * in capital letters; of several the one that shares most folders with the URL, from the end.
   */
  FileLocation find(String url) {
    for (boolean isExact : new boolean[] {true, false}) {
      for (UrlReading reading : UrlReading.of(url)) {
        List<Path> files = reading.names().isEmpty() ? List.of() : files(reading, isExact);
        if (!files.isEmpty()) {
          return nearest(files, reading.names());
        }
      }
    }
    return new FileLocation.Missing(List.of());
  }

  private List<Path> files(UrlReading reading, boolean isExact) {
    String wanted = reading.names().getLast();
    // One file may be found in two folders, or by a link.
    Map<Path, Path> distinct = new LinkedHashMap<>();
    filesByName.getOrDefault(FileNames.folded(wanted), List.of()).stream()
        .filter(file ->
            !isExact
                || FileNames.composed(String.valueOf(file.getFileName()))
                    .equals(FileNames.composed(wanted)))
        .forEach(file -> distinct.putIfAbsent(real(file), file));
    return List.copyOf(distinct.values());
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException gone) {
      return file;
    }
  }

  private static FileLocation nearest(List<Path> files, List<String> names) {
    List<String> folded = names.stream().map(FileNames::folded).toList();
    List<String> composed = names.stream().map(FileNames::composed).toList();
    Comparator<Path> nearness =
        Comparator.<Path>comparingInt(
                file -> commonTail(names(file).map(FileNames::folded).toList(), folded))
            .thenComparingInt(
                file -> commonTail(names(file).map(FileNames::composed).toList(), composed));
    Path best = files.stream().max(nearness).orElseThrow();
    List<Path> nearest =
        files.stream().filter(file -> nearness.compare(file, best) == 0).sorted().toList();
    return nearest.size() == 1
        ? new FileLocation.FoundByName(nearest.getFirst())
        : new FileLocation.Missing(nearest);
  }

  private static Stream<String> names(Path file) {
    return Stream.iterate(0, i -> i < file.getNameCount(), i -> i + 1)
        .map(i -> file.getName(i).toString());
  }

  private static int commonTail(List<String> one, List<String> other) {
    int shared = 0;
    while (shared < Math.min(one.size(), other.size())
        && one.get(one.size() - 1 - shared).equals(other.get(other.size() - 1 - shared))) {
      shared++;
    }
    return shared;
  }
}
