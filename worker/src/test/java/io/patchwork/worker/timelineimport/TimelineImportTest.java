package io.patchwork.worker.timelineimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.Otio;
import io.patchwork.worker.client.JobClient;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Imports into a cluster whose one worker accepts all files but those called {@code bad}. */
@Timeout(30)
final class TimelineImportTest {

  private static final long MAX_BYTES = 100;

  @TempDir Path files;
  @TempDir Path folder;
  @TempDir Path temporary;
  private final JobQueue queue =
      new InProcessJobQueue(Lanes.topology("test", List.of(Duration.ofSeconds(1))), 1);
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private ObjectStore store;

  @BeforeEach
  void work() {
    store = new FileObjectStore(folder);
    queue.consume(Lanes.BULK, 1, this::end);
  }

  @AfterEach
  void nothingIsLeftBehind() throws Exception {
    queue.close();
    assertThat(temporary).isEmptyDirectory();
  }

  private void end(Delivery delivery) {
    try {
      JobMessage message = MessageCodec.readJob(delivery.message().body());
      Ingest job = (Ingest) message.job();
      JobEvent end =
          job.asset().value().startsWith("bad")
              ? new JobEvent.Failed(
                  message.ref(), FailureCode.NOT_MEDIA, "There is nothing in it.", null, List.of())
              : new JobEvent.Completed(
                  message.ref(),
                  new Result.OfAsset(
                      job.asset(), Sha256.of("any"), null, List.of(), null, List.of()));
      StoredEvent event = new Events(InstantSource.system()).once(end);
      queue.publish(
          new Route.Event(event.routingKey()),
          new Message(event.id(), event.body().getBytes(StandardCharsets.UTF_8), Map.of()));
      delivery.ack();
    } catch (InvalidMessage e) {
      throw new AssertionError(e);
    }
  }

  private final class Heard implements ImportProgress {
    @Override
    public void ingesting(Id asset, JobEvent event) {
      heard.add("ingesting " + asset);
    }

    @Override
    public void ingestEnded(Id asset) {
      heard.add("ended " + asset);
    }

    @Override
    public void note(String sentence) {
      heard.add(sentence);
    }
  }

  private String imported(Path timeline, AllowedFiles allowed, MissingMedia missing)
      throws Exception {
    TimelineImport timelines =
        new TimelineImport(
            store,
            new JobClient(queue, store, InstantSource.system(), "test"),
            allowed,
            () -> {
              throw new AssertionError("there is no image sequence");
            },
            new Heard());
    Source.Stored stored = timelines.put(timeline, List.of(), missing, temporary);
    String uri = stored.uri().toString();
    ObjectKey key = new ObjectKey(uri.substring(uri.indexOf("timelines/")));
    return new String(store.read(key, 1 << 20).orElseThrow().bytes(), StandardCharsets.UTF_8);
  }

  private String imported(Path timeline) throws Exception {
    return imported(timeline, AllowedFiles.any(MAX_BYTES), MissingMedia.REFUSED);
  }

  private static byte[] timeline(String... urls) {
    Otio otio = new Otio("25");
    for (String url : urls) {
      otio.track("Video", otio.clip(url, 0, 10));
    }
    return otio.bytes();
  }

  private Path write(String name, byte[] content) throws Exception {
    return Files.write(files.resolve(name), content);
  }

  private Path archive(String timelineUrl, Map<String, byte[]> media) throws Exception {
    Path file = files.resolve("cut.otioz");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry("content.otio"));
      out.write(timeline(timelineUrl));
      for (var each : media.entrySet()) {
        out.putNextEntry(new ZipEntry(each.getKey()));
        out.write(each.getValue());
      }
    }
    return file;
  }

  private static Id id(String name, byte[] content) {
    return AssetIds.ofFile(name, Sha256.of(content));
  }

  @Test
  void aFileBesideTheTimelineBecomesAnAssetOnce() throws Exception {
    byte[] content = {1, 2, 3};
    write("a b.mp4", content);
    Id asset = id("a b.mp4", content);

    String document =
        imported(write("cut.otio", timeline("a%20b.mp4", "a%20b.mp4", "asset:known")));

    assertThat(document).contains("\"asset:" + asset + "\"", "\"asset:known\"");
    assertThat(document).doesNotContain("\"target_url\":\"a%");
    assertThat(heard).containsExactly("ended " + asset);
  }

  @Test
  void aFileInAnArchiveBecomesAnAsset() throws Exception {
    byte[] content = {4, 5, 6};

    String document = imported(archive("media/x.mov", Map.of("media/x.mov", content)));

    assertThat(document).contains("\"asset:" + id("x.mov", content) + "\"");
  }

  @Test
  void aFileInAnArchiveThatIsTooLargeIsRefused() throws Exception {
    Path archive = archive("media/x.mov", Map.of("media/x.mov", new byte[(int) MAX_BYTES + 1]));

    assertThatThrownBy(() -> imported(archive))
        .isInstanceOfSatisfying(
            ImportFailed.class, e -> assertThat(e.code()).contains(FailureCode.TOO_LARGE));
  }

  @Test
  void aFileThatCannotBeIngestedIsNamed() throws Exception {
    write("bad.mp4", new byte[] {7});
    Path timeline = write("cut.otio", timeline("bad.mp4"));

    assertThatThrownBy(() -> imported(timeline))
        .isInstanceOfSatisfying(
            ImportFailed.class,
            e -> {
              assertThat(e.code()).contains(FailureCode.NOT_MEDIA);
              assertThat(e.sentence()).isEqualTo("bad.mp4: There is nothing in it.");
            });
  }

  @Test
  void aMissingFileIsRefusedOrLeftToWhoeverRenders() throws Exception {
    Path timeline = write("cut.otio", timeline("gone.mp4"));

    assertThatThrownBy(() -> imported(timeline))
        .isInstanceOfSatisfying(
            ImportFailed.class, e -> assertThat(e.code()).contains(FailureCode.MISSING_MEDIA));
    assertThat(imported(timeline, AllowedFiles.any(MAX_BYTES), MissingMedia.LEFT))
        .contains("\"gone.mp4\"");
  }

  @Test
  void aFileOutsideOfTheAllowedFoldersIsRefused() throws Exception {
    write("a.mp4", new byte[] {8});
    Path timeline = write("cut.otio", timeline("a.mp4"));
    AllowedFiles elsewhere = AllowedFiles.below(List.of(folder.toRealPath()), MAX_BYTES);
    AllowedFiles here = AllowedFiles.below(List.of(files.toRealPath()), MAX_BYTES);

    assertThatThrownBy(() -> imported(timeline, elsewhere, MissingMedia.REFUSED))
        .isInstanceOfSatisfying(
            ImportFailed.class, e -> assertThat(e.code()).contains(FailureCode.SOURCE_NOT_ALLOWED));
    assertThat(imported(timeline, here, MissingMedia.REFUSED)).contains("\"asset:a-");
  }

  @Test
  void anAddressOfNothingIsRefused() throws Exception {
    Path timeline = write("cut.otio", timeline("s3://a bucket"));

    assertThatThrownBy(() -> imported(timeline))
        .hasMessageContaining("not a file, object or asset");
  }
}
