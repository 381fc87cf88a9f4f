package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.CreditChange;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.render.Correction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork correct}. */
@Command(
    name = "correct",
    description =
        "Correct who made an asset in the lineages of all renders that it is in. Nothing is"
            + " rendered.")
final class CorrectCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "ASSET", description = "Id of the asset.")
  private String asset = "";

  @Option(
      names = "--contributor",
      paramLabel = "ID:NAME:ROLE[:SHARE]",
      description =
          "The people who made it, in place of those named before; those of the asset as it is if"
              + " none is given.")
  private List<String> contributors = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object per corrected lineage.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    List<Contributor> people = new ArrayList<>();
    for (String text : contributors) {
      people.add(Arguments.contributor(text));
    }
    Optional<String> problem = Contributor.problem(people);
    if (problem.isPresent()) {
      throw CommandFailed.usage("With --contributor, " + problem.get() + ".");
    }
    WorkerConfig config = cluster.config();
    try (ObjectStore store = Stores.open(config.store(), config)) {
      correct(new Correction(store), Arguments.id("ASSET", asset), people);
    } catch (Failure failure) {
      throw CommandFailed.job(failure.code(), failure.sentence());
    }
    return 0;
  }

  private void correct(Correction correction, Id of, List<Contributor> people)
      throws Failure, InterruptedException {
    if (!people.isEmpty()) {
      correction.name(of, people);
    }
    Map<RenderRevision, CreditChange> corrected = correction.correct(of);
    corrected.forEach((revision, change) -> {
      if (isJson) {
        Terminal.json(
            Map.of("render", revision.render(), "revision", revision.revision(), "change", change));
      } else {
        Terminal.line(
            revision.render()
                + ": "
                + of
                + " was by "
                + names(change.before())
                + ", is by "
                + names(change.after()));
      }
    });
    if (corrected.isEmpty() && !isJson) {
      Terminal.line("No lineage says otherwise; nothing is to be corrected.");
    }
  }

  private static String names(List<Contributor> people) {
    return people.isEmpty()
        ? "nobody"
        : people.stream().map(Contributor::creditedAs).collect(Collectors.joining(", "));
  }
}
