package io.patchwork.worker.c2pa;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.failure.UnexpectedContent;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Signs finished renders of a store, as a step of its own: the rendered film stays as it is. A film
 * in MP4 or QuickTime gets its manifest embedded; any other gets it in a file beside it.
 */
public final class RenderSigner {

  private static final String MEDIA_TYPE = "application/c2pa";
  private static final Set<String> BMFF = Set.of("video/mp4", "audio/mp4", "video/quicktime");

  private final ObjectStore store;

  public RenderSigner(ObjectStore store) {
    this.store = store;
  }

  /**
   * A signed film.
   *
   * @param manifest name of the active manifest
   * @param file the film with its manifest, or the manifest alone
   * @param key of the same in the store
   * @param isEmbedded whether the manifest is in the film
   * @param ingredients number of sources that are named
   * @param copied number of manifests that they brought
   * @param warnings a sentence for each thing that is not in the manifest as it might be
   */
  public record Signed(
      String manifest,
      Path file,
      String key,
      Sha256 sha256,
      boolean isEmbedded,
      int ingredients,
      int copied,
      List<String> warnings) {

    public Signed {
      warnings = List.copyOf(warnings);
    }
  }

  /** What was made, as a file and as the store of manifests that is in it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, only stored
  private record Made(Path file, byte[] manifests, Sha256 sha256, String mediaType) {}

  /**
   * Signs the film of a revision and stores the outcome.
   *
   * @param corrected its people as they were corrected last; empty where nothing was corrected
   * @param folder receives the files
   * @throws Refused if the render is not finished, or its film cannot hold a manifest
   */
  public Signed sign(
      RenderRevision revision, Optional<CorrectedPeople> corrected, Signers signers, Path folder)
      throws IOException, Refused {
    FinishedRender render = FinishedRender.read(store, revision);
    Path film = folder.resolve("film");
    render.copy(store, film);
    List<String> warnings = new ArrayList<>();
    SignedLineage lineage = SignedLineage.of(render.lineage(), corrected);
    IngredientManifests copied = new IngredientManifests();
    List<ManifestContent.Source> sources = sources(lineage.lineage(), copied, warnings);
    if (!lineage.isWhole()) {
      warnings.add(
          "The lineage has more than 64 KiB, so the manifest holds its digest; keep lineage.json"
              + (corrected.isEmpty() ? "" : ", and the people document that corrects it,")
              + " beside the film.");
    }
    ManifestContent content =
        ManifestContent.of(lineage, sources, copied.all(), render.output().sha256(), signers);
    boolean isEmbedded = isBmff(render.output());
    Made made =
        isEmbedded
            ? embedded(content, signers, film, render.output())
            : beside(content, signers, folder, render.output());
    String key = put(revision, made);
    putManifests(render.output().sha256(), made.manifests);
    if (isEmbedded) {
      putManifests(made.sha256, made.manifests);
      // A film that comes back signed is known as the render, too.
      new JsonObjects(store, 0)
          .putIfAbsent(StoreLayout.renderOf(made.sha256, revision.revision()), revision);
    }
    return new Signed(
        content.name(),
        made.file,
        key,
        made.sha256,
        isEmbedded,
        sources.size(),
        copied.all().size(),
        warnings);
  }

  private List<ManifestContent.Source> sources(
      Lineage lineage, IngredientManifests copied, List<String> warnings) {
    List<ManifestContent.Source> sources = new ArrayList<>();
    for (FilmIngredient ingredient : FilmIngredient.of(lineage)) {
      Optional<ManifestStore> brought = manifests(ingredient, warnings);
      if (brought.isPresent()) {
        Optional<String> problem =
            switch (copied.add(brought.get())) {
              case COPIED -> Optional.empty();
              case UNSIGNED -> Optional.of("has no signature that can be referred to");
              case CONFLICTING -> Optional.of("has the name of another one");
              case TOO_LARGE -> Optional.of("is too large with those of the others");
            };
        if (problem.isPresent()) {
          warnings.add(left(ingredient.asset(), problem.get()));
          brought = Optional.empty();
        }
      }
      sources.add(new ManifestContent.Source(ingredient, brought));
    }
    return sources;
  }

  private Optional<ManifestStore> manifests(FilmIngredient ingredient, List<String> warnings) {
    Optional<byte[]> stored =
        store
            .read(StoreLayout.manifestStore(ingredient.sha256()), ManifestStore.MAX_BYTES)
            .map(ObjectStore.Content::bytes);
    try {
      return stored.isEmpty() ? Optional.empty() : Optional.of(ManifestStore.read(stored.get()));
    } catch (UnexpectedContent damaged) {
      warnings.add(left(ingredient.asset(), "cannot be read (" + damaged.getMessage() + ")"));
      return Optional.empty();
    }
  }

  private static String left(Id asset, String why) {
    return "The C2PA manifest of "
        + asset
        + " "
        + why
        + ", so it is left out; the source itself is named.";
  }

  private static boolean isBmff(Artifact output) {
    String type = output.mediaType();
    int parameters = type.indexOf(';');
    return BMFF.contains(parameters < 0 ? type : type.substring(0, parameters).strip());
  }

  private static Made embedded(ManifestContent content, Signers signers, Path film, Artifact output)
      throws IOException, Refused {
    String extension = output.key().substring(output.key().lastIndexOf('.'));
    Path file = film.resolveSibling(content.uuid() + extension);
    byte[] manifests;
    try {
      manifests =
          BmffFilm.open(film)
              .embed(hash -> content.store(HardBinding.BMFF, hash, signers).bytes(), file);
    } catch (UnexpectedContent e) {
      throw new Refused(
          FailureCode.UNDECODABLE,
          "The film " + output.key() + " is damaged: " + e.getMessage() + "; render it again.");
    }
    MessageDigest digest = Sha256.newDigest();
    try (InputStream in = Files.newInputStream(file);
        DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
    return new Made(file, manifests, Sha256.of(digest), output.mediaType());
  }

  private static Made beside(ManifestContent content, Signers signers, Path folder, Artifact output)
      throws IOException {
    byte[] hash = HexFormat.of().parseHex(output.sha256().hex());
    byte[] manifests = content.store(HardBinding.DATA, hash, signers).bytes();
    Path file = Files.write(folder.resolve(content.uuid() + ".c2pa"), manifests);
    return new Made(file, manifests, Sha256.of(manifests), MEDIA_TYPE);
  }

  private String put(RenderRevision revision, Made made) {
    ObjectKey key =
        StoreLayout.signedOutput(
            revision.render(), revision.revision(), String.valueOf(made.file.getFileName()));
    store.putIfAbsent(key, Upload.of(made.file, made.mediaType, made.sha256.hex()));
    return key.value();
  }

  /** Those of the newest signing count for the film as it was rendered. */
  private void putManifests(Sha256 content, byte[] manifests) {
    ObjectKey key = StoreLayout.manifestStore(content);
    Upload upload = Upload.of(manifests, MEDIA_TYPE, Sha256.of(manifests).hex());
    ObjectStore.Put put = store.putIfAbsent(key, upload);
    if (!put.created()) {
      // Where it is another one meanwhile, somebody else signed just now.
      var _ = store.replace(key, put.object().etag(), upload);
    }
  }
}
