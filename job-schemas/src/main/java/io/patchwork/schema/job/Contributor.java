package io.patchwork.schema.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.time.Fraction;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A person whose work an asset is.
 *
 * @param id the platform's id of the person
 * @param name how the person wishes to be credited; the id where absent
 * @param role what the person did, as the platform calls it
 * @param share of the asset, 0 to 1; absent where all contributors share equally
 * @param shareAccepted whether the person has accepted the share; a share that is only proposed is
 *     held when an amount is divided; absent for accepted
 * @param identifiers by which registries know the person, by their schemes, as {@code ipi}, {@code
 *     isni}, {@code orcid}; passed on as they were given
 */
public record Contributor(
    Id id,
    @Nullable String name,
    @Nullable String role,
    @Nullable Fraction share,
    @Nullable Boolean shareAccepted,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> identifiers) {

  @SuppressWarnings("nullness") // an absent map arrives as null from the wire
  public Contributor {
    identifiers =
        identifiers == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(identifiers));
  }

  /** A person who shares equally with all others. */
  public Contributor(Id id, @Nullable String name, @Nullable String role) {
    this(id, name, role, null, null, Collections.emptySortedMap());
  }

  /** The same person with identifiers. */
  public Contributor known(SortedMap<String, String> as) {
    return new Contributor(id, name, role, share, shareAccepted, as);
  }

  /** The name to show. */
  public String creditedAs() {
    return name == null ? id.value() : name;
  }

  /** Whether the person has accepted the share, or there is none to accept. */
  public boolean hasAcceptedShare() {
    return !Boolean.FALSE.equals(shareAccepted);
  }

  /** Why the shares of an asset's contributors cannot be; empty where they can. */
  public static Optional<String> problem(List<Contributor> contributors) {
    List<Fraction> shares =
        contributors.stream().flatMap(each -> Optional.ofNullable(each.share).stream()).toList();
    if (shares.isEmpty()) {
      return Optional.empty();
    }
    if (shares.size() < contributors.size()) {
      return Optional.of(
          "only some of the contributors have a share; give one to each, or to none");
    }
    Fraction sum = shares.stream().reduce(Fraction.ZERO, Fraction::plus);
    return shares.stream().anyMatch(share -> share.signum() < 0) || !sum.equals(Fraction.ONE)
        ? Optional.of(
            "the shares of the contributors come to "
                + sum
                + "; give shares of 0 or more that come to exactly 1")
        : Optional.empty();
  }
}
