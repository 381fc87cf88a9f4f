package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Fingerprint;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.job.Thumbnail;
import io.patchwork.schema.job.Transcode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.cli.JobClient;
import io.patchwork.worker.layout.Lanes;
import io.patchwork.worker.run.Control;
import io.patchwork.worker.run.TerminalRecord;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs about single sources, good ones and bad ones. */
@Timeout(120)
final class AssetJobsIT {

  @TempDir Path temp;
  private TestCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = new TestCluster(temp, Map.of("PATCHWORK_RETRY", "1s,1s"));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static Artifact artifact(Result.OfAsset asset, String role) {
    return asset.artifacts().stream()
        .filter(artifact -> artifact.role().equals(role))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + role + " in " + asset.artifacts()));
  }

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

    Artifact rendition = artifact(asset, "rendition");
    assertThat(rendition.width()).isEqualTo(1280);
    assertThat(rendition.height()).isEqualTo(720);
    assertThat(rendition.frames()).isEqualTo(150);
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
    assertThat(artifact(asset, "poster").width()).isEqualTo(1280);
    assertThat(artifact(asset, "storyboard").width()).isEqualTo(5 * 160);
    try (InputStream in =
        cluster.store().open(new ObjectKey(artifact(asset, "storyboard-index").key()), 0, null)) {
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

    Artifact rendition = artifact(TestCluster.asset(cluster.ingest("t", turned)), "rendition");

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

    Artifact rendition = artifact(TestCluster.asset(cluster.ingest("w", wide)), "rendition");

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
            "rendition",
            "sound",
            "hls-media",
            "hls",
            "dash",
            "mezzanine",
            "waveform",
            "waveform-data");
    assertThat(artifact(tone, "rendition").mediaType())
        .isEqualTo("audio/mp4; codecs=\"mp4a.40.2\"");
    assertThat(still.artifacts()).extracting(Artifact::role).contains("rendition", "poster");
    assertThat(artifact(still, "rendition").mediaType()).isEqualTo("image/avif");
  }

  @Test
  void aLargeFileSaysHowFarItHasCome() throws Exception {
    Path file = TestMedia.bulky(temp.resolve("bulky.mkv"));
    Ingest job =
        new Ingest(new Id("b"), cluster.upload(file), List.of(), List.of(), null, null, null);

    List<JobEvent.Progressed> told = new ArrayList<>();
    try (JobClient.Pending pending = cluster.client().send(job, "b")) {
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

    assertThat(TestCluster.asset(cluster.ingest("captions", file)).artifacts()).isNotEmpty();
  }

  @Test
  void aDecoderThatNobodyNeedsSeesNoForeignFile() throws Exception {
    Path file = temp.resolve("rare.avi");
    TestMedia.ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x64:d=1", "-c:v", "zmbv", file.toString());

    JobEvent.Failed failed = TestCluster.failure(cluster.ingest("rare", file));

    assertThat(failed.code()).isEqualTo(FailureCode.UNDECODABLE);
    assertThat(failed.detail()).contains("not on whitelist");
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
        "-update",
        "1",
        bomb.toString());

    assertThat(refusal(bomb)).isEqualTo(FailureCode.UNDECODABLE);
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
        .startsWith("rendition", "rung")
        .doesNotContain("poster");
    assertThat(thumbnails.artifacts())
        .extracting(Artifact::role)
        .containsExactly(
            "poster", "storyboard", "storyboard-index", "preview", "waveform", "waveform-data");
    assertThat(prints.artifacts()).isEmpty();
    assertThat(prints.fingerprints()).hasNoNullFieldsOrProperties();
    assertThat(prints.manifest()).isNotNull();
  }

  private Message message(String id, Ingest job) {
    Envelope envelope = new Envelope(new Id(id), "urn:test", null, Instant.EPOCH, null);
    return new Message(id, MessageCodec.write(envelope, job), Map.of());
  }

  private BlockingQueue<JobEvent> listen(JobRef ref) {
    BlockingQueue<JobEvent> ends = new LinkedBlockingQueue<>();
    cluster
        .queue()
        .listen(
            io.patchwork.worker.run.Events.patternOf(ref),
            event -> {
              try {
                JobEvent read = MessageCodec.readEvent(event.body()).event();
                if (read.kind().isTerminal()) {
                  ends.add(read);
                }
              } catch (io.patchwork.schema.wire.InvalidMessage e) {
                throw new AssertionError(e);
              }
            });
    return ends;
  }

  @Test
  void aJobDeliveredAgainSaysTheSameAgainAndDoesNothing() throws Exception {
    Path file = TestMedia.image(temp.resolve("s.png"), "64x64");
    Ingest job =
        new Ingest(new Id("s"), cluster.upload(file), List.of(), List.of(), null, null, null);
    JobRef ref = new JobRef(new Id("again"), "urn:test", JobKind.INGEST);
    BlockingQueue<JobEvent> ends = listen(ref);
    Route lane = new Route.ToLane(Lanes.BULK);

    cluster.queue().publish(lane, message("again", job)).await();
    JobEvent first = ends.poll(30, TimeUnit.SECONDS);
    cluster
        .store()
        .delete(cluster.store().keyOf(((Source.Stored) job.source()).uri()).orElseThrow());
    cluster.queue().publish(lane, message("again", job)).await();
    JobEvent second = ends.poll(30, TimeUnit.SECONDS);

    assertThat(first).isInstanceOf(JobEvent.Completed.class);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void anIdUsedForOtherDataIsRefusedAndTheFirstJobStands() throws Exception {
    Path file = TestMedia.image(temp.resolve("s.png"), "64x64");
    Ingest job =
        new Ingest(new Id("s"), cluster.upload(file), List.of(), List.of(), null, null, null);
    Ingest other =
        new Ingest(new Id("t"), cluster.upload(file), List.of(), List.of(), null, null, null);
    JobRef ref = new JobRef(new Id("reused"), "urn:test", JobKind.INGEST);
    BlockingQueue<JobEvent> ends = listen(ref);

    cluster.queue().publish(new Route.ToLane(Lanes.BULK), message("reused", job)).await();
    assertThat(ends.poll(30, TimeUnit.SECONDS)).isInstanceOf(JobEvent.Completed.class);
    cluster.queue().publish(new Route.ToLane(Lanes.BULK), message("reused", other)).await();

    assertThat(TestCluster.failure(ends.poll(30, TimeUnit.SECONDS)).code())
        .isEqualTo(FailureCode.ID_REUSED);
    assertThat(cluster.worker().records().find(ref).orElseThrow().outcome())
        .isEqualTo(TerminalRecord.COMPLETED);
  }

  @Test
  void aMalformedMessageIsADeadLetterWithItsViolations() throws Exception {
    byte[] body = "{\"specversion\":\"1.0\"}".getBytes(StandardCharsets.UTF_8);

    cluster.queue().publish(new Route.ToLane(Lanes.BULK), new Message("m", body, Map.of())).await();

    for (int i = 0; i < 100 && cluster.queue().deadLetters().isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    Message letter = cluster.queue().deadLetters().getFirst().message();
    assertThat(letter.headers())
        .containsEntry("x-patchwork-reason", "malformed_message")
        .hasEntrySatisfying(
            "x-patchwork-violations",
            violations -> assertThat(violations.lines().count()).isGreaterThan(3));
  }

  @Test
  void aRunningJobStopsWhenItIsCancelled() throws Exception {
    Path file = TestMedia.endless(temp.resolve("long.mkv"), temp.resolve("once.mkv"));
    Ingest job =
        new Ingest(new Id("long"), cluster.upload(file), List.of(), List.of(), null, null, null);

    try (JobClient.Pending pending = cluster.client().send(job, "long")) {
      BlockingQueue<JobEvent> seen = new LinkedBlockingQueue<>();
      Thread waiter =
          Thread.startVirtualThread(() -> {
            try {
              seen.add(pending.await(seen::add));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      JobEvent progressed = seen.poll(30, TimeUnit.SECONDS);
      while (progressed != null && !(progressed instanceof JobEvent.Progressed)) {
        progressed = seen.poll(30, TimeUnit.SECONDS);
      }
      assertThat(progressed).as("progress long before the end").isNotNull();

      TerminalRecord record =
          Control.cancel(
              pending.ref(),
              cluster.worker().records(),
              cluster.queue(),
              cluster.worker().rendering()::cancel);

      waiter.join();
      assertThat(record.outcome()).isEqualTo(TerminalRecord.CANCELLED);
      assertThat(seen).last().isInstanceOf(JobEvent.Cancelled.class);
      for (int i = 0; i < 100; i++) {
        if (cluster.worker().metrics().counter("jobs", "ingest", "cancelled").getCount() == 1) {
          break;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertThat(cluster.worker().metrics().counter("jobs", "ingest", "cancelled").getCount())
          .isEqualTo(1);
    }
  }

  @Test
  void aQueuedJobThatWasCancelledIsNeverBegun() throws Exception {
    JobRef ref = new JobRef(new Id("queued"), "urn:test", JobKind.INGEST);
    Ingest job =
        new Ingest(
            new Id("q"),
            cluster.upload(TestMedia.image(temp.resolve("q.png"), "64x64")),
            List.of(),
            List.of(),
            null,
            null,
            null);
    Control.cancel(
        ref, cluster.worker().records(), cluster.queue(), cluster.worker().rendering()::cancel);
    BlockingQueue<JobEvent> ends = listen(ref);

    cluster.queue().publish(new Route.ToLane(Lanes.BULK), message("queued", job)).await();

    assertThat(ends.poll(30, TimeUnit.SECONDS)).isInstanceOf(JobEvent.Cancelled.class);
    assertThat(cluster.store().head(new ObjectKey("assets/q/manifest.json"))).isEmpty();
  }

  @Test
  void aStoryboardAloneIsMadeOfKeyFrames() throws Exception {
    Path file = temp.resolve("keys.mp4");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=640x360:r=25:d=6",
        "-c:v",
        "libx264",
        "-g",
        "50",
        "-sc_threshold",
        "0",
        "-bf",
        "0",
        file.toString());
    // Whoever needs more than key frames fails here: everything between them is noise.
    Path noisy = temp.resolve("noisy.mp4");
    TestMedia.ffmpeg(
        "-i",
        file.toString(),
        "-c",
        "copy",
        "-bsf:v",
        "noise=amount='if(key,0,1)'",
        noisy.toString());

    Result.OfAsset board =
        TestCluster.asset(
            cluster.run(new Thumbnail(cluster.upload(noisy), Set.of(Thumbnail.Kind.STORYBOARD))));

    assertThat(board.artifacts())
        .extracting(Artifact::role)
        .containsExactly("storyboard", "storyboard-index");
    assertThat(board.warnings()).isEmpty();
    // The last key frame is at four seconds, and stands for what is left.
    assertThat(artifact(board, "storyboard").width()).isEqualTo(5 * 160);
    assertThat(
            new String(
                cluster
                    .store()
                    .read(new ObjectKey(artifact(board, "storyboard-index").key()), 1 << 16)
                    .orElseThrow()
                    .bytes(),
                StandardCharsets.UTF_8))
        .contains("00:00:04.000 --> 00:00:06.000");
    assertThat(
            TestCluster.failure(
                    cluster.run(
                        new Thumbnail(cluster.upload(noisy), Set.of(Thumbnail.Kind.WAVEFORM))))
                .code())
        .isEqualTo(FailureCode.NO_SUCH_STREAM);
  }

  @Test
  void aStoryboardOfAFilmWithFewKeyFramesIsMadeOfAllFrames() throws Exception {
    Path file = temp.resolve("sparse.mp4");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "color=black:s=160x90:r=10:d=20,format=yuv420p,geq=lum=20+N:cb=128:cr=128",
        "-c:v",
        "libx264",
        "-x264-params",
        "keyint=infinite:scenecut=0",
        file.toString());

    Result.OfAsset board =
        TestCluster.asset(
            cluster.run(new Thumbnail(cluster.upload(file), Set.of(Thumbnail.Kind.STORYBOARD))));

    BufferedImage sheet =
        ImageIO.read(
            cluster.fetch(artifact(board, "storyboard").key(), temp.resolve("sheet.jpg")).toFile());
    // Ten tiles a row, a second apart: the last is much brighter than the first.
    assertThat(sheet.getRGB(9 * 160 + 80, 90 + 45) & 0xff)
        .isGreaterThan((sheet.getRGB(80, 45) & 0xff) + 150);
  }
}
