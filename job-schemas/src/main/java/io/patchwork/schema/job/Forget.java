package io.patchwork.schema.job;

import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.id.Id;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Deletes an asset, or all that is by a person, from the store. What nobody decided is not guessed.
 *
 * @param asset to forget; null for a person
 * @param person to forget; null for an asset
 * @param renders what becomes of renders that hold it; null to withdraw them
 * @param shared what becomes of assets that others made too; null where nobody decided
 * @param payee what becomes of the record that says who a payee of the ledger is; null where nobody
 *     decided
 * @param dryRun whether only to report what would be deleted; null for no
 */
public record Forget(
    @Nullable Id asset,
    @Nullable Id person,
    @Nullable OfRenders renders,
    @Nullable Choice shared,
    @Nullable Choice payee,
    @Nullable Boolean dryRun)
    implements Job {

  /** What becomes of a render. */
  public enum OfRenders {
    /** It is deleted. */
    WITHDRAW,
    /** It is deleted, and rendered again with a slate in place of what is forgotten. */
    PLACEHOLDER;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of something that is not only of whoever is forgotten. */
  public enum Choice {
    DELETE,
    KEEP;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Forget {
    if ((asset == null) == (person == null)) {
      throw new IllegalArgumentException("either an asset or a person is forgotten");
    }
  }

  /** Whether nothing is deleted. */
  public boolean isDryRun() {
    return Boolean.TRUE.equals(dryRun);
  }

  /** Whether renders that hold it are rendered again. */
  public boolean hasPlaceholders() {
    return renders == OfRenders.PLACEHOLDER;
  }
}
