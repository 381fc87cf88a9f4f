package io.patchwork.worker.ffmpeg;

import io.patchwork.common.process.BoundedLines;
import io.patchwork.common.process.ChildProcesses;
import io.patchwork.common.process.Command;
import io.patchwork.common.process.Exit;
import io.patchwork.common.process.Limits;
import io.patchwork.common.process.NoMemoryFree;
import io.patchwork.common.process.Program;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Crashed;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Interrupted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs FFmpeg passes and FFprobe as child processes. Thread-safe. */
public final class FFmpeg {

  /** Maximum number of decoders that a probe opens without using them. */
  private static final int MAX_OPENED = 16;

  private static final Logger LOG = LoggerFactory.getLogger(FFmpeg.class);
  private static final String DISK_FULL = "No space left on device";
  private static final String GRAPH = "-filter_complex";
  private static final String GRAPH_FILE = "graph.txt";
  private static final int LONG_GRAPH = 32_000;

  /** Seconds allowed to decode one second of a large video in a single thread. */
  private static final Fraction DECODE_SECONDS_PER_SECOND = Fraction.of(4);

  private static final RationalTime MAX_LEAD = RationalTime.ofSeconds(86_400, 1);
  private static final int MAX_OUTPUT_BYTES = 8 << 20;

  /** FFmpeg's and its libraries' words for a refused allocation. */
  private static final Pattern MEMORY =
      Pattern.compile(
          "Cannot allocate memory|Memory allocation error|malloc of size [0-9]+ failed"
              + "|std::bad_alloc|Resource temporarily unavailable");

  /** FFmpeg's words for a frame that it has no memory for, or whose size is impossible. */
  private static final String NO_FRAME = "get_buffer() failed";

  /** Enough to look into the streams of 8K. */
  private static final long SCAN_MEMORY = 640L << 20;

  /** Enough for the largest pictures of sixteen bits with alpha. */
  private static final long PROBE_MEMORY = 1_280L << 20;

  private static final Duration PROBE_TIME = Duration.ofSeconds(60);

  private final FfmpegBinaries programs;
  private final ChildProcesses children;
  private final Limits limits;

  /**
   * Creates a runner.
   *
   * @param limits of one pass
   */
  public FFmpeg(FfmpegBinaries programs, ChildProcesses children, Limits limits) {
    this.programs = programs;
    this.children = children;
    this.limits = limits;
  }

  /** The FFmpeg build, which is part of the cache key of everything encoded. */
  public String build() {
    return programs.build();
  }

  /**
   * Runs a pass. When it returns, every output exists and is not empty.
   *
   * @param folder holds {@code in} with the inputs and {@code out} for the outputs
   * @throws BadMedia if FFmpeg cannot make the outputs of these inputs
   * @throws Crashed if FFmpeg died, hung or ran out of time
   */
  public void run(Pass pass, Path folder, Consumer<Progress> progress)
      throws Failure, InterruptedException {
    PassResult result = run(pass, folder, Map.of(), progress);
    if (!result.failed().isEmpty()) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "Nothing could be decoded from this file; export it again from the program that made it.",
          "empty: " + result.failed());
    }
  }

  /**
   * Runs a pass some of whose outputs are read through pipes while it runs.
   *
   * @param readers the reader of each piped output, by file name
   * @return which outputs failed and which inputs are damaged
   * @throws BadMedia if FFmpeg gave up
   * @throws Crashed if FFmpeg died, hung or ran out of time
   */
  public PassResult run(
      Pass pass, Path folder, Map<String, PipeReader> readers, Consumer<Progress> progress)
      throws Failure, InterruptedException {
    Set<String> failed;
    String errors;
    Path out = folder.resolve("out");
    try (Pipes pipes = pipes(out, readers)) {
      Exit exit =
          child(
              programs.ffmpeg(),
              shortened(pass.arguments(), folder),
              folder,
              limits(pass),
              line -> Progress.parse(line, pass.length()).ifPresent(progress));
      failed = pipes.finish();
      errors = exit.errors();
      check(exit, "pass");
    } catch (IOException e) {
      throw Disk.failure(e);
    }
    for (Output output : pass.outputs()) {
      if (output.kind() == OutputSpec.Kind.FILE && !isWritten(out.resolve(output.file()))) {
        failed.add(output.file());
      }
    }
    return PassResult.of(failed, errors, pass.isEntered());
  }

  private Limits ofMemory(long bytes) {
    return limits.withMemory(Math.min(limits.memory(), bytes));
  }

  /**
   * Limits with the memory that the pass needs at most, and with a longer stall time where FFmpeg
   * must decode a long lead before the first frame.
   */
  private Limits limits(Pass pass) {
    RationalTime lead = RationalTime.min(pass.lead(), MAX_LEAD).times(DECODE_SECONDS_PER_SECOND);
    long memory =
        DecoderMemory.ofPass(
            pass.decoderMemory(), pass.inputs().size(), Runtime.getRuntime().availableProcessors());
    return new Limits(
        Math.min(limits.memory(), memory),
        limits.addressSpace(),
        limits.cpu(),
        limits.outputBytes(),
        limits.deadline(),
        limits.stall().plusSeconds(lead.seconds().ceiling().longValueExact()));
  }

  /** Moves a long filter graph into a file: Linux bounds an argument at 128 KiB. */
  private static List<String> shortened(List<String> arguments, Path folder) throws IOException {
    int graph = arguments.lastIndexOf(GRAPH) + 1;
    if (graph == 0 || arguments.get(graph).length() < LONG_GRAPH) {
      return arguments;
    }
    Files.writeString(
        Files.createDirectories(folder.resolve("in")).resolve(GRAPH_FILE), arguments.get(graph));
    List<String> shorter = new ArrayList<>(arguments);
    shorter.set(graph - 1, "-/" + GRAPH.substring(1));
    shorter.set(graph, "../in/" + GRAPH_FILE);
    return shorter;
  }

  private static Pipes pipes(Path out, Map<String, PipeReader> readers) throws IOException {
    Files.createDirectories(out);
    return Pipes.open(out, readers);
  }

  /**
   * Reads a foreign file's packets from first to last, without decoding them.
   *
   * @param entries the packet fields, as FFprobe names them
   * @param line receives a line of comma-separated values for each packet
   */
  void scan(Path folder, String file, Demuxer demuxer, String entries, Consumer<String> line)
      throws Failure, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-v", "error"));
    arguments.addAll(PacketHash.OPTIONS);
    arguments.addAll(List.of("-show_entries", entries, "-of", "csv=p=0"));
    check(probe(arguments, folder, file, demuxer, ofMemory(SCAN_MEMORY), line, () -> {}), "scan");
  }

  /**
   * Decodes the key frames of a stream of a foreign file.
   *
   * @param entries the frame fields, as FFprobe names them
   * @param line receives a line of comma-separated values for each frame
   */
  void scanKeyFrames(
      Path folder, String file, Demuxer demuxer, int stream, String entries, Consumer<String> line)
      throws Failure, InterruptedException {
    List<String> arguments =
        List.of(
            "-v",
            "error",
            "-skip_frame",
            "nokey",
            "-select_streams",
            Integer.toString(stream),
            "-show_entries",
            entries,
            "-of",
            "csv=p=0");
    Limits bounds = ofMemory(PROBE_MEMORY);
    check(probe(arguments, folder, file, demuxer, bounds, line, () -> {}), "key frames");
  }

  /**
   * The packet times of a stream of one of our own files.
   *
   * @param folder holds {@code in/file}
   * @param stream as in {@code v:0}
   */
  public PacketTimes packets(Path folder, String file, Demuxer demuxer, String stream)
      throws Failure, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-v", "error", "-select_streams", stream));
    arguments.addAll(PacketHash.OPTIONS);
    arguments.addAll(List.of("-show_entries", PacketTimes.ENTRIES, "-of", "csv=p=0"));
    PacketTimes.Ear reader = new PacketTimes.Ear();
    Limits bounds = ofMemory(SCAN_MEMORY);
    check(probe(arguments, folder, file, demuxer, bounds, reader, () -> {}), "packets");
    return reader.times();
  }

  /**
   * Decodes the key frames of one of our own videos.
   *
   * @param folder holds {@code in/file}
   * @throws Fault if a key frame does not decode without errors
   */
  public void decodeKeyFrames(Path folder, String file, Demuxer demuxer)
      throws Failure, InterruptedException {
    Limits bounds = ofMemory(PROBE_MEMORY);
    Exit exit = child(programs.ffmpeg(), keyFrames(file, demuxer), folder, bounds, line -> {});
    if (!exit.isSuccess() || !exit.errors().isEmpty()) {
      throw new Fault("what we made does not decode: " + exit.errors(), null);
    }
  }

  /** Arguments that decode key frames only and fail on any error. */
  static List<String> keyFrames(String file, Demuxer demuxer) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-hide_banner",
                "-nostdin",
                "-nostats",
                "-v",
                "error",
                "-xerror",
                "-progress",
                "pipe:1"));
    arguments.addAll(Input.keyFrames(file, demuxer).arguments());
    // With key frames alone FFmpeg may guess timestamps wrong and complain of them; they are not
    // needed.
    arguments.addAll(List.of("-vf", "settb=1,setpts=N", "-fps_mode", "passthrough"));
    arguments.addAll(List.of("-f", "null", "-"));
    return arguments;
  }

  private static boolean isWritten(Path file) throws Failure {
    try {
      return Files.exists(file) && Files.size(file) > 0;
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /**
   * FFprobe's standard output of {@code folder/in/file}.
   *
   * @param messages receives what it said at the log level of the arguments
   */
  String probe(
      List<String> arguments, Path folder, String file, Demuxer demuxer, Consumer<String> messages)
      throws Failure, InterruptedException {
    StringBuilder text = new StringBuilder();
    Limits brief =
        new Limits(
            PROBE_MEMORY,
            limits.addressSpace(),
            PROBE_TIME,
            limits.outputBytes(),
            PROBE_TIME,
            PROBE_TIME);
    Exit exit =
        probe(
            arguments,
            folder,
            file,
            demuxer,
            brief,
            line -> append(text, line),
            () -> text.setLength(0));
    check(exit, "probe");
    messages.accept(exit.errors());
    // FFprobe goes on without the picture and says that all is well.
    if (lacksMemory(exit)) {
      throw tooLarge("probe: " + exit.errors());
    }
    if (text.length() >= MAX_OUTPUT_BYTES) {
      throw new BadMedia(
          FailureCode.TOO_LARGE,
          "The file has too many streams, chapters or tags to be read; export it again with fewer.",
          "probe: " + text.length() + " bytes");
    }
    return text.toString();
  }

  /**
   * Appends a line, or a fragment of a long one; output beyond {@link #MAX_OUTPUT_BYTES} is
   * dropped.
   */
  private static void append(StringBuilder text, String line) {
    if (text.length() < MAX_OUTPUT_BYTES) {
      text.append(line).append(line.length() < BoundedLines.MAX_LINE ? "\n" : "");
    }
  }

  /**
   * Runs FFprobe, which gives up on a file with one stream whose decoder is not allowed: then it
   * may open that decoder, though no packet gets there.
   *
   * @param again called before it starts anew: what it wrote is void
   */
  private Exit probe(
      List<String> arguments,
      Path folder,
      String file,
      Demuxer demuxer,
      Limits bounds,
      Consumer<String> line,
      Runnable again)
      throws Failure, InterruptedException {
    Set<String> named = new LinkedHashSet<>();
    while (true) {
      List<String> command = new ArrayList<>(arguments);
      command.addAll(Input.guards(demuxer));
      command.addAll(Input.opening(named));
      command.add("file:../in/" + file);
      Exit exit = child(programs.ffprobe(), command, folder, bounds, line);
      if (exit.isSuccess()
          || named.size() >= MAX_OPENED
          || !named.addAll(UnreadableStreams.notAllowed(exit.errors()))) {
        return exit;
      }
      again.run();
    }
  }

  private Exit child(
      Program program, List<String> arguments, Path folder, Limits bounds, Consumer<String> line)
      throws Failure, InterruptedException {
    LOG.atDebug()
        .addKeyValue("program", program.name())
        .addKeyValue("arguments", String.join(" ", arguments))
        .log("child starts");
    try {
      Exit exit = children.run(new Command(program, arguments, folder, bounds), line);
      LOG.atDebug()
          .addKeyValue("program", program.name())
          .addKeyValue("ending", exit.word())
          .addKeyValue("took", exit.took())
          .log("child ended");
      return exit;
    } catch (NoMemoryFree e) {
      // Others have it: the message goes back, uncounted.
      throw new Interrupted();
    } catch (IOException e) {
      throw new Fault(program.name() + " cannot be started: " + e.getMessage(), e);
    }
  }

  private static void check(Exit exit, String what) throws Failure {
    String detail = what + " " + exit.word() + " " + exit.code() + ": " + exit.errors();
    switch (exit.ending()) {
      case EXITED -> {
        if (exit.code() == 0) {
          return;
        }
        if (exit.errors().contains(DISK_FULL)) {
          throw Disk.failure(new IOException(detail));
        }
        if (lacksMemory(exit)) {
          throw tooLarge(detail);
        }
        if (exit.errors().contains("error while loading shared libraries")
            || exit.errors().startsWith("bwrap:")) {
          throw new Fault(detail, null);
        }
        throw new BadMedia(FailureCode.UNDECODABLE, sentence(exit.errors()), detail);
      }
      case SIGNALLED -> {
        // Some encoders do not look at what malloc returns.
        throw lacksMemory(exit) ? tooLarge(detail) : new Crashed(detail);
      }
      case OVERFLOWED ->
          throw new BadMedia(
              FailureCode.TOO_LARGE,
              "What is made of this file would take more disk than one may; send it in parts, or"
                  + " smaller.",
              detail);
      case INTERRUPTED -> throw new Interrupted();
      case OVERTIME, DEADLINE, STALLED, COMPROMISED -> throw new Crashed(detail);
    }
  }

  private static boolean lacksMemory(Exit exit) {
    return MEMORY.matcher(exit.errors()).find()
        || (exit.errors().contains(NO_FRAME) && !exit.errors().contains("invalid"));
  }

  private static BadMedia tooLarge(String detail) {
    return new BadMedia(
        FailureCode.TOO_LARGE,
        "The file needs more memory than one may have here, or is damaged; export it again, smaller.",
        detail);
  }

  /** The message to the user for FFmpeg's error output. */
  private static String sentence(String errors) {
    if (errors.contains("moov atom not found")) {
      return "The file was cut short: its index is missing. Upload it again.";
    }
    return "The file is damaged or its streams cannot be decoded; export it again from the program"
        + " that made it.";
  }
}
