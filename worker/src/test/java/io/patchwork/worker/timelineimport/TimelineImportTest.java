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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
  private final List<FoundMedia> found = new ArrayList<>();
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

  private String imported(Path timeline, AllowedFiles allowed, MissingMedia missing, Path... media)
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
    ImportedTimeline imported =
        timelines.put(timeline, List.of(), List.of(media), missing, temporary);
    found.addAll(imported.found());
    String uri = imported.timeline().uri().toString();
    ObjectKey key = new ObjectKey(uri.substring(uri.indexOf("timelines/")));
    return new String(store.read(key, 1 << 20).orElseThrow().bytes(), StandardCharsets.UTF_8);
  }

  private String imported(Path timeline) throws Exception {
    return imported(timeline, AllowedFiles.any(MAX_BYTES), MissingMedia.REFUSED);
  }

  private static byte[] timeline(String... urls) {
    Otio otio = new Otio("25");
    for (String url : urls) {
      otio.track("Video", otio.clip(url.replace("\\", "\\\\"), 0, 10));
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

  private Path put(String name) throws Exception {
    Path file = files.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, name.getBytes(StandardCharsets.UTF_8));
  }

  private static String asset(String name) {
    Path file = Path.of(name);
    return "asset:" + id(file.getFileName().toString(), name.getBytes(StandardCharsets.UTF_8));
  }

  /** What scripts and editors write for a file that is there, and which file it is. */
  static Stream<Arguments> spellings() {
    return Stream.of(
        Arguments.of("file://HERE/sub dir/a.mp4", "sub dir/a.mp4"),
        Arguments.of("file://HERE/sub%20dir/a.mp4", "sub dir/a.mp4"),
        Arguments.of("file://localhostHERE/sub%20dir/a.mp4", "sub dir/a.mp4"),
        Arguments.of("FILE://LOCALHOSTHERE/sub dir/a.mp4", "sub dir/a.mp4"),
        Arguments.of("file:HERE/sub dir/a.mp4", "sub dir/a.mp4"),
        Arguments.of("file://sub dir/a.mp4", "sub dir/a.mp4"),
        Arguments.of("HERE/sub dir/a.mp4", "sub dir/a.mp4"),
        Arguments.of("sub dir/a.mp4", "sub dir/a.mp4"),
        Arguments.of("./sub%20dir/a.mp4", "sub dir/a.mp4"),
        Arguments.of("sub dir\\a.mp4", "sub dir/a.mp4"),
        Arguments.of(".\\sub%20dir\\a.mp4", "sub dir/a.mp4"),
        Arguments.of("file://HERE/100%.mp4", "100%.mp4"),
        Arguments.of("file://HERE/100%25.mp4", "100%.mp4"),
        Arguments.of("100%.mp4", "100%.mp4"),
        Arguments.of("50%25 cut.mp4", "50%25 cut.mp4"),
        Arguments.of("what?.mp4", "what?.mp4"),
        Arguments.of("file://HERE/take#2.mp4", "take#2.mp4"),
        Arguments.of("file://HERE/take%232.mp4", "take#2.mp4"),
        Arguments.of("file://HERE/take#2.mp4#t=10,20", "take#2.mp4#t=10,20"),
        Arguments.of("plain.mp4?v=2#t=10", "plain.mp4"),
        Arguments.of("a+b.mp4", "a+b.mp4"),
        Arguments.of("caf\u00e9/\u00e9.mp4", "cafe\u0301/\u00e9.mp4"),
        Arguments.of("cafe\u0301/e\u0301.mp4", "caf\u00e9/\u00e9.mp4"),
        Arguments.of("file://HERE/caf%C3%A9.mp4", "cafe\u0301.mp4"));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void aFileIsFoundHoweverItsPathIsWritten(String url, String name) throws Exception {
    put(name);
    String here = url.replace("HERE", files.toAbsolutePath().toString());

    assertThat(imported(write("cut.otio", timeline(here)))).contains(asset(name));
    assertThat(found).isEmpty();
  }

  @Test
  void theLiteralNameCountsWhereTwoReadingsExist() throws Exception {
    put("a%20b.mp4");
    put("a b.mp4");

    assertThat(imported(write("cut.otio", timeline("a%20b.mp4")))).contains(asset("a%20b.mp4"));
  }

  @Test
  void aFileInAnArchiveIsFoundHoweverItsNameIsWritten() throws Exception {
    byte[] content = {4, 5, 6};
    Map<String, byte[]> media = Map.of("media/caf\u00e9 100%.mov", content);

    for (String url :
        List.of(
            "media/caf\u00e9 100%.mov",
            "./media/cafe\u0301 100%.mov", "media\\caf%C3%A9%20100%25.mov")) {
      assertThat(imported(archive(url, media))).contains(id("caf- 100%.mov", content) + "");
    }
  }

  /** Paths of other systems and of drives that are away, and the file that has their name. */
  static Stream<Arguments> elsewhere() {
    return Stream.of(
        Arguments.of("C:\\Users\\ana\\a.mov", "media/a.mov"),
        Arguments.of("file:///C:/Users/ana/a.mov", "media/a.mov"),
        Arguments.of("file:///D:/x/take%20%231.mov", "media/take #1.mov"),
        Arguments.of("\\\\nas\\share\\a.mov", "media/a.mov"),
        Arguments.of("file://nas/share/a.mov", "media/a.mov"),
        Arguments.of("/Volumes/DISK/a.mov", "media/deep/er/a.mov"),
        Arguments.of("/Volumes/DISK/A.MOV", "media/a.mov"),
        Arguments.of("/Volumes/DISK/\u00e9.mov", "media/e\u0301.mov"),
        Arguments.of("/Volumes/DISK/e\u0301.MOV", "media/\u00c9.mov"),
        Arguments.of("100%.mov", "media/100%.mov"));
  }

  @ParameterizedTest
  @MethodSource("elsewhere")
  void aMissingFileIsFoundByItsName(String url, String name) throws Exception {
    Path file = put(name);
    Path timeline = write("cut.otio", timeline(url));

    String document =
        imported(
            timeline,
            AllowedFiles.any(MAX_BYTES),
            MissingMedia.REFUSED,
            files.resolve("media"),
            files);

    assertThat(document).contains(asset(name));
    assertThat(found).containsExactly(new FoundMedia(url, file.toRealPath().toString()));
    assertThat(heard).contains(url + " was found by its name: " + file.toRealPath());
  }

  @Test
  void ofSeveralFilesOfANameTheOneThatSharesMostFoldersIsTaken() throws Exception {
    put("media/day1/cam a/x.mov");
    put("media/day2/cam a/x.mov");
    put("media/day2/cam b/x.mov");

    String document =
        imported(
            write("cut.otio", timeline("E:\\Film\\Day2\\Cam A\\x.mov")),
            AllowedFiles.any(MAX_BYTES),
            MissingMedia.REFUSED,
            files.resolve("media"));

    assertThat(document).contains(asset("media/day2/cam a/x.mov"));
  }

  @Test
  void filesOfANameThatAreEquallyNearAreListedAndNoneIsTaken() throws Exception {
    put("media/one/x.mov");
    put("media/two/x.mov");
    Path timeline = write("cut.otio", timeline("/gone/x.mov"));
    Path media = files.resolve("media");

    assertThatThrownBy(
            () -> imported(timeline, AllowedFiles.any(MAX_BYTES), MissingMedia.REFUSED, media))
        .isInstanceOfSatisfying(
            ImportFailed.class,
            e -> {
              assertThat(e.sentence()).contains("one/x.mov", "two/x.mov", "the one that is meant");
              assertThat(e.missing().getFirst().sameName()).hasSize(2);
            });
    assertThat(imported(timeline, AllowedFiles.any(MAX_BYTES), MissingMedia.LEFT, media))
        .contains("\"/gone/x.mov\"");
  }

  @Test
  void aLinkInASearchedFolderLeadsOnlyToWhatIsAllowed() throws Exception {
    Path outside = Files.write(folder.resolve("secret.mov"), new byte[] {9});
    Files.createDirectories(files.resolve("media"));
    Files.createSymbolicLink(files.resolve("media/x.mov"), outside);
    Path timeline = write("cut.otio", timeline("/gone/x.mov"));
    AllowedFiles here = AllowedFiles.below(List.of(files.toRealPath()), MAX_BYTES);
    Path media = files.resolve("media");

    assertThatThrownBy(() -> imported(timeline, here, MissingMedia.REFUSED, media))
        .isInstanceOfSatisfying(
            ImportFailed.class, e -> assertThat(e.code()).contains(FailureCode.MISSING_MEDIA));
    assertThat(imported(timeline, AllowedFiles.any(MAX_BYTES), MissingMedia.REFUSED, media))
        .contains("\"asset:x-");
  }

  @Test
  void allMissingFilesAreNamedAtOnceBeforeAnyIsIngested() throws Exception {
    write("here.mp4", new byte[] {1});
    Path timeline =
        write("cut.otio", timeline("here.mp4", "/gone/1.mov", "C:\\2.mov", "/gone/1.mov", "%zz"));

    assertThatThrownBy(() -> imported(timeline))
        .isInstanceOfSatisfying(
            ImportFailed.class,
            e -> {
              assertThat(e.code()).contains(FailureCode.MISSING_MEDIA);
              assertThat(e.missing())
                  .extracting(MissingFile::url)
                  .containsExactly("/gone/1.mov", "C:\\2.mov", "%zz");
              assertThat(e.sentence()).contains("3 files", "--media DIR", "--placeholders");
              assertThat(e.more()).hasSize(3);
            });
    assertThat(heard).isEmpty();
  }

  @Test
  void clipsWhoseMediaIsMissingInTheEditorAreNamedWithTheMissingFiles() throws Exception {
    String document = new String(timeline("/gone/1.mov", "/gone/2.mov"), StandardCharsets.UTF_8);
    String changed = document.replaceFirst("(?s)(.*)ExternalReference\\.1", "$1MissingReference.1");
    Path timeline = write("cut.otio", changed.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> imported(timeline))
        .isInstanceOfSatisfying(
            ImportFailed.class,
            e -> {
              assertThat(e.missing())
                  .extracting(MissingFile::url)
                  .containsExactly("/gone/1.mov", "");
              assertThat(e.sentence()).contains("Clips of the timeline have no file");
              assertThat(e.more()).hasSize(2).last().asString().startsWith("no file (clip");
            });
  }

  @Test
  void aFileOnADisabledTrackIsNotNeeded() throws Exception {
    byte[] document =
        new String(timeline("gone.mov"), StandardCharsets.UTF_8)
            .replaceFirst("(\"OTIO_SCHEMA\" ?: ?\"Track.1\")", "$1, \"enabled\": false")
            .getBytes(StandardCharsets.UTF_8);

    assertThat(imported(write("cut.otio", document))).contains("\"gone.mov\"");
  }

  @Test
  void aByteOrderMarkBeforeATimelineIsNoFault() throws Exception {
    write("a.mp4", new byte[] {8});
    byte[] marked =
        ("\uFEFF" + new String(timeline("a.mp4"), StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8);

    assertThat(imported(write("cut.otio", marked))).contains("\"asset:a-");
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
