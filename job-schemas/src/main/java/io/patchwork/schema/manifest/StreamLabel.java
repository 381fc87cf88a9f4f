package io.patchwork.schema.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container says that a stream is.
 *
 * @param language tag of RFC 5646, as in {@code pt}; absent where the file has none
 * @param title of at most 500 characters
 * @param dispositions what it is for
 */
public record StreamLabel(
    @Nullable String language, @Nullable String title, List<Disposition> dispositions) {

  public static final StreamLabel NONE = new StreamLabel(null, null, List.of());

  public StreamLabel {
    dispositions = List.copyOf(dispositions);
  }

  public boolean is(Disposition disposition) {
    return dispositions.contains(disposition);
  }
}
