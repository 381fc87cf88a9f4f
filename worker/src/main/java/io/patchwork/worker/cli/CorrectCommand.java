package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.CreditChange;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.render.CreditCorrection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork correct}. */
@Command(
    name = "correct",
    description =
        "Correct who made an asset, or its title, in the lineages of all renders that it is in;"
            + " nothing is rendered.")
final class CorrectCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "ASSET", description = "Id of the asset.")
  private String asset = "";

  @Mixin private WorkOptions work = new WorkOptions();

  @Option(
      names = "--content",
      paramLabel = "SHA256",
      description =
          "Correct renders of a content that the asset had before; that of now if it is not given.")
  private @Nullable String content;

  @Option(names = "--json", description = "Print one JSON object per corrected lineage.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    List<Contributor> people = work.people();
    Optional<String> problem = Contributor.problem(people);
    if (problem.isPresent()) {
      throw CommandFailed.usage("With --contributor, " + problem.get() + ".");
    }
    WorkerConfig config = cluster.config();
    try (ObjectStore store = Stores.open(config.store(), config)) {
      print(corrected(new CreditCorrection(store), Arguments.id("ASSET", asset), people));
    }
    return 0;
  }

  private Map<RenderRevision, List<CreditChange>> corrected(
      CreditCorrection correction, Id of, List<Contributor> people)
      throws Failure, CommandFailed, InterruptedException {
    if (content == null) {
      if (!people.isEmpty() || work.namesOneWork()) {
        correction.name(of, people, work.work());
      }
      return correction.correct(of);
    }
    if (!Sha256.isValid(content) || people.isEmpty() || work.namesOneWork()) {
      throw CommandFailed.usage(
          "With --content, give the SHA-256 digest of that content, as lineages have it, and its"
              + " people with --contributor.");
    }
    return correction.correct(new AssetContent(of, new Sha256(content)), people);
  }

  private void print(Map<RenderRevision, List<CreditChange>> corrected) {
    corrected.forEach((revision, changes) -> {
      if (isJson) {
        Terminal.json(
            Map.of(
                "render", revision.render(), "revision", revision.revision(), "changes", changes));
      } else {
        changes.forEach(change -> Terminal.line(revision.render() + ": " + sentence(change)));
      }
    });
    if (corrected.isEmpty() && !isJson) {
      Terminal.line("No lineage says otherwise; nothing is to be corrected.");
    }
  }

  private static String sentence(CreditChange change) {
    return change.before().equals(change.after())
        ? change.asset() + " has another title, licence or identifier"
        : change.asset() + " was by " + names(change.before()) + ", is by " + names(change.after());
  }

  private static String names(List<Contributor> people) {
    return people.isEmpty()
        ? "nobody"
        : people.stream().map(Contributor::creditedAs).collect(Collectors.joining(", "));
  }
}
