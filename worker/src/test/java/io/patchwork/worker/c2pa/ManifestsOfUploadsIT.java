package io.patchwork.worker.c2pa;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.WorkDetails;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Cluster;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.render.CreditCorrection;
import io.patchwork.worker.render.LatestRevision;
import io.patchwork.worker.render.LineageVersions;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
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
        data(
            verdict.report().path("manifests").path(outer.manifest()).path("assertions"),
            SignedLineage.LABEL);
    assertThat(lineage.at("/uses/0/asset").asString()).isEqualTo("back");
    assertThat(lineage.at("/nestedUses/0/asset").asString()).isEqualTo("va");
    assertThat(lineage.at("/nestedUses/0/via/0/0").asString()).isEqualTo("back");
  }

  /** Pictures and a sound that another program signed. */
  @Test
  void theManifestsOfPicturesAndSoundsAreInThatOfTheirFilm() throws Exception {
    TestCredential made = new TestCredential(Files.createDirectory(folder.resolve("mixed")));
    for (String each : List.of("jpg", "png", "wav")) {
      Path upload = Files.write(folder.resolve("signed." + each), SignedUploads.of(each));
      AssetManifest asset = cluster.ingested(new Id("signed-" + each), upload, TestCluster.SMALL);
      assertThat(asset.warnings()).noneMatch(warning -> warning.contains("C2PA"));
      assertThat(cluster.store().head(StoreLayout.manifestStore(asset.sha256()))).isPresent();
    }
    Otio timeline = new Otio("25");
    timeline.track(
        "Video", timeline.clip("asset:signed-jpg", 0, 6), timeline.clip("asset:signed-png", 0, 6));
    timeline.track("Audio", timeline.clip("asset:signed-wav", 0, 12));

    RenderSigner.Signed film = sign("mixed", timeline, made);

    assertThat(film.warnings()).isEmpty();
    assertThat(film.copied()).isEqualTo(3);
    String roots =
        TestCredential.pem(made.root())
            + new String(StoredFilm.resource("upload-root.cert.pem"), StandardCharsets.US_ASCII);
    Validator.Verdict verdict = new Validator(folder, roots).judge(MP4, film.file());
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.state()).isEqualTo("Trusted");
    assertThat(
            verdict
                .report()
                .path("manifests")
                .valueStream()
                .map(each -> each.path("title").asString()))
        .containsExactlyInAnyOrder("mixed", "upload.jpg", "upload.png", "upload.wav");
    JsonNode ingredients = verdict.report().at("/manifests/" + film.manifest() + "/ingredients");
    assertThat(
            ingredients
                .valueStream()
                .map(each ->
                    each.path("title").asString()
                        + ": "
                        + verdict
                            .report()
                            .path("manifests")
                            .path(each.path("active_manifest").asString(""))
                            .path("title")
                            .asString("")))
        .containsExactly(
            "signed-jpg: upload.jpg", "signed-png: upload.png", "signed-wav: upload.wav");
  }

  /** What a person sees and hears of such a file is sound. */
  @Test
  void anUploadWithADamagedManifestIsAnAssetWithAWarning() throws Exception {
    byte[] sound = SignedUploads.of("wav");
    Map<String, byte[]> damaged =
        Map.of(
            "photo.jpg", packetsTwice(SignedUploads.of("jpg")),
            "sound.wav", Arrays.copyOf(sound, sound.length - 500));

    for (Map.Entry<String, byte[]> each : damaged.entrySet()) {
      AssetManifest asset =
          cluster.ingested(
              new Id("damaged-" + each.getKey().substring(0, 5)),
              Files.write(folder.resolve(each.getKey()), each.getValue()),
              TestCluster.SMALL);
      assertThat(asset.warnings())
          .as(each.getKey())
          .anyMatch(warning -> warning.startsWith("The file's C2PA manifest is damaged"));
      assertThat(cluster.store().head(StoreLayout.manifestStore(asset.sha256()))).isEmpty();
    }
  }

  private static byte[] packetsTwice(byte[] jpeg) {
    List<byte[]> segments =
        SignedUploads.segments(jpeg).stream()
            .flatMap(each -> each[1] == (byte) 0xeb ? Stream.of(each, each) : Stream.of(each))
            .toList();
    return SignedUploads.joined(SignedUploads.cut(jpeg, 0, 2), SignedUploads.joined(segments));
  }

  @Test
  void aCorrectedFilmIsSignedWithThePeopleOfNow() throws Exception {
    TestCredential made = new TestCredential(Files.createDirectory(folder.resolve("corrected")));
    Path upload =
        Files.write(folder.resolve("vc.mp4"), StoredFilm.resource("patchwork-unsigned.mp4"));
    cluster.ingested(new Id("vc"), upload, TestCluster.SMALL);
    Otio timeline = new Otio("25");
    timeline.track("Video", timeline.clip("asset:vc", 0, 25));
    RenderSigner.Signed before = sign("corrected", timeline, made);
    CreditCorrection correction = new CreditCorrection(cluster.store());
    Contributor author =
        new Contributor(new Id("bea"), "Bea Ørn", "camera")
            .known(new TreeMap<>(Map.of("orcid", "0000-0002-1825-0097")));
    correction.name(
        new Id("vc"),
        List.of(author),
        new WorkDetails(
            "Dunes", "https://example.org/terms", new TreeMap<>(Map.of("isan", "0000-0001"))));
    RenderRevision revision = current("corrected");
    assertThat(correction.correct(new Id("vc"))).containsOnlyKeys(revision);
    LineageVersions.Version now =
        new LineageVersions(cluster.store()).latest(revision).orElseThrow();

    RenderSigner.Signed after =
        new RenderSigner(cluster.store())
            .sign(
                revision,
                Optional.of(new CorrectedPeople(now.lineage(), now.digest())),
                made.signers(),
                Files.createTempDirectory(folder, "work"));

    Validator.Verdict verdict =
        new Validator(folder, TestCredential.pem(made.root())).judge(MP4, after.file());
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.state()).isEqualTo("Trusted");
    JsonNode assertions = verdict.report().at("/manifests/" + after.manifest() + "/assertions");
    JsonNode lineage = data(assertions, SignedLineage.LABEL);
    assertThat(lineage.at("/credits/0/contributors/0/name").asString()).isEqualTo("Bea Ørn");
    assertThat(lineage.path("supersedes").asString()).isEqualTo(now.uses().hex());
    JsonNode metadata = data(assertions, CreditsMetadata.LABEL);
    assertThat(metadata.path("Iptc4xmpExt:Contributor").toString())
        .isEqualTo(
            "[{\"Iptc4xmpExt:Identifier\":[\"bea\",\"orcid:0000-0002-1825-0097\"],"
                + "\"Iptc4xmpExt:Name\":\"Bea Ørn\",\"Iptc4xmpExt:Role\":[\"camera\"]}]");
    assertThat(metadata.at("/xmpMM:Ingredients/0/dc:title").asString()).isEqualTo("Dunes");
    assertThat(TestMedia.frameDigests(after.file()))
        .isEqualTo(TestMedia.frameDigests(before.file()));
    // A film that uses it brings the manifest with the people of now.
    byte[] kept =
        cluster
            .store()
            .read(StoreLayout.manifestStore(film(revision)), 1 << 20)
            .orElseThrow()
            .bytes();
    assertThat(ManifestStore.read(kept).active().label()).isEqualTo(after.manifest());
  }

  private static RenderRevision current(String render) {
    byte[] latest =
        cluster
            .store()
            .read(StoreLayout.latestRevision(new Id(render)), 1 << 20)
            .orElseThrow()
            .bytes();
    LatestRevision found = Json.read(latest, LatestRevision.class);
    return new RenderRevision(found.render(), found.revision());
  }

  private static Sha256 film(RenderRevision revision) throws Exception {
    return FinishedRender.read(cluster.store(), revision).output().sha256();
  }

  private static JsonNode data(JsonNode assertions, String label) {
    return assertions
        .valueStream()
        .filter(each -> each.path("label").asString().equals(label))
        .findFirst()
        .orElseThrow()
        .path("data");
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
