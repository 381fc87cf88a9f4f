package io.patchwork.worker.storelayout;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.worker.failure.Failure.Refused;
import java.time.Instant;
import java.util.List;

/**
 * The tombstones of assets and people that were forgotten: as long as one is there, nothing of them
 * comes back. They lie under hashes of the ids, so that they name nobody. Thread-safe.
 */
public final class Tombstones {

  private static final int MAX_BYTES = 1 << 10;

  private final ObjectStore store;
  private final JsonObjects documents;

  public Tombstones(ObjectStore store) {
    this.store = store;
    this.documents = new JsonObjects(store, MAX_BYTES);
  }

  /** What a tombstone says. */
  private record Tombstone(Instant since) {}

  /** Puts the tombstone of an asset, unless there is one. */
  public void putOfAsset(Id asset, Instant now) {
    documents.putIfAbsent(StoreLayout.assetTombstone(asset), new Tombstone(now));
  }

  /** Puts the tombstone of a person, unless there is one. */
  public void putOfPerson(Id person, Instant now) {
    documents.putIfAbsent(StoreLayout.personTombstone(person), new Tombstone(now));
  }

  /** Whether an asset was forgotten. */
  public boolean isForgotten(Id asset) {
    return isThere(StoreLayout.assetTombstone(asset));
  }

  /** Whether a person was forgotten. */
  public boolean isPersonForgotten(Id person) {
    return isThere(StoreLayout.personTombstone(person));
  }

  private boolean isThere(ObjectKey tombstone) {
    return store.head(tombstone).isPresent();
  }

  /**
   * Refuses an asset that was forgotten.
   *
   * @throws Refused if it was
   */
  public void check(Id asset) throws Refused {
    if (isForgotten(asset)) {
      throw new Refused(
          FailureCode.FORGOTTEN,
          "The asset "
              + asset
              + " was forgotten, because somebody asked for that; use another one, or ask the"
              + " operators to lift it.");
    }
  }

  /**
   * Refuses an asset that was forgotten, or that is by somebody who was.
   *
   * @throws Refused if it was
   */
  public void check(Id asset, List<Contributor> contributors) throws Refused {
    check(asset);
    for (Contributor each : contributors) {
      if (isPersonForgotten(each.id())) {
        throw new Refused(
            FailureCode.FORGOTTEN,
            "A contributor of the asset "
                + asset
                + " was forgotten, because they asked for that; upload it without them, or ask the"
                + " operators to lift it.");
      }
    }
  }

  /** Deletes the tombstone of an asset; returns whether there was one. */
  public boolean liftAsset(Id asset) {
    return lift(StoreLayout.assetTombstone(asset));
  }

  /** Deletes the tombstone of a person; returns whether there was one. */
  public boolean liftPerson(Id person) {
    return lift(StoreLayout.personTombstone(person));
  }

  private boolean lift(ObjectKey tombstone) {
    boolean wasThere = isThere(tombstone);
    store.delete(tombstone);
    return wasThere;
  }
}
