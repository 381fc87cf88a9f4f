package io.patchwork.worker.cli;

import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Fingerprint;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.job.Thumbnail;
import io.patchwork.schema.job.Transcode;
import io.patchwork.worker.client.JobBatch;
import io.patchwork.worker.client.JobClient;
import io.patchwork.worker.transcode.LadderProfiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that make one kind of artifact of each source. */
final class SourceCommands {

  private SourceCommands() {}

  /** {@code patchwork transcode}. */
  @Command(name = "transcode", description = "Make the renditions of each source.")
  static final class TranscodeCommand extends SourceCommand {
    @Option(
        names = "--profile",
        completionCandidates = LadderNames.class,
        paramLabel = "NAME",
        description =
            "Ladder profile: ${COMPLETION-CANDIDATES}, or one of the operator (default: "
                + LadderProfiles.DEFAULT
                + ").")
    private @Nullable String profile;

    @Override
    Job job(Source source) {
      return new Transcode(source, profile);
    }
  }

  /** {@code patchwork thumbnail}. */
  @Command(
      name = "thumbnail",
      description = "Make posters, storyboard, preview, waveform and placeholder of each source.")
  static final class ThumbnailCommand extends SourceCommand {
    @Option(
        names = "--only",
        completionCandidates = Kinds.class,
        split = ",",
        paramLabel = "KIND",
        description =
            "Outputs to make: ${COMPLETION-CANDIDATES} (default: all that apply). A"
                + " storyboard alone decodes only key frames and is fast.")
    private Set<Thumbnail.Kind> only = EnumSet.noneOf(Thumbnail.Kind.class);

    /** The names of all kinds. */
    static final class Kinds implements Iterable<String> {
      @Override
      public Iterator<String> iterator() {
        return Arrays.stream(Thumbnail.Kind.values()).map(Thumbnail.Kind::wireName).iterator();
      }
    }

    @Override
    Job job(Source source) {
      return new Thumbnail(source, only);
    }
  }

  /** {@code patchwork fingerprint}. */
  @Command(
      name = "fingerprint",
      description = "Compute the SHA-256 digest and perceptual fingerprint of each source.")
  static final class FingerprintCommand extends SourceCommand {
    @Override
    Job job(Source source) {
      return new Fingerprint(source);
    }
  }

  /** Options and execution that they share. */
  abstract static sealed class SourceCommand implements Callable<Integer>
      permits TranscodeCommand, ThumbnailCommand, FingerprintCommand {

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Parameters(
        arity = "1..*",
        paramLabel = "FILE|URI|asset:ID",
        description = "Files, store URIs or assets.")
    private List<String> sources = new ArrayList<>();

    @Option(names = "--wait", description = "Wait for the end (always with --local).")
    private boolean isWaiting;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean isJson;

    abstract Job job(Source source);

    @Override
    public Integer call() throws Exception {
      try (Connection connection = Connection.open(cluster)) {
        AssetJobPrinter printer = new AssetJobPrinter(connection.store(), isJson);
        JobClient jobs = connection.jobs();
        try (JobBatch<AssetJobPrinter.Label> batch = new JobBatch<>()) {
          for (String argument : sources) {
            try {
              batch.add(
                  new AssetJobPrinter.Label(argument, null),
                  jobs.send(job(source(argument, connection)), argument));
            } catch (CommandFailed failure) {
              printer.failed(argument, failure);
            }
          }
          printer.print(batch, isWaiting || cluster.isLocal());
        }
        return 0;
      }
    }

    private static Source source(String argument, Connection connection) throws CommandFailed {
      if (!Arguments.isUri(argument)) {
        return Arguments.file(argument, connection.store()).source();
      }
      try {
        return Source.parse(argument);
      } catch (IllegalArgumentException e) {
        throw CommandFailed.usage(e.getMessage() + ".");
      }
    }
  }
}
