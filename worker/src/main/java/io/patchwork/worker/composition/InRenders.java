package io.patchwork.worker.composition;

import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.RenderMethod;
import io.patchwork.schema.lineage.RenderRevision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the renders in an asset.
 *
 * @param output the render that it is the output of; null where it is none
 * @param contained renders that are in it in an unknown part, if it is the output of none
 * @param method how these are known; null where there is none
 * @param people everybody who is in these renders or credited in them
 * @param additionalCredits those of them whose work is not in it
 */
public record InRenders(
    @Nullable RenderRevision output,
    List<RenderRevision> contained,
    @Nullable RenderMethod method,
    List<Contributor> people,
    List<Contributor> additionalCredits) {

  /** No render is in it. */
  public static final InRenders NONE = new InRenders(null, List.of(), null, List.of(), List.of());

  public InRenders {
    contained = List.copyOf(contained);
    people = List.copyOf(people);
    additionalCredits = List.copyOf(additionalCredits);
  }

  /** An asset that has renders in it in an unknown part. */
  public static InRenders containing(
      List<RenderRevision> contained, RenderMethod method, List<Contributor> people) {
    return new InRenders(null, contained, method, people, List.of());
  }
}
