package io.patchwork.worker.c2pa;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Signed films as a validator sees them that is not ours. */
final class RenderSignerIT {

  private static final String MP4 = "video/mp4";

  @TempDir private Path folder;
  private TestCredential made;
  private Signers signers;
  private Validator validator;
  private ObjectStore store;

  @BeforeEach
  void open() throws Exception {
    made = new TestCredential(folder);
    signers = made.signers();
    validator = new Validator(folder, TestCredential.pem(made.root()));
    store = new FileObjectStore(folder.resolve("store"));
  }

  private RenderSigner.Signed sign(RenderRevision revision) throws Exception {
    return new RenderSigner(store)
        .sign(revision, Optional.empty(), signers, Files.createTempDirectory(folder, "work"));
  }

  private RenderRevision film() throws Exception {
    return StoredFilm.put(
        store,
        StoredFilm.lineage(),
        StoredFilm.resource("patchwork-unsigned.mp4"),
        "film.mp4",
        MP4);
  }

  private Path write(String name, byte[] bytes) throws Exception {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] flipped(byte[] film, int at) {
    byte[] copy = film.clone();
    copy[at] ^= 1;
    return copy;
  }

  private static int find(byte[] film, String text) {
    return new String(film, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  @Test
  void aSignedFilmIsTrusted() throws Exception {
    RenderSigner.Signed signed = sign(film());

    Validator.Verdict verdict = validator.judge(MP4, signed.file());

    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.state()).isEqualTo("Trusted");
    JsonNode manifest = verdict.report().path("manifests").path(signed.manifest());
    assertThat(
            manifest.path("ingredients").valueStream().map(each -> each.path("title").asString()))
        .containsExactly("va", "vb");
    assertThat(manifest.at("/ingredients/0/metadata/regionOfInterest/region/0/time/end").asString())
        .isEqualTo("40.333333334");
    assertThat(manifest.at("/assertions/0/data/actions/0/action").asString())
        .isEqualTo("c2pa.created");
    assertThat(manifest.at("/assertions/0/data/actions/1/changes/1/region/0/time/start").asString())
        .isEqualTo("1");
    assertThat(manifest.at("/assertions/1/data"))
        .isEqualTo(Json.tree(Json.bytes(StoredFilm.lineage())));
    // What people declared is not attested.
    assertThat(manifest.at("/assertions/3/label").asString()).isEqualTo("cawg.metadata");
    assertThat(manifest.at("/assertions/3/created").asBoolean(false)).isFalse();
    assertThat(manifest.at("/assertions/2/created").asBoolean(false)).isTrue();
  }

  /** With the index behind the media, and in fragments whose offsets are in the file. */
  @ParameterizedTest
  @ValueSource(strings = {"disable_chpl", "frag_keyframe+empty_moov"})
  void aSignedFilmShowsAndPlaysWhatTheRenderedOneDoes(String flags) throws Exception {
    Path plain = write("plain.mp4", StoredFilm.resource("patchwork-unsigned.mp4"));
    Path film = folder.resolve("film.mp4");
    TestMedia.ffmpeg("-i", plain + "", "-c", "copy", "-movflags", flags, film + "");

    RenderSigner.Signed signed =
        sign(
            StoredFilm.put(store, StoredFilm.lineage(), Files.readAllBytes(film), "film.mp4", MP4));

    Validator.Verdict verdict = validator.judge(MP4, signed.file());
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.state()).isEqualTo("Trusted");
    assertThat(TestMedia.frameDigests(signed.file()))
        .hasSizeGreaterThan(40)
        .isEqualTo(TestMedia.frameDigests(film));
    assertThat(TestMedia.samples(signed.file())).isEqualTo(TestMedia.samples(film));
  }

  @Test
  void theSameKeyGivesTheSameBytes() throws Exception {
    RenderSigner.Signed first = sign(film());
    ObjectStore other = new FileObjectStore(folder.resolve("other"));
    RenderRevision again =
        StoredFilm.put(
            other,
            StoredFilm.lineage(),
            StoredFilm.resource("patchwork-unsigned.mp4"),
            "film.mp4",
            MP4);

    RenderSigner.Signed second =
        new RenderSigner(other)
            .sign(again, Optional.empty(), signers, Files.createTempDirectory(folder, "work"));

    assertThat(second.file()).hasSameBinaryContentAs(first.file());
    assertThat(second.key()).isEqualTo(first.key());
    assertThat(sign(film()).sha256()).isEqualTo(first.sha256());
  }

  @Test
  void aFlippedBitOfFilmOrLineageIsFound() throws Exception {
    byte[] film = Files.readAllBytes(sign(film()).file());
    List<Path> flipped = new ArrayList<>();
    for (int at :
        List.of(
            film.length - 10,
            find(film, "mdat") + 1000,
            find(film, "stco") + 14,
            find(film, "\"duration\":\"2/1\"") + 12)) {
      flipped.add(write("flipped-" + at, flipped(film, at)));
    }

    List<Validator.Verdict> verdicts = validator.judge(MP4, flipped);

    assertThat(verdicts).extracting(Validator.Verdict::state).containsOnly("Invalid");
    assertThat(verdicts.subList(0, 3))
        .allSatisfy(
            each -> assertThat(each.failures()).containsExactly("assertion.bmffHash.mismatch"));
    assertThat(verdicts.getLast().failures()).containsExactly("assertion.hashedURI.mismatch");
  }

  @Test
  void aRenderInsideOfARenderBringsItsManifest() throws Exception {
    RenderSigner.Signed inner = sign(film());
    byte[] film = StoredFilm.resource("patchwork-unsigned.mp4");
    Interval whole = new Interval(StoredFilm.at(0, 1), StoredFilm.at(2, 1));
    Interval half = new Interval(StoredFilm.at(0, 1), StoredFilm.at(1, 1));
    // Once as it was signed, and once as it was rendered: one manifest.
    Use signed = StoredFilm.seen("remix", half, half, inner.sha256());
    Use rendered = StoredFilm.seen("rendered", whole, whole, Sha256.of(film));
    Use other = StoredFilm.seen("other", half, half);
    Lineage lineage = StoredFilm.lineage("outer", List.of(signed, rendered, other));
    RenderRevision outer = StoredFilm.put(store, lineage, film, "film.mp4", MP4);

    RenderSigner.Signed made = sign(outer);

    Validator.Verdict verdict = validator.judge(MP4, made.file());
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.state()).isEqualTo("Trusted");
    assertThat(made.copied()).isEqualTo(1);
    assertThat(verdict.report().path("manifests").propertyNames())
        .containsExactlyInAnyOrder(inner.manifest(), made.manifest());
    assertThat(
            verdict
                .report()
                .at("/manifests/" + made.manifest() + "/ingredients")
                .valueStream()
                .map(each ->
                    each.path("title").asString() + each.path("active_manifest").asString("")))
        .containsExactlyInAnyOrder(
            "other", "remix" + inner.manifest(), "rendered" + inner.manifest());
    assertThat(store.list(StoreLayout.rendersOf(inner.sha256())).count()).isEqualTo(1);
  }

  /** A manifest that another program made. */
  @Test
  void anUploadsOwnManifestIsCopiedAsItIs() throws Exception {
    byte[] foreign = StoredFilm.resource("patchwork-signed.store.c2pa");
    store.putIfAbsent(
        StoreLayout.manifestStore(Sha256.of("va")),
        Upload.of(foreign, "application/c2pa", Sha256.of(foreign).hex()));
    byte[] damaged = "no manifest at all".getBytes(StandardCharsets.US_ASCII);
    store.putIfAbsent(
        StoreLayout.manifestStore(Sha256.of("vb")),
        Upload.of(damaged, "application/c2pa", Sha256.of(damaged).hex()));

    RenderSigner.Signed signed = sign(film());

    Validator.Verdict verdict = validator.judge(MP4, signed.file());
    assertThat(verdict.failures()).isEmpty();
    // Who signed the upload is not trusted here; who signed the film is.
    assertThat(verdict.state()).isEqualTo("Valid");
    String roots =
        TestCredential.pem(made.root())
            + new String(StoredFilm.resource("test-root.cert.pem"), StandardCharsets.US_ASCII);
    assertThat(new Validator(folder, roots).judge(MP4, signed.file()).state()).isEqualTo("Trusted");
    assertThat(signed.copied()).isEqualTo(1);
    assertThat(verdict.report().path("manifests").propertyNames())
        .contains("urn:c2pa:F095F30E-6CD5-4BF7-8C44-CE8420CA9FB7");
    assertThat(signed.warnings()).hasSize(1);
    assertThat(signed.warnings().getFirst())
        .startsWith("The C2PA manifest of vb cannot be read")
        .endsWith("so it is left out; the source itself is named.");
  }

  @Test
  void aFilmThatHoldsNoManifestGetsOneBesideIt() throws Exception {
    byte[] film = "as if it were WebM".getBytes(StandardCharsets.US_ASCII);
    RenderRevision revision =
        StoredFilm.put(store, StoredFilm.lineage(), film, "film.webm", "video/webm; codecs=vp9");

    RenderSigner.Signed signed = sign(revision);

    assertThat(signed.isEmbedded()).isFalse();
    assertThat(signed.key()).endsWith(".c2pa");
    Validator.Verdict verdict = validator.judge("application/c2pa", signed.file());
    // The validator reads no WebM: it is given the manifest alone, which is not the film.
    assertThat(verdict.failures()).containsExactly("assertion.dataHash.mismatch");
    assertThat(codes(verdict))
        .contains(
            "signingCredential.trusted", "claimSignature.validated", "assertion.hashedURI.match");
    Cbor hash = Cbor.of(HexFormat.of().parseHex(Sha256.of(film).hex()));
    assertThat(Files.readAllBytes(signed.file()))
        .containsSequence(Cbor.of("hash").encode())
        .containsSequence(hash.encode());
  }

  private Signers with(SigningCredential actor) {
    return new Signers(
        signers.claim(),
        Optional.of(
            new NamedActor(
                actor, new TreeSet<>(List.of(NamedActor.Role.PUBLISHER, NamedActor.Role.EDITOR)))));
  }

  private RenderSigner.Signed sign(Signers by, ObjectStore in) throws Exception {
    RenderRevision revision =
        StoredFilm.put(
            in,
            StoredFilm.lineage(),
            StoredFilm.resource("patchwork-unsigned.mp4"),
            "film.mp4",
            MP4);
    return new RenderSigner(in)
        .sign(revision, Optional.empty(), by, Files.createTempDirectory(folder, "work"));
  }

  @Test
  void somebodySaysForThemselvesWhatTheyAreOfTheFilm() throws Exception {
    TestCredential another =
        new TestCredential(Files.createDirectory(folder.resolve("actor")), "Publisher");
    Signers by = with(another.credential());

    RenderSigner.Signed signed = sign(by, store);

    String both = TestCredential.pem(made.root()) + TestCredential.pem(another.root());
    Validator.Verdict verdict = new Validator(folder, both).judge(MP4, signed.file());
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.state()).isEqualTo("Trusted");
    assertThat(codes(verdict))
        .contains("cawg.x509.signature.validated", "cawg.x509.credential.trusted");
    JsonNode assertions = verdict.report().at("/manifests/" + signed.manifest() + "/assertions");
    JsonNode identity =
        assertions
            .valueStream()
            .filter(each -> each.path("label").asString().equals("cawg.identity"))
            .findFirst()
            .orElseThrow();
    // Not the signer's word, but their own.
    assertThat(identity.path("created").asBoolean(false)).isFalse();
    assertThat(identity.at("/data/signer_payload/role"))
        .isEqualTo(
            Json.tree("[\"cawg.editor\",\"cawg.publisher\"]".getBytes(StandardCharsets.US_ASCII)));
    assertThat(identity.at("/data/signature_info/issuer").asString()).isEqualTo("Patchwork Tests");
    assertThat(
            identity
                .at("/data/signer_payload/referenced_assertions")
                .valueStream()
                .map(each -> each.path("url").asString()))
        .containsExactly(
            "self#jumbf=c2pa.assertions/c2pa.actions.v2",
            "self#jumbf=c2pa.assertions/c2pa.hash.bmff.v3");
    assertThat(sign(by, new FileObjectStore(folder.resolve("again"))).file())
        .hasSameBinaryContentAs(signed.file());
    assertThat(sign(film()).manifest()).isNotEqualTo(signed.manifest());
    // A reader who does not know the actor's authority is told so.
    Validator.Verdict doubtful =
        new Validator(folder, TestCredential.pem(made.root())).judge(MP4, signed.file());
    assertThat(doubtful.failures()).containsExactly("cawg.x509.credential.untrusted");
    assertThat(doubtful.state()).isEqualTo("Valid");
  }

  @Test
  void nobodySpeaksWithTheCertificateOfAnother() throws Exception {
    SigningCredential wrongKey =
        new SigningCredential(
            (ECPrivateKey) TestCredential.pair().getPrivate(),
            List.of(signers.claim().certificate()));

    Validator.Verdict verdict = validator.judge(MP4, sign(with(wrongKey), store).file());

    assertThat(verdict.failures()).contains("cawg.x509.signature.mismatch");
  }

  private static List<String> codes(Validator.Verdict verdict) {
    return verdict
        .report()
        .at("/validation_results/activeManifest/success")
        .valueStream()
        .map(each -> each.path("code").asString())
        .toList();
  }

  @Test
  void fourHundredSourcesTakeLessThanAMebibyte() throws Exception {
    RenderRevision revision =
        StoredFilm.put(
            store,
            ManySources.lineage(400),
            StoredFilm.resource("patchwork-unsigned.mp4"),
            "film.mp4",
            MP4);

    RenderSigner.Signed signed = sign(revision);

    Validator.Verdict verdict = validator.judge(MP4, signed.file());
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.state()).isEqualTo("Trusted");
    assertThat(signed.ingredients()).isEqualTo(400);
    assertThat(Files.size(signed.file())).isLessThan(1 << 20);
    assertThat(signed.warnings().getFirst()).contains("so the manifest holds its digest");
  }
}
