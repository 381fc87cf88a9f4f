package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.c2pa.CorrectedPeople;
import io.patchwork.worker.c2pa.CredentialFiles;
import io.patchwork.worker.c2pa.NamedActor;
import io.patchwork.worker.c2pa.RenderSigner;
import io.patchwork.worker.c2pa.Signers;
import io.patchwork.worker.c2pa.SigningCredential;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.render.LatestRevision;
import io.patchwork.worker.render.LineageVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork c2pa}. */
@Command(
    name = "c2pa",
    description = "Sign a finished render: a C2PA manifest of its sources and its lineage.")
final class C2paCommand implements Callable<Integer> {

  private final InstantSource clock;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "RENDER", description = "Id of a finished render.")
  private String render = "";

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Private key of the signer (ECDSA on P-256, PKCS#8 in PEM).")
  private @Nullable Path key;

  @Option(
      names = "--chain",
      paramLabel = "FILE",
      description =
          "Certificates in PEM: the signer's first, then each that issued the one before.")
  private @Nullable Path chain;

  @Option(
      names = "--identity-role",
      paramLabel = "ROLE",
      description =
          "What the signer, or the holder of --identity-key, is of the film: creator, contributor,"
              + " editor, producer, publisher, sponsor or translator."
              + " May be given again.")
  private Set<NamedActor.Role> identityRoles = EnumSet.noneOf(NamedActor.Role.class);

  @Option(
      names = "--identity-key",
      paramLabel = "FILE",
      description = "Private key of whoever has that role, where it is not the signer's.")
  private @Nullable Path identityKey;

  @Option(
      names = "--identity-chain",
      paramLabel = "FILE",
      description = "Certificates for that key, as those of --chain.")
  private @Nullable Path identityChain;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Copy of the signed film, or of the manifest where it is a file of its own.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean isJson;

  C2paCommand() {
    this(InstantSource.system());
  }

  C2paCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (key == null || chain == null) {
      throw CommandFailed.usage(
          "The film stays unsigned: there is no "
              + (key == null ? "key" : "certificate")
              + "; give the signer's key with --key FILE and the certificates with --chain FILE.");
    }
    if ((identityKey == null) != (identityChain == null)) {
      throw CommandFailed.usage(
          "A key without its certificates says nothing of who holds it; give --identity-key and"
              + " --identity-chain together, or neither.");
    }
    if (identityKey != null && identityRoles.isEmpty()) {
      throw CommandFailed.usage(
          "Nothing says what the holder of --identity-key is of the film; give --identity-role"
              + " ROLE.");
    }
    Id id = Arguments.id("RENDER", render);
    WorkerConfig config = cluster.config();
    try (ObjectStore store = Stores.open(config.store(), config);
        TemporaryFolder folder = new TemporaryFolder()) {
      Signers signers = signers(key, chain);
      LatestRevision latest =
          RenderedTimelines.latest(store, id)
              .orElseThrow(() ->
                  new Refused(
                      FailureCode.SOURCE_NOT_FOUND,
                      "There is no render \"" + id + "\"; name one that is finished."));
      RenderRevision revision = new RenderRevision(id, latest.revision());
      Optional<CorrectedPeople> corrected =
          new LineageVersions(store)
              .latest(revision)
              .filter(version -> version.number() > 0)
              .map(version -> new CorrectedPeople(version.lineage(), version.digest()));
      RenderSigner.Signed signed =
          new RenderSigner(store).sign(revision, corrected, signers, folder.path());
      copy(signed);
      print(signed, signers);
      return 0;
    } catch (Refused refused) {
      throw CommandFailed.job(refused.code(), refused.sentence());
    }
  }

  private Signers signers(Path signingKey, Path signingChain) throws IOException, Refused {
    SigningCredential claim = CredentialFiles.read(signingKey, signingChain, clock.instant());
    if (identityRoles.isEmpty()) {
      return new Signers(claim, Optional.empty());
    }
    return new Signers(
        claim,
        Optional.of(
            CredentialFiles.readActor(
                identityKey == null ? signingKey : identityKey,
                identityChain == null ? signingChain : identityChain,
                new TreeSet<>(identityRoles),
                clock.instant())));
  }

  private void copy(RenderSigner.Signed signed) throws IOException {
    if (out != null) {
      Files.copy(signed.file(), out, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void print(RenderSigner.Signed signed, Signers signers) {
    String end = signers.claim().certificate().getNotAfter().toInstant().toString();
    if (isJson) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("manifest", signed.manifest());
      fields.put("key", signed.key());
      fields.put("sha256", signed.sha256());
      fields.put("embedded", signed.isEmbedded());
      fields.put("ingredients", signed.ingredients());
      fields.put("copiedManifests", signed.copied());
      fields.put("validUntil", end);
      signers.actor().ifPresent(actor -> fields.put("identity", identity(actor)));
      fields.put("warnings", signed.warnings());
      Terminal.json(fields);
      return;
    }
    Terminal.line(
        (signed.isEmbedded() ? "Signed film: " : "Manifest beside the film: ") + signed.key());
    Terminal.line(
        signed.manifest()
            + ", "
            + (signed.ingredients() == 1 ? "1 source" : signed.ingredients() + " sources")
            + ", "
            + (signed.copied() == 1
                ? "1 manifest of theirs"
                : signed.copied() + " manifests of theirs"));
    signers.actor().ifPresent(actor -> Terminal.line("By its own word: " + identity(actor)));
    Terminal.line(
        "It validates until " + end + ", when the certificate ends: no time stamp is taken.");
    signed.warnings().forEach(Terminal::line);
  }

  private static String identity(NamedActor actor) {
    return actor.credential().certificate().getSubjectX500Principal().getName()
        + ", "
        + actor.roles().stream()
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }
}
