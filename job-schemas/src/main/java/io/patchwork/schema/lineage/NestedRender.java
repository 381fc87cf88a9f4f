package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.Fraction;

/**
 * A range of the output in which something came through a render that another render uses. Its
 * makers are credited for it; its share of the picture or the sound is that of what is in it.
 *
 * @param visible average share of the frame, or of what is heard, that came through it, 0 to 1
 */
public record NestedRender(Medium medium, Interval out, Id asset, Sha256 sha256, Fraction visible) {

  /** The render as it was. */
  @JsonIgnore
  public AssetContent content() {
    return new AssetContent(asset, sha256);
  }
}
