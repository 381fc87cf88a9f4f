package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.worker.render.LatestRevision;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the render that a person names. */
record RenderFinder(String what, ClusterOptions cluster) {

  private static final int MAX_NAMED = 10;

  /** Finds a render by its id, by the name of its timeline's file, or by that of its timeline. */
  Lineage find(ObjectStore store) throws CommandFailed {
    Optional<LatestRevision> latest =
        id(what)
            .flatMap(id -> RenderedTimelines.latest(store, id))
            .or(() -> id(Arguments.stem(what)).flatMap(id -> RenderedTimelines.latest(store, id)));
    LatestRevision revision = latest.isPresent() ? latest.get() : ofTimeline(store);
    return RenderedTimelines.lineage(store, revision)
        .orElseThrow(() ->
            CommandFailed.failure(
                "The render "
                    + revision.render()
                    + " is not finished"
                    + (cluster.isLocal()
                        ? "; run patchwork render again, which goes on from what is there."
                        : "; patchwork watch shows what is going on.")));
  }

  private static Optional<Id> id(String text) {
    try {
      return Optional.of(new Id(text));
    } catch (IllegalArgumentException noId) {
      return Optional.empty();
    }
  }

  private LatestRevision ofTimeline(ObjectStore store) throws CommandFailed {
    // A bucket holds too many renders to look through.
    List<LatestRevision> all = cluster.isLocal() ? RenderedTimelines.all(store) : List.of();
    List<LatestRevision> named =
        all.stream()
            .filter(each -> RenderedTimelines.name(store, each).filter(this::isMeant).isPresent())
            .toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    if (!named.isEmpty()) {
      throw CommandFailed.failure(
          "Several renders are of a timeline named " + what + ": " + ids(named) + "; give an id.");
    }
    throw CommandFailed.failure(
        !cluster.isLocal()
            ? "There is no render \"" + what + "\"; patchwork watch shows what is going on."
            : all.isEmpty()
                ? "There is no render in "
                    + cluster.place()
                    + "; patchwork render "
                    + cluster.argument()
                    + "TIMELINE.otio makes one."
                : "There is no render \""
                    + what
                    + "\" in "
                    + cluster.place()
                    + "; the renders there are "
                    + ids(all)
                    + ".");
  }

  /** Whether the name of a timeline is meant, however its letters are composed. */
  private boolean isMeant(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC)
        .equalsIgnoreCase(Normalizer.normalize(what, Normalizer.Form.NFC));
  }

  private static String ids(List<LatestRevision> renders) {
    String ids =
        renders.stream()
            .limit(MAX_NAMED)
            .map(each -> each.render().value())
            .collect(Collectors.joining(", "));
    return renders.size() > MAX_NAMED
        ? ids + " and " + (renders.size() - MAX_NAMED) + " more"
        : ids;
  }
}
