package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Fingerprint;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Thumbnail;
import io.patchwork.schema.job.Transcode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.worker.client.PendingJob;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs about single sources, good ones and bad ones. */
@Timeout(120)
final class AssetJobsIT {

  @TempDir Path temp;

  @Cluster(settings = "PATCHWORK_RETRY_DELAYS=1s,1s")
  TestCluster cluster;

  private FailureCode refusal(Path file) throws Exception {
    return TestCluster.failure(cluster.ingest("bad", file)).code();
  }

  private Path bytes(String name, byte[] bytes) throws Exception {
    return Files.write(temp.resolve(name), bytes);
  }

  @Test
  void aVideoBecomesRenditionPosterStoryboardAndFingerprints() throws Exception {
    Path file = TestMedia.video(temp.resolve("v.mp4"), 5, "1280x720", "30", 440);

    Result.OfAsset asset = TestCluster.asset(cluster.ingest("v", file));

    Artifact rendition = TestCluster.one(asset.artifacts(), ArtifactRole.RENDITION);
    assertThat(rendition.width()).isEqualTo(1280);
    assertThat(rendition.height()).isEqualTo(720);
    assertThat(rendition.frameCount()).isEqualTo(150);
    Path fetched = cluster.fetch(rendition.key(), temp.resolve("fetched.mp4"));
    assertThat(
            TestMedia.ffprobe(
                "-show_entries",
                "stream=codec_name,pix_fmt,sample_aspect_ratio",
                "-of",
                "csv=p=0",
                fetched.toString()))
        .contains("h264,1:1,yuv420p")
        .contains("aac");
    assertThat(Sha256.of(Files.readAllBytes(fetched))).isEqualTo(rendition.sha256());
    assertThat(TestCluster.one(asset.artifacts(), ArtifactRole.POSTER).width()).isEqualTo(1280);
    assertThat(TestCluster.one(asset.artifacts(), ArtifactRole.STORYBOARD).width())
        .isEqualTo(5 * 160);
    try (InputStream in =
        cluster
            .store()
            .open(
                new ObjectKey(
                    TestCluster.one(asset.artifacts(), ArtifactRole.STORYBOARD_INDEX).key()),
                0,
                null)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("WEBVTT")
          .contains("00:00:04.000 --> 00:00:05.000")
          .contains("#xywh=640,0,160,90");
    }
    assertThat(asset.sha256()).isEqualTo(Sha256.of(Files.readAllBytes(file)));
    assertThat(asset.fingerprints()).hasNoNullFieldsOrProperties();
  }

  @Test
  void aPhoneVideoStandsUprightAndNothingIsEnlarged() throws Exception {
    Path flat = TestMedia.video(temp.resolve("flat.mp4"), 1, "640x360", "30", 440);
    Path turned = temp.resolve("turned.mp4");
    TestMedia.ffmpeg(
        "-display_rotation", "90", "-i", flat.toString(), "-c", "copy", turned.toString());

    Artifact rendition =
        TestCluster.one(
            TestCluster.asset(cluster.ingest("t", turned)).artifacts(), ArtifactRole.RENDITION);

    assertThat(rendition.width()).isEqualTo(360);
    assertThat(rendition.height()).isEqualTo(640);
  }

  @Test
  void anamorphicPixelsBecomeSquareAndOddSidesEven() throws Exception {
    Path wide = temp.resolve("wide.mkv");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=320x240:r=25:d=1,format=yuv444p,scale=321:241,setsar=4/3",
        "-c:v",
        "ffv1",
        wide.toString());

    Artifact rendition =
        TestCluster.one(
            TestCluster.asset(cluster.ingest("w", wide)).artifacts(), ArtifactRole.RENDITION);

    assertThat(rendition.width()).isEqualTo(428);
    assertThat(rendition.height()).isEqualTo(240);
  }

  @Test
  void soundAndPicturesBecomeWhatTheyAre() throws Exception {
    Result.OfAsset tone =
        TestCluster.asset(cluster.ingest("tone", TestMedia.tone(temp.resolve("t.wav"), 2, 440)));
    Result.OfAsset still =
        TestCluster.asset(
            cluster.ingest("still", TestMedia.image(temp.resolve("s.png"), "900x700")));

    assertThat(tone.artifacts())
        .extracting(Artifact::role)
        .containsExactly(
            ArtifactRole.RENDITION,
            ArtifactRole.AUDIO,
            ArtifactRole.HLS_MEDIA,
            ArtifactRole.HLS,
            ArtifactRole.DASH,
            ArtifactRole.MEZZANINE,
            ArtifactRole.WAVEFORM,
            ArtifactRole.WAVEFORM_DATA);
    assertThat(TestCluster.one(tone.artifacts(), ArtifactRole.RENDITION).mediaType())
        .isEqualTo("audio/mp4; codecs=\"mp4a.40.2\"");
    assertThat(still.artifacts())
        .extracting(Artifact::role)
        .contains(ArtifactRole.RENDITION, ArtifactRole.POSTER);
    assertThat(TestCluster.one(still.artifacts(), ArtifactRole.RENDITION).mediaType())
        .isEqualTo("image/avif");
  }

  @Test
  void aLargeFileSaysHowFarItHasCome() throws Exception {
    Path file = TestMedia.bulky(temp.resolve("bulky.mkv"));
    Ingest job =
        new Ingest(new Id("b"), cluster.upload(file), List.of(), List.of(), null, null, null);

    List<JobEvent.Progressed> told = new ArrayList<>();
    try (PendingJob pending = cluster.client().send(job, "b")) {
      pending.await(event -> {
        if (event instanceof JobEvent.Progressed progress) {
          told.add(progress);
        }
      });
    }

    // More than one a second is dropped, so it may be one only.
    assertThat(told)
        .filteredOn(progress -> progress.stage().equals("fetch"))
        .isNotEmpty()
        .allSatisfy(progress -> {
          assertThat(progress.total()).isEqualTo(Files.size(file));
          assertThat(progress.done()).isBetween(8L << 20, progress.total());
        });
  }

  @Test
  void theNameOfAFileDecidesNothing() throws Exception {
    Path png = TestMedia.image(temp.resolve("picture.png"), "64x64");
    Path lying = Files.move(png, temp.resolve("picture.mp4"));

    assertThat(TestCluster.asset(cluster.ingest("lying", lying)).artifacts())
        .extracting(Artifact::mediaType)
        .containsOnly("image/avif", "image/webp", "image/jpeg");
  }

  @Test
  void whatCannotBeUsedSaysSoInItsOwnCode() throws Exception {
    byte[] noise = new byte[4096];
    new Random(1).nextBytes(noise);
    Path video = TestMedia.video(temp.resolve("v.mp4"), 2, "320x180", "25", 440);
    byte[] whole = Files.readAllBytes(video);

    assertThat(refusal(bytes("empty.mp4", new byte[0]))).isEqualTo(FailureCode.EMPTY_FILE);
    assertThat(refusal(bytes("noise.mp4", noise))).isEqualTo(FailureCode.NOT_MEDIA);
    assertThat(refusal(bytes("program.mp4", "\u007fELF\2\1\1".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(FailureCode.NOT_MEDIA);
    assertThat(refusal(bytes("cut.mp4", java.util.Arrays.copyOf(whole, whole.length * 6 / 10))))
        .isEqualTo(FailureCode.UNDECODABLE);
  }

  @Test
  void captionsDoNoHarm() throws Exception {
    Path text = Files.writeString(temp.resolve("c.srt"), "1\n00:00:00,000 --> 00:00:01,000\nHi\n");
    Path file = temp.resolve("captions.mp4");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=64x64:d=1",
        "-i",
        text.toString(),
        "-c:v",
        "libx264",
        "-c:s",
        "mov_text",
        file.toString());

    assertThat(TestCluster.asset(cluster.ingest("captions", file)).artifacts())
        .extracting(Artifact::role)
        .containsExactly(
            ArtifactRole.RENDITION,
            ArtifactRole.VARIANT,
            ArtifactRole.HLS_MEDIA,
            ArtifactRole.HLS,
            ArtifactRole.DASH,
            ArtifactRole.POSTER,
            ArtifactRole.STORYBOARD,
            ArtifactRole.STORYBOARD_INDEX,
            ArtifactRole.PREVIEW,
            ArtifactRole.FRAME_INDEX);
  }

  @Test
  void aCodecThatNobodyNeedsIsRefusedByItsName() throws Exception {
    Path file = temp.resolve("rare.avi");
    TestMedia.ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x64:d=1", "-c:v", "zmbv", file.toString());

    JobEvent.Failed failed = TestCluster.failure(cluster.ingest("rare", file));

    assertThat(failed.code()).isEqualTo(FailureCode.UNSUPPORTED_FORMAT);
    assertThat(failed.message()).contains("zmbv");
  }

  @Test
  void aPlaylistOpensNothing() throws Exception {
    Path secret = TestMedia.video(temp.resolve("secret.mp4"), 1, "64x64", "25", 440);
    String playlist =
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + secret + "\n#EXT-X-ENDLIST\n";
    String list = "ffconcat version 1.0\nfile " + secret + "\n";
    String dash =
        "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><BaseURL>file://"
            + secret
            + "</BaseURL></MPD>";

    String session = "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n";

    for (String text : List.of(playlist, list, dash, session)) {
      assertThat(
              refusal(
                  bytes("list" + text.length() + ".mp4", text.getBytes(StandardCharsets.UTF_8))))
          .isEqualTo(FailureCode.NOT_MEDIA);
    }
  }

  @Test
  void aPictureOfTooManyPixelsIsRefusedBeforeItIsDecoded() throws Exception {
    Path bomb = temp.resolve("bomb.png");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "color=black:s=16000x16000",
        "-frames:v",
        "1",
        "-pix_fmt",
        "gray",
        "-compression_level",
        "1",
        "-update",
        "1",
        bomb.toString());

    assertThat(refusal(bomb)).isEqualTo(FailureCode.TOO_LARGE);
  }

  @Test
  void sourcesThatAreNotOursToReadAreRefused() throws Exception {
    Path outside = TestMedia.image(temp.resolve("outside.png"), "64x64");

    assertThat(
            TestCluster.failure(
                    cluster.run(new Thumbnail(new Source.Stored(outside.toUri()), Set.of())))
                .code())
        .isEqualTo(FailureCode.SOURCE_NOT_ALLOWED);
    assertThat(
            TestCluster.failure(
                    cluster.run(
                        new Thumbnail(
                            new Source.Stored(URI.create("s3://elsewhere/uploads/x")), Set.of())))
                .code())
        .isEqualTo(FailureCode.SOURCE_NOT_ALLOWED);
    assertThat(
            TestCluster.failure(
                    cluster.run(
                        new Thumbnail(
                            new Source.Stored(
                                cluster.store().uri(new ObjectKey("uploads/nothing"))),
                            Set.of())))
                .code())
        .isEqualTo(FailureCode.SOURCE_NOT_FOUND);
    assertThat(
            TestCluster.failure(
                    cluster.run(new Transcode(new Source.Asset(new Id("unknown")), null)))
                .code())
        .isEqualTo(FailureCode.NOT_INGESTED);
  }

  @Test
  void singleJobsMakeTheirPartAlone() throws Exception {
    Path file = TestMedia.video(temp.resolve("v.mp4"), 2, "320x180", "25", 440);
    cluster.ingest("v", file);
    Source asset = new Source.Asset(new Id("v"));

    Result.OfAsset transcoded = TestCluster.asset(cluster.run(new Transcode(asset, null)));
    Result.OfAsset thumbnails = TestCluster.asset(cluster.run(new Thumbnail(asset, Set.of())));
    Result.OfAsset prints = TestCluster.asset(cluster.run(new Fingerprint(asset)));

    assertThat(transcoded.artifacts())
        .extracting(Artifact::role)
        .startsWith(ArtifactRole.RENDITION, ArtifactRole.VARIANT)
        .doesNotContain(ArtifactRole.POSTER);
    assertThat(thumbnails.artifacts())
        .extracting(Artifact::role)
        .containsExactly(
            ArtifactRole.POSTER,
            ArtifactRole.STORYBOARD,
            ArtifactRole.STORYBOARD_INDEX,
            ArtifactRole.PREVIEW,
            ArtifactRole.WAVEFORM,
            ArtifactRole.WAVEFORM_DATA);
    assertThat(prints.artifacts()).isEmpty();
    assertThat(prints.fingerprints()).hasNoNullFieldsOrProperties();
    assertThat(prints.manifest()).isNotNull();
  }
}
