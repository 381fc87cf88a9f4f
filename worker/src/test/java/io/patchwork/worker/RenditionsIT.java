package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.worker.telemetry.WorkerMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes out of an ingest, as decoded facts. */
@Timeout(300)
final class RenditionsIT {

  @TempDir Path temp;
  @Cluster TestCluster cluster;

  private List<Path> fetched(AssetManifest asset, ArtifactRole role) throws Exception {
    return cluster.fetched(asset, role, temp);
  }

  private static String keyTimes(Path file) throws Exception {
    return TestMedia.ffprobe(
        "-select_streams",
        "v",
        "-skip_frame",
        "nokey",
        "-show_entries",
        "frame=pts",
        "-of",
        "csv=p=0",
        file.toString());
  }

  private static long frames(Path file) throws Exception {
    return Long.parseLong(
        TestMedia.ffprobe(
            "-select_streams",
            "v",
            "-count_frames",
            "-show_entries",
            "stream=nb_read_frames",
            "-of",
            "default=nw=1:nk=1",
            file.toString()));
  }

  private AssetManifest ingest(String name, Path file) throws Exception {
    return cluster.ingested(new Id(name), file);
  }

  @Test
  void rungsShareTheirGroupsOfPicturesAndEveryFrameIsOnTheGrid() throws Exception {
    Path file = TestMedia.video(temp.resolve("v.mp4"), 5, "1280x720", "30000/1001", 440);

    AssetManifest asset = ingest("v", file);

    List<Path> variants = fetched(asset, ArtifactRole.VARIANT);
    assertThat(variants).hasSize(2);
    assertThat(keyTimes(variants.getFirst()).replace(",", "").lines())
        .containsExactly("0", "60060", "120120");
    assertThat(keyTimes(variants.getLast())).isEqualTo(keyTimes(variants.getFirst()));
    for (Path rung : variants) {
      String times =
          TestMedia.ffprobe(
              "-select_streams",
              "v",
              "-show_entries",
              "frame=pts",
              "-of",
              "csv=p=0",
              rung.toString());
      long frame = 0;
      for (String pts : times.replace(",", "").lines().toList()) {
        assertThat(Long.parseLong(pts)).isEqualTo(1001 * frame++);
      }
      assertThat(frame).isEqualTo(frames(file));
    }
  }

  @Test
  void whateverTheSourceTheParameterSetsOfARungAreTheSame() throws Exception {
    Path hd = TestMedia.video(temp.resolve("hd.mp4"), 1, "640x360", "25", 440);
    Path full = temp.resolve("full.mkv");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=640x360:r=25:d=1",
        "-pix_fmt",
        "yuvj420p",
        "-c:v",
        "mjpeg",
        full.toString());
    Path sd = temp.resolve("sd.mkv");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "mandelbrot=s=640x360:r=25",
        "-t",
        "1",
        "-pix_fmt",
        "yuv422p",
        "-c:v",
        "ffv1",
        "-colorspace",
        "smpte170m",
        "-color_primaries",
        "smpte170m",
        sd.toString());

    Set<String> sets = new HashSet<>();
    for (Path file : List.of(hd, full, sd)) {
      String name = Objects.requireNonNull(file.getFileName()).toString().replaceAll("\\..*", "");
      Path rung = fetched(ingest(name, file), ArtifactRole.VARIANT).getFirst();
      sets.add(
          TestMedia.ffprobe(
              "-show_entries",
              "stream=extradata_hash",
              "-show_data_hash",
              "sha256",
              "-of",
              "csv=p=0",
              rung.toString()));
      assertThat(
              TestMedia.ffprobe(
                  "-show_entries",
                  "stream=color_range,color_space,color_transfer,color_primaries",
                  "-of",
                  "csv=p=0",
                  rung.toString()))
          .isEqualTo("tv,bt709,bt709,bt709");
    }

    assertThat(sets).hasSize(1);
  }

  @Test
  void interlacedPicturesAreWovenIntoWholeFrames() throws Exception {
    Path file = temp.resolve("i.mpg");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=720x576:r=50:d=2",
        "-vf",
        "interlace=scan=tff,setfield=tff,fieldorder=tff",
        "-c:v",
        "mpeg2video",
        "-flags",
        "+ilme+ildct",
        "-q:v",
        "3",
        file.toString());

    AssetManifest asset = ingest("i", file);

    assertThat(asset.media().videoStream().orElseThrow().fieldOrder()).isEqualTo("tt");
    assertThat(asset.media().videoStream().orElseThrow().isInterlaced()).isTrue();
    assertThat(
            TestMedia.ffprobe(
                "-show_entries",
                "stream=field_order,r_frame_rate",
                "-of",
                "csv=p=0",
                fetched(asset, ArtifactRole.VARIANT).getFirst().toString()))
        .isEqualTo("progressive,25/1");
  }

  private long passes() {
    return cluster
        .worker()
        .metrics()
        .counter(WorkerMetrics.CHILD_EXITS, "ffmpeg", "success")
        .getCount();
  }

  private void delete(AssetManifest asset, ArtifactRole role) {
    asset.artifacts().stream()
        .filter(artifact -> artifact.role() == role)
        .forEach(artifact -> cluster.store().delete(new ObjectKey(artifact.key())));
  }

  @Test
  void whatWasMadeIsNotMadeAgain() throws Exception {
    Path file = TestMedia.video(temp.resolve("v.mp4"), 2, "320x180", "25", 440);
    AssetManifest first = ingest("v", file);
    long before = passes();

    AssetManifest again = ingest("v", file);

    assertThat(passes()).isEqualTo(before);
    assertThat(again).isEqualTo(first);

    delete(first, ArtifactRole.STORYBOARD);
    AssetManifest mended = ingest("v", file);

    assertThat(passes()).isEqualTo(before + 1);
    assertThat(mended.artifacts()).hasSameSizeAs(first.artifacts());
  }

  @Test
  void anotherProfileMakesOnlyWhatIsMissing() throws Exception {
    Path file = TestMedia.video(temp.resolve("v.mp4"), 2, "320x180", "25", 440);
    AssetManifest first = ingest("v", file);

    Result.OfAsset other =
        TestCluster.asset(
            cluster.run(
                new Ingest(
                    new Id("v"),
                    cluster.upload(file),
                    List.of(),
                    List.of(),
                    null,
                    null,
                    "compact")));

    List<ArtifactRole> made = new ArrayList<>();
    for (Artifact artifact : other.artifacts()) {
      if (!first.artifacts().contains(artifact)) {
        made.add(artifact.role());
      }
    }
    assertThat(made)
        .contains(ArtifactRole.VARIANT, ArtifactRole.AUDIO, ArtifactRole.HLS)
        .doesNotContain(
            ArtifactRole.POSTER,
            ArtifactRole.STORYBOARD,
            ArtifactRole.PREVIEW,
            ArtifactRole.WAVEFORM,
            ArtifactRole.WAVEFORM_DATA);
    assertThat(other.artifacts())
        .extracting(Artifact::role)
        .contains(ArtifactRole.POSTER, ArtifactRole.WAVEFORM);
    assertThat(other.fingerprints()).isEqualTo(first.fingerprints());
  }

  @Test
  void damageIsTold() throws Exception {
    Path good = TestMedia.video(temp.resolve("g.mp4"), 4, "320x180", "25", 440);
    byte[] bytes = Files.readAllBytes(good);
    for (int at = 20_000; at < bytes.length / 2; at += 997) {
      bytes[at] ^= 0x15;
    }
    Path damaged = Files.write(temp.resolve("d.mp4"), bytes);

    assertThat(ingest("good", good).warnings()).isEmpty();
    assertThat(ingest("damaged", damaged).warnings())
        .anyMatch(warning -> warning.startsWith("Some video frames are damaged"));
    byte[] jpeg = Files.readAllBytes(TestMedia.image(temp.resolve("s.jpg"), "640x360"));
    Path half = Files.write(temp.resolve("h.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
    assertThat(ingest("half", half).warnings())
        .containsExactly(
            "The picture is damaged, and the damage is visible in all renditions; upload a whole"
                + " copy if you have one.");
  }

  @Test
  void aBrokenSoundLeavesThePicture() throws Exception {
    Path good = TestMedia.video(temp.resolve("g.mkv"), 2, "320x180", "25", 440);
    Path broken = temp.resolve("broken.mkv");
    // The sound's packets are noise now, the picture's are untouched.
    TestMedia.ffmpeg(
        "-i",
        good.toString(),
        "-map",
        "0",
        "-c",
        "copy",
        "-bsf:a",
        "noise=amount=1:drop=0",
        broken.toString());

    Result.OfAsset asset = TestCluster.asset(cluster.ingest("broken", broken));

    assertThat(asset.artifacts())
        .extracting(Artifact::role)
        .contains(ArtifactRole.RENDITION, ArtifactRole.VARIANT)
        .doesNotContain(ArtifactRole.AUDIO, ArtifactRole.MEZZANINE, ArtifactRole.WAVEFORM);
    assertThat(asset.warnings())
        .contains(
            "The file is damaged, and only its picture could be used; upload a whole copy if you"
                + " have one.");
  }

  @Test
  void otherProfilesPlayToo() throws Exception {
    Path file = TestMedia.video(temp.resolve("v.mp4"), 3, "640x360", "25", 440);
    Map<String, String> codecs = Map.of("hevc", "hvc1.1.", "vp9", "vp09.00.", "compact", "av01.0.");

    for (var entry : codecs.entrySet()) {
      JobEvent end =
          cluster.run(
              new Ingest(
                  new Id(entry.getKey()),
                  cluster.upload(file),
                  List.of(),
                  List.of(),
                  null,
                  null,
                  entry.getKey()));
      Artifact rendition =
          TestCluster.asset(end).artifacts().stream()
              .filter(artifact -> artifact.role() == ArtifactRole.RENDITION)
              .findFirst()
              .orElseThrow();
      assertThat(rendition.mediaType()).contains("codecs=\"" + entry.getValue());
      assertThat(rendition.frameCount()).isEqualTo(75);
      Path fetched = cluster.fetch(rendition.key(), temp.resolve(entry.getKey() + ".mp4"));
      TestMedia.ffmpeg("-xerror", "-i", fetched.toString(), "-f", "null", "-");
    }
  }

  @Test
  void anHdrSourceKeepsItsLightInARungOfTenBitsWhereTheProfileWantsIt() throws Exception {
    Path file = temp.resolve("hdr.mkv");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=640x360:r=25:d=2,format=yuv420p10le",
        "-c:v",
        "libx265",
        "-preset",
        "ultrafast",
        "-x265-params",
        "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:range=limited:"
            + "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)"
            + ":max-cll=1000,400",
        file.toString());

    AssetManifest asset = cluster.ingested(new Id("hdr"), file, "hdr");

    List<Path> variants = fetched(asset, ArtifactRole.VARIANT);
    assertThat(variants.stream().map(rung -> String.valueOf(rung.getFileName())))
        .satisfiesExactly(
            name -> assertThat(name).endsWith("-rung-360p.mp4"),
            name -> assertThat(name).endsWith("-rung-hdr-360p.mp4"));
    String entries =
        "stream=codec_name,pix_fmt,color_range,color_space,color_transfer,color_primaries";
    assertThat(
            TestMedia.ffprobe(
                "-show_entries", entries, "-of", "csv=p=0", variants.getFirst().toString()))
        .isEqualTo("h264,yuv420p,tv,bt709,bt709,bt709");
    assertThat(
            TestMedia.ffprobe(
                "-show_entries", entries, "-of", "csv=p=0", variants.getLast().toString()))
        .startsWith("hevc,yuv420p10le,tv,bt2020nc,smpte2084,bt2020");
    assertThat(
            TestMedia.ffprobe(
                "-show_entries", "stream_side_data_list", variants.getLast().toString()))
        .contains("Mastering display metadata", "max_luminance=10000000/10000");
    assertThat(frames(variants.getLast())).isEqualTo(frames(variants.getFirst())).isEqualTo(50);
    // The same light: what is decoded of both files is alike.
    List<Integer> kept = TestMedia.lumas(variants.getLast());
    List<Integer> source = TestMedia.lumas(file);
    for (int i = 0; i < source.size(); i++) {
      assertThat(kept.get(i)).isCloseTo(source.get(i), within(1));
    }
  }
}
