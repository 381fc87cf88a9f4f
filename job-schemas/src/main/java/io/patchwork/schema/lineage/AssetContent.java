package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import java.util.Comparator;

/**
 * An asset as it was with one content. Where another content was ingested under the same id, people
 * of the one are not credited for the other.
 */
public record AssetContent(Id asset, Sha256 sha256) implements Comparable<AssetContent> {

  private static final Comparator<AssetContent> ORDER =
      Comparator.comparing(AssetContent::asset)
          .thenComparing(AssetContent::sha256, Comparator.comparing(Sha256::hex));

  /** An asset of whose content nothing is known: its id stands for that. */
  public static AssetContent unknown(Id asset) {
    return new AssetContent(asset, Sha256.of(asset.value()));
  }

  @Override
  public int compareTo(AssetContent other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return asset.value();
  }
}
