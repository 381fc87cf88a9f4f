package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.time.Fraction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who made an asset, in which shares, and what is still open about it.
 *
 * @param makers contributors; empty where none is known
 * @param contained people of the render that the asset contains in an unknown part
 */
public record AssetPeople(
    AssetContent asset, List<Maker> makers, Review review, List<Id> contained) {

  public AssetPeople {
    makers = List.copyOf(makers);
    contained = List.copyOf(contained);
  }

  /** An asset about which nothing is open. */
  public static AssetPeople settled(AssetContent asset, List<Maker> makers) {
    return new AssetPeople(asset, makers, Review.SETTLED, List.of());
  }

  /**
   * A contributor's part of an asset.
   *
   * @param person platform's id
   * @param share 0 to 1, all together exactly 1; absent for all where they share equally
   * @param isAccepted whether the person has accepted it; a share that is only proposed is held
   */
  public record Maker(Id person, @Nullable Fraction share, boolean isAccepted) {}

  /** What is open about an asset. */
  public enum Review {
    SETTLED,
    /** It is declared to contain a render in an unknown part. */
    UNKNOWN_PART,
    /** It was matched to another asset, and nobody has reviewed that. */
    UNREVIEWED_MATCH
  }
}
