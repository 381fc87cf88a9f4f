package io.patchwork.worker.render;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.artifact.AtOnce;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.List;
import java.util.stream.Stream;

/**
 * In which renders an asset or a person is, itself or through other renders: an object for each, so
 * that nobody has to read all lineages. It can be made again from these. Thread-safe.
 */
public final class UsesIndex {

  private static final int AT_ONCE = 16;
  private static final byte[] NOTHING = {};

  private final ObjectStore store;

  public UsesIndex(ObjectStore store) {
    this.store = store;
  }

  /** Adds a render; what is there already stays. */
  public void add(Lineage lineage) throws Failure, InterruptedException {
    Id render = lineage.render();
    Sha256 revision = lineage.revision();
    Stream<ObjectKey> assets =
        lineage.credits().stream()
            .map(Credit::asset)
            .distinct()
            .map(asset -> StoreLayout.useOfAsset(asset, render, revision));
    Stream<ObjectKey> people =
        Stream.concat(
                lineage.credits().stream().flatMap(credit -> credit.contributors().stream()),
                CreditRoll.people(lineage).stream())
            .map(Contributor::id)
            .distinct()
            .map(person -> StoreLayout.useOfPerson(person, render, revision));
    Stream<ObjectKey> renders =
        lineage.credits().stream()
            .flatMap(credit -> credit.untimedRenders().stream())
            .map(RenderRevision::render)
            .distinct()
            .map(contained -> StoreLayout.useOfRender(contained, render, revision));
    List<AtOnce.Task<Boolean>> puts =
        Stream.of(assets, people, renders)
            .flatMap(each -> each)
            .<AtOnce.Task<Boolean>>map(key -> () -> put(key))
            .toList();
    AtOnce.all(puts, AT_ONCE);
  }

  private boolean put(ObjectKey key) {
    Upload nothing = Upload.of(NOTHING, "application/octet-stream", Sha256.of(NOTHING).hex());
    return store.putIfAbsent(key, nothing).created();
  }

  /** The revisions of renders that an asset is in. */
  public List<RenderRevision> ofAsset(Id asset) {
    return list(StoreLayout.usesOfAsset(asset));
  }

  /** The revisions of renders that have a render in one of their assets, nobody knows when. */
  public List<RenderRevision> ofRender(Id render) {
    return list(StoreLayout.usesOfRender(render));
  }

  /** The revisions of renders that a person is in. */
  public List<RenderRevision> ofPerson(Id person) {
    return list(StoreLayout.usesOfPerson(person));
  }

  private List<RenderRevision> list(String prefix) {
    try (Stream<StoredObject> objects = store.list(prefix)) {
      return objects
          .map(object -> object.key().value().substring(prefix.length()).split("/", -1))
          .map(parts -> new RenderRevision(new Id(parts[0]), new Sha256(parts[1])))
          .toList();
    }
  }
}
