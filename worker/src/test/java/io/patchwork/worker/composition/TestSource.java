package io.patchwork.worker.composition;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.MediaInfo;
import java.util.List;

/** Media of assets that nobody contributed. */
public final class TestSource {

  private TestSource() {}

  /**
   * An asset.
   *
   * @param content what names its content
   */
  public static SourceMedia of(String name, String content, MediaInfo info, Artifact... variants) {
    return new SourceMedia(
        new Id(name),
        Sha256.of(content),
        "file:///uploads/" + name,
        info,
        null,
        List.of(variants),
        null,
        null,
        List.of(),
        List.of(),
        null,
        InRenders.NONE,
        null);
  }
}
