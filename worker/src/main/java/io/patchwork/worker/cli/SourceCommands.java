package io.patchwork.worker.cli;

import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Fingerprint;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.job.Thumbnail;
import io.patchwork.schema.job.Transcode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that ask for one kind of thing of each source. */
final class SourceCommands {

  private SourceCommands() {}

  /** {@code patchwork transcode}. */
  @Command(name = "transcode", description = "Make the renditions of each source.")
  static final class TranscodeCommand extends SourceCommand {
    @Option(
        names = "--profile",
        paramLabel = "NAME",
        description =
            "The ladder of renditions: web (default), hevc, vp9, compact, or an operator's.")
    private @Nullable String profile;

    @Override
    Job job(Source source) {
      return new Transcode(source, profile);
    }
  }

  /** {@code patchwork thumbnail}. */
  @Command(
      name = "thumbnail",
      description = "Make posters, storyboard, preview and waveform of each source.")
  static final class ThumbnailCommand extends SourceCommand {
    @Option(
        names = "--only",
        split = ",",
        paramLabel = "KIND",
        description =
            "What is wanted: poster, storyboard, preview, waveform, placeholder; all without. A"
                + " storyboard alone is made of key frames, which is quick.")
    private Set<Thumbnail.Kind> only = EnumSet.noneOf(Thumbnail.Kind.class);

    @Override
    Job job(Source source) {
      return new Thumbnail(source, only);
    }
  }

  /** {@code patchwork fingerprint}. */
  @Command(
      name = "fingerprint",
      description = "Tell the digest and the perceptual hash of each source.")
  static final class FingerprintCommand extends SourceCommand {
    @Override
    Job job(Source source) {
      return new Fingerprint(source);
    }
  }

  /** What they share. */
  abstract static sealed class SourceCommand implements Callable<Integer>
      permits TranscodeCommand, ThumbnailCommand, FingerprintCommand {

    @Mixin private Where where = new Where();

    @Parameters(
        arity = "1..*",
        paramLabel = "FILE|URI|asset:ID",
        description = "Files, store URIs or assets.")
    private List<String> sources = new ArrayList<>();

    @Option(names = "--wait", description = "Wait for the end (always with --local).")
    private boolean isWaiting;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean isJson;

    abstract Job job(Source source);

    @Override
    public Integer call() throws Exception {
      try (Session session = Session.open(where)) {
        AssetRun run = new AssetRun(session, isJson);
        JobClient client = session.client();
        for (String argument : sources) {
          try {
            run.add(argument, null, client.send(job(source(argument, session)), argument));
          } catch (CommandFailed failure) {
            run.failed(argument, failure);
          }
        }
        if (isWaiting || where.isLocal()) {
          run.await();
        } else {
          run.printIds();
        }
        return 0;
      }
    }

    private static Source source(String argument, Session session) throws CommandFailed {
      if (!LocalFile.isUri(argument)) {
        return LocalFile.put(Path.of(argument), session.store()).source();
      }
      try {
        return Source.parse(argument);
      } catch (IllegalArgumentException e) {
        throw CommandFailed.misuse(e.getMessage() + ".");
      }
    }
  }
}
