package io.patchwork.worker.cli;

import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ledger.KeyFiles;
import io.patchwork.worker.ledger.LedgerKey;
import io.patchwork.worker.ledger.LedgerSecret;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the operator's key and secret are: named by an option, or in the environment. */
final class LedgerFiles {

  private static final String SECRET = "PATCHWORK_LEDGER_SECRET";

  private LedgerFiles() {}

  static LedgerKey key(@Nullable Path option, String origin)
      throws CommandFailed, IOException, Refused {
    return KeyFiles.readKey(file(option, "--key", "PATCHWORK_LEDGER_KEY"), origin);
  }

  static LedgerSecret secret(@Nullable Path option, ClusterOptions cluster)
      throws CommandFailed, IOException, Refused {
    return KeyFiles.readSecret(secretFile(option, cluster));
  }

  /** The file of the secret; beside a store of this machine, one is made where none is named. */
  static Path secretFile(@Nullable Path option, ClusterOptions cluster)
      throws CommandFailed, IOException {
    @Nullable String named = System.getenv(SECRET);
    @Nullable Path folder = cluster.folder();
    if (option != null || (named != null && !named.isEmpty()) || folder == null) {
      return file(option, "--secret", SECRET);
    }
    return KeyFiles.secretFileBeside(folder);
  }

  private static Path file(@Nullable Path option, String name, String variable)
      throws CommandFailed {
    @Nullable String named = System.getenv(variable);
    if (option == null && (named == null || named.isEmpty())) {
      throw CommandFailed.usage(
          "No file is named; give one with " + name + " FILE or in " + variable + ".");
    }
    return option == null ? Path.of(named) : option;
  }
}
