package io.patchwork.worker.render;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.MediaInfo;
import java.util.List;

/**
 * An asset that a timeline uses, pinned to the content that it has now.
 *
 * @param original the address of the content
 */
record SourceMedia(
    Id asset,
    Sha256 sha256,
    String original,
    MediaInfo info,
    List<Contributor> contributors,
    List<Id> resources) {

  SourceMedia {
    contributors = List.copyOf(contributors);
    resources = List.copyOf(resources);
  }

  static SourceMedia of(AssetManifest manifest) {
    return new SourceMedia(
        manifest.asset(),
        manifest.sha256(),
        manifest.original(),
        manifest.media(),
        manifest.contributors(),
        manifest.resources());
  }
}
