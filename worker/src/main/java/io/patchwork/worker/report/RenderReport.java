package io.patchwork.worker.report;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the report on a render into a folder: {@code report.html}, and beside it the film and the
 * stills where they are too large for one page.
 */
public final class RenderReport {

  /** Largest page in bytes; stills and film that do not fit lie beside it. */
  static final int MAX_PAGE_BYTES = 8 << 20;

  /** Largest film in bytes that a page carries. */
  static final int MAX_CARRIED_FILM_BYTES = 3 << 20;

  private static final String FILM = "film";

  /** Opens the FFmpeg that makes stills; called only where a film has pictures. */
  @FunctionalInterface
  public interface StillMaker {
    FFmpeg open() throws IOException, InterruptedException;
  }

  /**
   * What was written.
   *
   * @param files the page first
   * @param people number of people in it
   * @param stills number of stills
   */
  public record Written(List<Path> files, int people, int stills) {
    public Written {
      files = List.copyOf(files);
    }
  }

  private final ObjectStore store;
  private final StillMaker ffmpeg;

  /** Writes reports from a store. */
  public RenderReport(ObjectStore store, StillMaker ffmpeg) {
    this.store = store;
    this.ffmpeg = ffmpeg;
  }

  /**
   * Writes the report.
   *
   * @param folder exists
   * @param scratch an empty folder of the command
   * @param language that the page is shown in first; null for the reader's own
   * @throws Refused if the render is not finished, or was made before films were composed
   */
  public Written write(
      RenderRevision revision,
      Path folder,
      Path scratch,
      @Nullable String language,
      Consumer<Progress> progress)
      throws Failure, IOException, InterruptedException {
    StoredRender render = new StoredRender(store, revision);
    Artifact film = render.result().output();
    ReportData data = ReportBuilder.of(render.source());
    Path in = Files.createDirectories(scratch.resolve("in")).resolve(FILM);
    render.copy(film.key(), in);
    int bytes = Json.canonical(data).length;
    List<Path> beside = new ArrayList<>();
    @Nullable StillSheet sheet = sheet(data, film, scratch, progress);
    ReportPage.@Nullable Stills stills = null;
    if (sheet != null) {
      boolean isCarried = bytes + carried(sheet.jpeg().length) <= MAX_PAGE_BYTES;
      String name = "stills.jpg";
      if (isCarried) {
        bytes += carried(sheet.jpeg().length);
      } else {
        beside.add(write(folder.resolve(name), sheet.jpeg()));
      }
      stills =
          new ReportPage.Stills(
              isCarried ? uri("image/jpeg", sheet.jpeg()) : name,
              StillSheet.COLUMNS,
              sheet.tile().width(),
              sheet.tile().height(),
              sheet.frames());
    }
    ReportPage.Film shown;
    if (film.bytes() <= MAX_CARRIED_FILM_BYTES
        && bytes + carried((int) film.bytes()) <= MAX_PAGE_BYTES) {
      shown = new ReportPage.Film(uri(container(film), Files.readAllBytes(in)), film.mediaType());
    } else {
      String name = FILM + extension(film);
      beside.add(copy(in, folder.resolve(name)));
      shown = new ReportPage.Film(name, film.mediaType());
    }
    List<Path> files = new ArrayList<>();
    files.add(
        write(
            folder.resolve("report.html"),
            ReportPage.of(data, shown, stills, language).getBytes(StandardCharsets.UTF_8)));
    files.addAll(beside);
    return new Written(files, data.people().size(), sheet == null ? 0 : sheet.frames().size());
  }

  private @Nullable StillSheet sheet(
      ReportData data, Artifact film, Path scratch, Consumer<Progress> progress)
      throws Failure, IOException, InterruptedException {
    NavigableSet<Long> frames = new TreeSet<>();
    data.assets().stream()
        .flatMap(asset -> asset.appearances().stream())
        .map(ReportData.Shown::still)
        .filter(still -> still != null)
        .forEach(frames::add);
    if (frames.isEmpty() || !film.mediaType().startsWith("video/")) {
      return null;
    }
    return StillSheet.of(ffmpeg.open(), scratch, FILM, film, frames, progress);
  }

  private static String container(Artifact film) {
    return film.mediaType().replaceFirst(";.*", "");
  }

  private static String extension(Artifact film) {
    int dot = film.key().lastIndexOf('.');
    return dot < film.key().lastIndexOf('/') ? "" : film.key().substring(dot);
  }

  private static int carried(int bytes) {
    return (bytes + 2) / 3 * 4;
  }

  private static String uri(String mediaType, byte[] bytes) {
    return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  private static Path write(Path file, byte[] bytes) throws Failure {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private static Path copy(Path from, Path to) throws Failure {
    try {
      return Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }
}
