package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.WorkDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An asset that a render uses, itself or through other renders, its contributors, and the assets
 * that it was derived from.
 *
 * @param work title, licence and identifiers; absent where nobody gave any
 * @param render the render that it is the output of; absent for any other asset
 * @param method how that render is known, or those in {@code containedRenders}; absent where there
 *     is none
 * @param containedRenders renders that are in it, nobody knows in which part; none where the asset
 *     is the output of one render
 * @param nestedContributors everybody who may be in it, where nobody knows when: people of a render
 *     whose own parts were not kept, or that is in it in an unknown part
 * @param additionalCredits people whom that render credits though their work is not in it
 */
public record Credit(
    Id asset,
    Sha256 sha256,
    List<Contributor> contributors,
    List<Id> resources,
    @Nullable WorkDetails work,
    @Nullable RenderRevision render,
    @Nullable RenderMethod method,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RenderRevision> containedRenders,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Contributor> nestedContributors,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Contributor> additionalCredits) {

  @SuppressWarnings("nullness") // an absent list arrives as null from the wire
  public Credit {
    contributors = List.copyOf(contributors);
    resources = List.copyOf(resources);
    containedRenders = containedRenders == null ? List.of() : List.copyOf(containedRenders);
    nestedContributors = nestedContributors == null ? List.of() : List.copyOf(nestedContributors);
    additionalCredits = additionalCredits == null ? List.of() : List.copyOf(additionalCredits);
  }

  /** The credit of an asset that is no output of a render. */
  public Credit(Id asset, Sha256 sha256, List<Contributor> contributors, List<Id> resources) {
    this(asset, sha256, contributors, resources, null, null, null, List.of(), List.of(), List.of());
  }

  /** The asset as it was. */
  @JsonIgnore
  public AssetContent content() {
    return new AssetContent(asset, sha256);
  }

  /** The same asset with other people who may be in it. */
  public Credit containing(List<Contributor> people) {
    return new Credit(
        asset,
        sha256,
        contributors,
        resources,
        work,
        render,
        method,
        containedRenders,
        people,
        additionalCredits);
  }

  /** The renders that are in it, nobody knows when. */
  public List<RenderRevision> untimedRenders() {
    return render != null && !nestedContributors.isEmpty() ? List.of(render) : containedRenders;
  }

  /** Whether nobody at all is named for it. */
  public boolean namesNobody() {
    return contributors.isEmpty() && nestedContributors.isEmpty() && render == null;
  }

  /** The same asset with other contributors, and other details of the work. */
  public Credit by(List<Contributor> people, @Nullable WorkDetails details) {
    return new Credit(
        asset,
        sha256,
        people,
        resources,
        details,
        render,
        method,
        containedRenders,
        nestedContributors,
        additionalCredits);
  }
}
