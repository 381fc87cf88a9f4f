package io.patchwork.worker.attribution.ancestry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.AssetContent;

/** Where what is seen or heard comes from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(Origin.OfAsset.class),
  @JsonSubTypes.Type(Origin.Generated.class)
})
public sealed interface Origin {

  /** A content of an asset. */
  record OfAsset(Id asset, Sha256 sha256) implements Origin {

    public OfAsset(AssetContent content) {
      this(content.asset(), content.sha256());
    }

    @JsonIgnore
    public AssetContent content() {
      return new AssetContent(asset, sha256);
    }
  }

  /**
   * What the makers of a remix keep a share of, beside the parts of the film.
   *
   * @param origin what came through the remix
   */
  record Makers(AssetContent remix, Origin origin) implements Origin {}

  /**
   * Nobody's work.
   *
   * @param generator as in {@link io.patchwork.schema.lineage.Generated}
   */
  record Generated(String generator) implements Origin {}
}
