package io.patchwork.worker.console;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Answers with files: by a link to the store where it has links, else through this server. */
final class FileAnswers {

  private static final Duration LINK = Duration.ofMinutes(10);

  /** Types that a browser may show from here: no document of these runs a script. */
  private static final List<String> SHOWN = List.of("video/", "audio/", "image/");

  private static final String HTML = ".html";

  private final ObjectStore store;

  FileAnswers(ObjectStore store) {
    this.store = store;
  }

  /**
   * One of some files.
   *
   * @param digest from an address
   */
  Answer of(List<Artifact> files, String digest) throws Problem {
    Artifact file =
        files.stream()
            .filter(each -> each.sha256().hex().equals(digest))
            .findFirst()
            .orElseThrow(() -> Problem.notFound("It has no file of this digest."));
    boolean isShown = isShown(file);
    ObjectKey key = new ObjectKey(file.key());
    Optional<URI> link = store.link(key, LINK, file.mediaType(), isShown);
    if (link.isPresent()) {
      return new Answer.Elsewhere(link.get());
    }
    StoredObject object =
        store.head(key).orElseThrow(() -> Problem.notFound("The file was deleted from the store."));
    return new Answer.File(
        object.bytes(),
        file.mediaType(),
        isShown ? Answer.Shown.SHOWN : Answer.Shown.SAVED,
        from -> store.open(key, from, object.etag()));
  }

  /** Media, and the page of a proposal, which we wrote ourselves and which has no script. */
  private static boolean isShown(Artifact file) {
    return file.role() == ArtifactRole.PROPOSAL_PAGE
        || (SHOWN.stream().anyMatch(file.mediaType()::startsWith)
            && !file.mediaType().startsWith("image/svg"));
  }

  /**
   * A file of a report.
   *
   * @param film the render's, for the type of a film that lies beside the page
   */
  static Answer ofReport(RenderReports.ReportFile file, Artifact film) {
    Path path = file.path();
    String name = file.name();
    String type =
        name.endsWith(HTML)
            ? "text/html; charset=utf-8"
            : name.endsWith(".jpg") ? "image/jpeg" : film.mediaType();
    return new Answer.File(
        file.bytes(),
        type,
        Answer.Shown.REPORT,
        from -> {
          InputStream bytes = Files.newInputStream(path);
          bytes.skipNBytes(from);
          return bytes;
        });
  }
}
