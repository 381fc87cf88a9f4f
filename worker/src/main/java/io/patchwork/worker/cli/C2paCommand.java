package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.c2pa.CredentialFiles;
import io.patchwork.worker.c2pa.RenderSigner;
import io.patchwork.worker.c2pa.SigningCredential;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.render.LatestRevision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
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
    Id id = Arguments.id("RENDER", render);
    WorkerConfig config = cluster.config();
    try (ObjectStore store = Stores.open(config.store(), config);
        TemporaryFolder folder = new TemporaryFolder()) {
      SigningCredential credential = CredentialFiles.read(key, chain, clock.instant());
      LatestRevision latest =
          RenderedTimelines.latest(store, id)
              .orElseThrow(() ->
                  new Refused(
                      FailureCode.SOURCE_NOT_FOUND,
                      "There is no render \"" + id + "\"; name one that is finished."));
      RenderSigner.Signed signed =
          new RenderSigner(store)
              .sign(new RenderRevision(id, latest.revision()), credential, folder.path());
      copy(signed);
      print(signed, credential);
      return 0;
    } catch (Refused refused) {
      throw CommandFailed.job(refused.code(), refused.sentence());
    }
  }

  private void copy(RenderSigner.Signed signed) throws IOException {
    if (out != null) {
      Files.copy(signed.file(), out, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void print(RenderSigner.Signed signed, SigningCredential credential) {
    String end = credential.certificate().getNotAfter().toInstant().toString();
    if (isJson) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("manifest", signed.manifest());
      fields.put("key", signed.key());
      fields.put("sha256", signed.sha256());
      fields.put("embedded", signed.isEmbedded());
      fields.put("ingredients", signed.ingredients());
      fields.put("copiedManifests", signed.copied());
      fields.put("validUntil", end);
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
    Terminal.line(
        "It validates until " + end + ", when the certificate ends: no time stamp is taken.");
    signed.warnings().forEach(Terminal::line);
  }
}
