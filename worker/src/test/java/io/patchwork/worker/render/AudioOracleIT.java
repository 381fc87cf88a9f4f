package io.patchwork.worker.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.attribution.Ancestors;
import io.patchwork.worker.composition.InRenders;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.composition.TimelineResolver;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.render.graph.RenderPasses;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.RenderPlanBuilder;
import io.patchwork.worker.render.plan.SmartCopy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The mix of small timelines by chance, each sample of which is compared with what a second reading
 * of the same timeline says. The source is noise: a sample more or less would be nothing like it.
 */
@Timeout(60)
final class AudioOracleIT {

  private static final int RATE = 48_000;
  private static final int SECONDS = 10;
  private static final int FRAMES = 24;
  private static final int PER_FRAME = RATE / FRAMES;
  private static final float FADED = 1e-4f;

  @TempDir static Path temp;
  private static Path mezzanine;
  private static float[] noise;

  @BeforeAll
  static void source() throws Exception {
    mezzanine = temp.resolve("noise.flac");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "anoisesrc=seed=7:amplitude=0.2:r=48000:d=" + SECONDS + ",aformat=channel_layouts=stereo",
        "-c:a",
        "flac",
        "-sample_fmt",
        "s32",
        mezzanine.toString());
    byte[] pcm =
        TestMedia.ffmpeg(
            "-i", mezzanine.toString(), "-ac", "1", "-af", "pan=mono|c0=c0", "-f", "f32le", "-");
    noise = floats(pcm, 0, 1);
  }

  private static float[] floats(byte[] bytes, int from, int channels) {
    FloatBuffer all =
        ByteBuffer.wrap(bytes, from, bytes.length - from)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    float[] left = new float[all.remaining() / channels];
    for (int i = 0; i < left.length; i++) {
      left[i] = all.get(i * channels);
    }
    return left;
  }

  /** The first channel of the mix of a timeline. */
  private static float[] mix(Otio otio, Path folder) throws Exception {
    SourceMedia media =
        new SourceMedia(
            new Id("noise"),
            Sha256.of("noise"),
            "file:///uploads/noise",
            MediaInfo.of(
                MediaKind.AUDIO,
                "audio/flac",
                "flac",
                RationalTime.ofSeconds(SECONDS, 1),
                List.of(),
                List.of(new AudioStream(0, "flac", RATE, 2, "stereo", RationalTime.ZERO, null))),
            null,
            List.of(),
            Artifact.document(
                ArtifactRole.MEZZANINE, "assets/noise", Sha256.of("m"), 1, "audio/flac"),
            null,
            List.of(),
            List.of(),
            null,
            InRenders.NONE,
            null);
    RenderPlan plan =
        RenderPlanBuilder.build(
                new Id("mix"),
                Sha256.of("t"),
                TimelineResolver.resolve(
                    OtioReader.read(otio.bytes()), asset -> Optional.of(media), false),
                Ancestors.NONE,
                RenderProfiles.named("preview"),
                "build",
                SmartCopy.nothing())
            .plan();
    Pass pass = RenderPasses.mix(java.util.Objects.requireNonNull(plan.soundtrack()).spec().mix());
    Path in = Files.createDirectories(folder.resolve("in"));
    Path out = Files.createDirectories(folder.resolve("out"));
    Files.createLink(in.resolve(Sha256.of("m").hex()), mezzanine);
    TestMedia.ffmpegIn(out, pass.arguments());
    byte[] pcm =
        TestMedia.ffmpeg(
            "-i", out.resolve(RenderPasses.MIX).toString(), "-f", "f32le", "-ac", "2", "-");
    return floats(pcm, 0, 2);
  }

  /** The source at a sample, as loud as it is: its copy has half the amplitude. */
  private static float source(long sample) {
    return sample < 0 || sample >= noise.length ? 0 : 2 * noise[(int) sample];
  }

  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("patchwork.seeds", 8));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everySampleIsTheOneThatTheTimelineAsksFor(long seed, @TempDir Path folder) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Otio otio = new Otio(Integer.toString(FRAMES));
    float[] expected = new float[40 * FRAMES * PER_FRAME];
    int longest = 0;
    for (int track = 0; track <= random.nextInt(3); track++) {
      List<String> items = new ArrayList<>();
      int at = 0;
      int before = 0;
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        if (random.nextInt(3) == 0) {
          int gap = 1 + random.nextInt(20);
          items.add(otio.gap(gap));
          at += gap;
          before = 0;
        }
        int start = 24 + random.nextInt(100);
        int length = 12 + random.nextInt(40);
        int in = before > 0 && random.nextBoolean() ? random.nextInt(5) : 0;
        int out = in > 0 ? 1 + random.nextInt(5) : 0;
        boolean isReversed = random.nextInt(3) == 0;
        int gain = random.nextInt(3);
        if (in > 0) {
          items.add(otio.transition(in, out));
          cross(expected, at, in, out);
        }
        items.add(
            otio.clip(
                "asset:noise",
                start,
                length,
                isReversed ? Otio.speed("-1") : "",
                "\"gain\":" + (gain == 0 ? "1" : "0.5")));
        float level = gain == 0 ? 1 : 0.5f;
        for (int s = -in * PER_FRAME; s < length * PER_FRAME; s++) {
          float weight =
              in > 0 && s < out * PER_FRAME
                  ? (float) (s + in * PER_FRAME) / ((in + out) * PER_FRAME)
                  : 1;
          Played played = new Played(start, length, level, isReversed);
          expected[at * PER_FRAME + s] += weight * played.sample(s);
        }
        last = new Played(start, length, level, isReversed);
        at += length;
        before = 1;
      }
      otio.track("Audio", items.toArray(String[]::new));
      longest = Math.max(longest, at);
    }

    float[] heard = mix(otio, folder);

    assertThat(heard).as(otio.toString()).hasSize(longest * PER_FRAME);
    for (int s = 0; s < heard.length; s++) {
      if (Math.abs(heard[s] - expected[s]) > FADED) {
        assertThat(heard[s])
            .as("sample " + s + " (frame " + s / PER_FRAME + ") of " + otio)
            .isCloseTo(expected[s], offset(FADED));
      }
    }
  }

  /** A clip, whose range is played from its end in reverse. */
  private record Played(int start, int length, float level, boolean isReversed) {

    /** Its sample {@code s}, before its start and behind its end too. */
    float sample(int s) {
      long at =
          isReversed ? (long) (start + length) * PER_FRAME - 1 - s : (long) start * PER_FRAME + s;
      return level * source(at);
    }
  }

  private Played last = new Played(0, 0, 0, false);

  /** The last clip of a track goes while another one comes. */
  private void cross(float[] expected, int at, int in, int out) {
    for (int s = -in * PER_FRAME; s < out * PER_FRAME; s++) {
      float weight = 1 - (float) (s + in * PER_FRAME) / ((in + out) * PER_FRAME);
      float full = last.sample(last.length * PER_FRAME + s);
      expected[at * PER_FRAME + s] += (s < 0 ? weight - 1 : weight) * full;
    }
  }

  @Test
  void equalPowerKeepsThePowerOfTwoSounds(@TempDir Path folder) throws Exception {
    Otio otio = new Otio(Integer.toString(FRAMES));
    otio.track(
        "Audio",
        otio.clip("asset:noise", 24, 48),
        otio.transition(12, 12, "\"curve\":\"equal-power\""),
        otio.clip("asset:noise", 150, 48));

    float[] heard = mix(otio, folder);

    assertThat(power(heard, 45 * PER_FRAME, 51 * PER_FRAME))
        .isCloseTo(power(heard, 10 * PER_FRAME, 16 * PER_FRAME), offset(0.002));
  }

  private static double power(float[] samples, int from, int to) {
    double sum = 0;
    for (float sample : Arrays.copyOfRange(samples, from, to)) {
      sum += sample * sample;
    }
    return sum / (to - from);
  }

  @Test
  void twiceTheSpeedIsHalfAsLongAndFadesAreEven(@TempDir Path folder) throws Exception {
    Otio otio = new Otio(Integer.toString(FRAMES));
    otio.track(
        "Audio",
        otio.clip("asset:noise", 0, 48, Otio.speed("2"), "\"fadeIn\":1,\"fadeOut\":\"1/2\""));

    float[] heard = mix(otio, folder);

    assertThat(heard).hasSize(2 * RATE);
    double full = power(heard, RATE, RATE + 20 * PER_FRAME / 2);
    assertThat(power(heard, RATE / 2 - 2000, RATE / 2 + 2000))
        .isCloseTo(full / 4, offset(full / 20));
    assertThat(power(heard, 2 * RATE - RATE / 4 - 2000, 2 * RATE - RATE / 4 + 2000))
        .isCloseTo(full / 4, offset(full / 20));
  }
}
