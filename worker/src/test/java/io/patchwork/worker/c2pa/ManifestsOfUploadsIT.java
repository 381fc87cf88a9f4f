package io.patchwork.worker.c2pa;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.worker.Cluster;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Uploads that bring manifests, through a whole cluster. */
@Timeout(120)
final class ManifestsOfUploadsIT {

  private static final String MP4 = "video/mp4";

  @TempDir private static Path folder;
  @Cluster private static TestCluster cluster;

  private static RenderSigner.Signed sign(String render, Otio timeline, TestCredential made)
      throws Exception {
    Result.OfRender film = TestCluster.film(cluster.render(render, timeline.bytes(), "preview"));
    return new RenderSigner(cluster.store())
        .sign(
            new RenderRevision(film.render(), film.revision()),
            Optional.empty(),
            made.signers(),
            Files.createTempDirectory(folder, "work"));
  }

  @Test
  void aSignedFilmThatComesBackIsKnownWithItsManifest() throws Exception {
    TestCredential made = new TestCredential(folder);
    Path upload =
        Files.write(folder.resolve("va.mp4"), StoredFilm.resource("patchwork-unsigned.mp4"));
    cluster.ingested(new Id("va"), upload, TestCluster.SMALL);
    Otio first = new Otio("25");
    first.track("Video", first.clip("asset:va", 0, 25));
    RenderSigner.Signed inner = sign("inner", first, made);
    // A store that has never seen it would extract it, too.
    ObjectStore store = cluster.store();
    byte[] ours =
        store.read(StoreLayout.manifestStore(inner.sha256()), 1 << 20).orElseThrow().bytes();
    store.delete(StoreLayout.manifestStore(inner.sha256()));

    AssetManifest back = cluster.ingested(new Id("back"), inner.file(), TestCluster.SMALL);

    assertThat(back.warnings()).isEmpty();
    assertThat(store.read(StoreLayout.manifestStore(inner.sha256()), 1 << 20).orElseThrow().bytes())
        .isEqualTo(ours);
    Otio second = new Otio("25");
    second.track("Video", second.clip("asset:back", 5, 10));
    RenderSigner.Signed outer = sign("outer", second, made);
    assertThat(outer.copied()).isEqualTo(1);
    Validator.Verdict verdict =
        new Validator(folder, TestCredential.pem(made.root())).judge(MP4, outer.file());
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.state()).isEqualTo("Trusted");
    // Who is inside is known by the lineage, not by the claim.
    JsonNode lineage =
        verdict
            .report()
            .path("manifests")
            .path(outer.manifest())
            .path("assertions")
            .valueStream()
            .filter(each -> each.path("label").asString().equals(SignedLineage.LABEL))
            .findFirst()
            .orElseThrow()
            .path("data");
    assertThat(lineage.at("/uses/0/asset").asString()).isEqualTo("back");
    assertThat(lineage.at("/nestedUses/0/asset").asString()).isEqualTo("va");
    assertThat(lineage.at("/nestedUses/0/via/0/0").asString()).isEqualTo("back");
  }

  @Test
  void aDamagedManifestIsAWarning() throws Exception {
    byte[] film = StoredFilm.resource("patchwork-unsigned.mp4");
    byte[] box = BmffFilm.box("no manifest at all".getBytes(StandardCharsets.US_ASCII));
    byte[] all = Arrays.copyOf(film, film.length + box.length);
    System.arraycopy(box, 0, all, film.length, box.length);

    AssetManifest asset =
        cluster.ingested(
            new Id("damaged"), Files.write(folder.resolve("damaged.mp4"), all), TestCluster.SMALL);

    assertThat(asset.warnings())
        .contains(
            "The file's C2PA manifest is damaged, so films that are made of it do not carry it; export"
                + " the file again.");
    assertThat(cluster.store().head(StoreLayout.manifestStore(asset.sha256()))).isEmpty();
  }
}
