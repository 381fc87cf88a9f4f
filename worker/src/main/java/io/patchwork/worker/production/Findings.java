package io.patchwork.worker.production;

import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.PdqHash;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a pass.
 *
 * @param pdq of the picture, where one was wanted
 */
public record Findings(List<Artifact> artifacts, @Nullable PdqHash pdq) {

  public static final Findings NOTHING = new Findings(List.of(), null);

  public Findings {
    artifacts = List.copyOf(artifacts);
  }

  public static Findings of(Artifact... artifacts) {
    return new Findings(List.of(artifacts), null);
  }

  public Findings plus(Findings more) {
    List<Artifact> all = new ArrayList<>(artifacts);
    all.addAll(more.artifacts);
    return new Findings(all, more.pdq == null ? pdq : more.pdq);
  }
}
