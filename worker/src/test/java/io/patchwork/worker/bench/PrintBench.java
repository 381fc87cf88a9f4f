package io.patchwork.worker.bench;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.artifact.ArtifactBuilder;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.fingerprint.Chromaprint;
import io.patchwork.worker.fingerprint.FingerprintBuilders;
import io.patchwork.worker.fingerprint.FingerprintSpec;
import io.patchwork.worker.fingerprint.MediaFingerprints;
import io.patchwork.worker.fingerprint.Pdq;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** What prints cost beside those of others. */
public final class PrintBench {

  private final Pairs ratios;
  private final Path folder;
  private final Path source;
  private final MediaInfo info;
  private final BarePass bare;

  private PrintBench(Path folder, boolean isQuick) throws Exception {
    this.ratios = new Pairs(isQuick ? 1 : 5);
    this.folder = folder;
    ProbedVideo video = ProbedVideo.of(folder, isQuick ? 4 : 12);
    this.source = video.file();
    this.info = video.info();
    this.bare = video.bare();
  }

  public static void main(String[] args) throws Exception {
    try (Scratch scratch = new Scratch()) {
      new PrintBench(scratch.folder(), List.of(args).contains("--quick")).run();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    ArtifactSpec prints = MediaFingerprints.plan(info, Sha256.of(new byte[0])).getFirst();
    OutputSpec frames =
        prints.outputs().stream()
            .filter(output -> output.file().equals("frames.rgb"))
            .findFirst()
            .orElseThrow();
    ratios.print(
        "video_print_over_signature_cpu",
        Goal.atMost(1.0),
        () -> hash(prints, frames),
        () ->
            TestMedia.ffmpeg(
                "-i", source.toString(), "-an", "-vf", "signature", "-f", "null", "-"));
    chromaprint();
    pdq();
  }

  /** Hears and hashes frames as a worker does. */
  private void hash(ArtifactSpec spec, OutputSpec frames) throws Exception {
    Path pipe = bare.out().resolve(frames.file());
    Files.deleteIfExists(pipe);
    await(new ProcessBuilder("mkfifo", pipe.toString()).start());
    // Held open, so that a run that never writes ends the reading, too.
    RandomAccessFile hold = new RandomAccessFile(pipe.toFile(), "rw");
    ArtifactBuilder prints = FingerprintBuilders.of((FingerprintSpec) spec);
    try (InputStream in = Files.newInputStream(pipe)) {
      FutureTask<?> ffmpeg =
          new FutureTask<>(() -> {
            try (hold) {
              bare.run(List.of(frames), Input.whole(BarePass.SOURCE, Demuxer.MOV));
            }
            return null;
          });
      Thread.ofPlatform().start(ffmpeg);
      prints.consume(frames.file(), in);
      ffmpeg.get();
    }
  }

  /** The JVM counts a child when its reaper has waited for it. */
  private static void await(Process process) throws Exception {
    process.onExit().get(10, TimeUnit.SECONDS);
  }

  /** Against fpcalc on the same samples, the JVM warm. */
  private void chromaprint() throws Exception {
    Path wav = folder.resolve("sound.wav");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "aevalsrc=exprs='0.3*sin(2*PI*(200+40*floor(mod(t*3\\,9)))*t)+0.1*random(0)':s=11025:d=240",
        "-ac",
        "1",
        "-c:a",
        "pcm_s16le",
        wav.toString());
    byte[] bytes = Files.readAllBytes(wav);
    short[] samples = new short[(bytes.length - 44) / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) ((bytes[44 + 2 * i] & 0xff) | (bytes[45 + 2 * i] << 8));
    }
    Pairs.Work ours =
        () -> {
          Chromaprint print = new Chromaprint();
          print.add(samples, samples.length);
          if (print.items().length == 0) {
            throw new AssertionError("no items");
          }
        };
    for (int i = 0; i < 20; i++) {
      ours.run();
    }
    ratios.print(
        "chromaprint_over_fpcalc_cpu",
        Goal.atMost(1.0),
        ours,
        () -> {
          Process fpcalc =
              new ProcessBuilder("fpcalc", "-length", "0", wav.toString())
                  .redirectErrorStream(true)
                  .start();
          fpcalc.getInputStream().readAllBytes();
          await(fpcalc);
        });
  }

  private void pdq() {
    byte[] rgb = new byte[3 * 512 * 512];
    new Random(7).nextBytes(rgb);
    int rounds = 1500;
    for (int i = 0; i < 500; i++) {
      Pdq.of(rgb, 512, 512);
    }
    double before = Usage.seconds();
    for (int i = 0; i < rounds; i++) {
      Pdq.of(rgb, 512, 512);
    }
    Figure.print("pdq_512_per_second", rounds / (Usage.seconds() - before), Goal.atLeast(500));
  }
}
