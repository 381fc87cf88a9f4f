package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import java.util.List;

/**
 * All that a proposal needs to know of one render.
 *
 * @param timeline digest of its timeline document, the same for every profile
 * @param lineage digest of the lineage in which the seconds were counted
 * @param people of every asset that has a holding
 * @param roles people who are credited with a role for the whole
 */
public record RenderHoldings(
    Id render,
    Sha256 timeline,
    Sha256 lineage,
    List<Holding> holdings,
    List<Unattributed> unattributed,
    List<AssetPeople> people,
    List<RoleHolder> roles) {

  public RenderHoldings {
    holdings = List.copyOf(holdings);
    unattributed = List.copyOf(unattributed);
    people = List.copyOf(people);
    roles = List.copyOf(roles);
  }

  /**
   * Somebody with a role for the whole, as an editor or a director.
   *
   * @param person platform's id
   */
  public record RoleHolder(String role, Id person) {}
}
