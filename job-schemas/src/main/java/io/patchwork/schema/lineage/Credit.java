package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An asset that a render uses, whose work it is, and what its makers say it was made from.
 *
 * @param render the render that it is the output of; absent where it is none of ours
 * @param nestedContributors everybody who is seen, heard or acknowledged in that one
 */
public record Credit(
    Id asset,
    Sha256 sha256,
    List<Contributor> contributors,
    List<Id> resources,
    @Nullable RenderRevision render,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Contributor> nestedContributors) {

  @SuppressWarnings("nullness") // an absent list arrives as null from the wire
  public Credit {
    contributors = List.copyOf(contributors);
    resources = List.copyOf(resources);
    nestedContributors = nestedContributors == null ? List.of() : List.copyOf(nestedContributors);
  }

  /** Of what is no render. */
  public Credit(Id asset, Sha256 sha256, List<Contributor> contributors, List<Id> resources) {
    this(asset, sha256, contributors, resources, null, List.of());
  }
}
