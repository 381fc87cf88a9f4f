package io.patchwork.worker.c2pa;

import io.patchwork.common.config.ProductVersion;
import io.patchwork.schema.id.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a manifest says about a film, but for the hash that binds it to the film's bytes.
 *
 * @param name of the manifest, as in {@code urn:c2pa:…}
 * @param created assertions that the signer attests
 * @param gathered assertions that others declared
 * @param copied manifests of the ingredients
 * @param actions that of the created assertions which says how the film was made
 * @param film digest of the film before anything was embedded
 */
record ManifestContent(
    String name,
    String title,
    List<Assertion> created,
    List<Assertion> gathered,
    List<ManifestStore.Manifest> copied,
    Assertion actions,
    Sha256 film) {

  private static final String GENERATOR = "Patchwork";
  private static final String COMPOSITE =
      "http://cv.iptc.org/newscodes/digitalsourcetype/composite";

  ManifestContent {
    created = List.copyOf(created);
    gathered = List.copyOf(gathered);
    copied = List.copyOf(copied);
  }

  /** An ingredient and what it brought. */
  record Source(FilmIngredient ingredient, Optional<ManifestStore> manifests) {}

  /**
   * The content for a film.
   *
   * @param sources those whose manifests are among {@code copied} have them
   */
  static ManifestContent of(
      SignedLineage lineage,
      List<Source> sources,
      List<ManifestStore.Manifest> copied,
      Sha256 film,
      Signers signers) {
    List<Assertion> created = new ArrayList<>();
    List<Cbor> steps = new ArrayList<>();
    steps.add(
        Cbor.of(
            Map.of("action", Cbor.of("c2pa.created"), "digitalSourceType", Cbor.of(COMPOSITE))));
    for (Source source : sources) {
      Assertion ingredient = ingredient(source, created.size());
      created.add(ingredient);
      steps.add(placed(source.ingredient(), ingredient));
    }
    Assertion actions =
        Assertion.cbor("c2pa.actions.v2", Cbor.of(Map.of("actions", Cbor.of(steps))));
    created.add(actions);
    created.add(lineage.assertion());
    List<Assertion> gathered = CreditsMetadata.of(lineage.lineage()).stream().toList();
    String title = lineage.lineage().render().value();
    UUID id = id(title, created, gathered, film, signers);
    return new ManifestContent(
        "urn:c2pa:" + id.toString().toUpperCase(Locale.ROOT),
        title,
        created,
        gathered,
        copied,
        actions,
        film);
  }

  private static Assertion ingredient(Source source, int index) {
    FilmIngredient ingredient = source.ingredient();
    Map<String, Cbor> fields = new TreeMap<>();
    fields.put("relationship", Cbor.of("componentOf"));
    fields.put("dc:title", Cbor.of(ingredient.asset().value()));
    fields.put("instanceID", Cbor.of(FilmIngredient.instance(ingredient.sha256())));
    ingredient
        .used()
        .ifPresent(
            used -> fields.put("metadata", Cbor.of(Map.of("regionOfInterest", Region.of(used)))));
    source.manifests().ifPresent(store -> fields.putAll(IngredientManifests.references(store)));
    String label = "c2pa.ingredient.v3" + (index == 0 ? "" : "__" + index);
    return Assertion.cbor(label, Cbor.of(fields));
  }

  private static Cbor placed(FilmIngredient ingredient, Assertion assertion) {
    return Cbor.of(
        Map.of(
            "action",
            Cbor.of("c2pa.placed"),
            "parameters",
            Cbor.of(Map.of("ingredients", Cbor.of(List.of(assertion.reference())))),
            "changes",
            Cbor.of(ingredient.regions())));
  }

  /**
   * A name that follows from all that is signed, so that it is the same when the film is signed
   * again (C2PA asks for a UUID of version 4, which is this one's form).
   */
  private static UUID id(
      String title,
      List<Assertion> created,
      List<Assertion> gathered,
      Sha256 film,
      Signers signers) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(signers.digest().hex().getBytes(StandardCharsets.US_ASCII));
    digest.update(film.hex().getBytes(StandardCharsets.US_ASCII));
    digest.update(Sha256.of(title).hex().getBytes(StandardCharsets.US_ASCII));
    created.forEach(each -> digest.update(each.box().hash()));
    gathered.forEach(each -> digest.update(each.box().hash()));
    return version4(digest.digest());
  }

  private static UUID version4(byte[] digest) {
    ByteBuffer bits = ByteBuffer.wrap(digest);
    return new UUID(
        (bits.getLong() & ~0xf000L) | 0x4000L, (bits.getLong() & ~(3L << 62)) | (1L << 63));
  }

  /**
   * The store for the film: the ingredients' manifests and, as the active one, its own. Its size
   * does not depend on the hash.
   */
  ManifestStore store(HardBinding binding, byte[] hash, Signers signers) {
    Assertion bound = binding.assertion(hash);
    List<Assertion> attested = new ArrayList<>(created);
    attested.add(bound);
    List<Assertion> declared = new ArrayList<>(gathered);
    signers.actor().ifPresent(actor -> declared.add(actor.identity(List.of(actions, bound))));
    Map<String, Cbor> fields = new TreeMap<>();
    fields.put("instanceID", Cbor.of("xmp:iid:" + version4(instance())));
    fields.put(
        "claim_generator_info",
        Cbor.of(Map.of("name", Cbor.of(GENERATOR), "version", Cbor.of(ProductVersion.TEXT))));
    fields.put("signature", Cbor.of("self#jumbf=/c2pa/" + name + "/c2pa.signature"));
    fields.put("created_assertions", references(attested));
    if (!declared.isEmpty()) {
      fields.put("gathered_assertions", references(declared));
    }
    fields.put("dc:title", Cbor.of(title));
    fields.put("alg", Cbor.of("sha256"));
    byte[] claim = Cbor.of(fields).encode();
    List<Superbox> assertions = new ArrayList<>();
    attested.forEach(each -> assertions.add(each.box()));
    declared.forEach(each -> assertions.add(each.box()));
    Superbox signature = signers.claim().sign(claim);
    Superbox manifest =
        Superbox.of(
            Superbox.Type.MANIFEST,
            name,
            List.of(
                Superbox.of(Superbox.Type.ASSERTIONS, "c2pa.assertions", assertions),
                Superbox.cbor(Superbox.Type.CLAIM, "c2pa.claim.v2", claim),
                signature));
    List<ManifestStore.Manifest> all = new ArrayList<>(copied);
    all.add(new ManifestStore.Manifest(name, manifest, Optional.of(signature)));
    return new ManifestStore(all);
  }

  /** The last part of its name. */
  String uuid() {
    return name.substring(name.lastIndexOf(':') + 1);
  }

  private byte[] instance() {
    return Sha256.newDigest().digest(film.hex().getBytes(StandardCharsets.US_ASCII));
  }

  private static Cbor references(List<Assertion> assertions) {
    return Cbor.of(assertions.stream().map(Assertion::reference).toList());
  }
}
