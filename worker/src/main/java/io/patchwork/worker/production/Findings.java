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
 * @param warnings what a person should know, as sentences
 */
public record Findings(List<Artifact> artifacts, @Nullable PdqHash pdq, List<String> warnings) {

  public static final Findings NOTHING = new Findings(List.of(), null, List.of());

  public Findings {
    artifacts = List.copyOf(artifacts);
    warnings = List.copyOf(warnings);
  }

  public static Findings of(Artifact... artifacts) {
    return new Findings(List.of(artifacts), null, List.of());
  }

  public static Findings of(PdqHash pdq) {
    return new Findings(List.of(), pdq, List.of());
  }

  public static Findings warning(String sentence) {
    return new Findings(List.of(), null, List.of(sentence));
  }

  public Findings plus(Findings more) {
    return new Findings(
        both(artifacts, more.artifacts),
        more.pdq == null ? pdq : more.pdq,
        both(warnings, more.warnings));
  }

  private static <T> List<T> both(List<T> some, List<T> others) {
    List<T> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
