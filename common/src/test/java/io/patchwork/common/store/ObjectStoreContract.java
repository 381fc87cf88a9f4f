package io.patchwork.common.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every object store does. */
@Timeout(120)
abstract class ObjectStoreContract {

  private static final ObjectKey KEY = new ObjectKey("folder/object.bin");
  private static final int RACERS = 16;

  @TempDir Path temp;
  private ObjectStore store;

  /** A store that nothing is in. */
  abstract ObjectStore open(Path folder);

  @BeforeEach
  void openStore() {
    store = open(temp.resolve("store"));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  static Upload upload(String text) throws Exception {
    return upload(text.getBytes(StandardCharsets.UTF_8));
  }

  static Upload upload(byte[] bytes) throws Exception {
    return Upload.of(bytes, "application/octet-stream", digest(bytes));
  }

  static String digest(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private String content(ObjectKey key) throws Exception {
    try (InputStream in = store.open(key, 0, null)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatIsPutIsThere() throws Exception {
    ObjectStore.Put put = store.putIfAbsent(KEY, upload("hello"));

    assertThat(put.created()).isTrue();
    assertThat(content(KEY)).isEqualTo("hello");
    StoredObject head = store.head(KEY).orElseThrow();
    assertThat(head.bytes()).isEqualTo(5);
    assertThat(head.sha256()).isEqualTo(digest("hello".getBytes(StandardCharsets.UTF_8)));
    assertThat(head.etag()).isEqualTo(put.object().etag());
  }

  @Test
  void whatIsNotThereIsMissing() {
    assertThat(store.head(KEY)).isEmpty();
    assertThat(store.read(KEY, 10)).isEmpty();
    assertThatThrownBy(() -> store.open(KEY, 0, null)).isInstanceOf(ObjectMissing.class);
  }

  @Test
  void aSecondPutLosesAndLearnsWhatIsThere() throws Exception {
    store.putIfAbsent(KEY, upload("first"));

    ObjectStore.Put second = store.putIfAbsent(KEY, upload("second, longer"));

    assertThat(second.created()).isFalse();
    assertThat(second.object().bytes()).isEqualTo(5);
    assertThat(second.object().sha256())
        .isEqualTo(digest("first".getBytes(StandardCharsets.UTF_8)));
    assertThat(content(KEY)).isEqualTo("first");
  }

  @Test
  void ofManyWhoPutAtOnceExactlyOneWins() throws Exception {
    for (int round = 0; round < 5; round++) {
      ObjectKey key = new ObjectKey("race/" + round);
      List<Boolean> won = race(racer -> store.putIfAbsent(key, upload("racer " + racer)).created());

      assertThat(won).filteredOn(Boolean::booleanValue).hasSize(1);
      assertThat(content(key)).isEqualTo("racer " + won.indexOf(true));
    }
  }

  @Test
  void ofManyWhoReplaceTheSameVersionExactlyOneWins() throws Exception {
    String etag = store.putIfAbsent(KEY, upload("start")).object().etag();

    List<Boolean> won =
        race(racer -> store.replace(KEY, etag, upload("racer " + racer)).isPresent());

    if (serverRacesOnReplace()) {
      assertThat(won).contains(true);
      assertThat(content(KEY)).startsWith("racer ");
    } else {
      assertThat(won).filteredOn(Boolean::booleanValue).hasSize(1);
      assertThat(content(KEY)).isEqualTo("racer " + won.indexOf(true));
    }
  }

  /**
   * Whether the server behind the store looks first and replaces then, against its own contract.
   */
  boolean serverRacesOnReplace() {
    return false;
  }

  private interface Racer {
    boolean run(int number) throws Exception;
  }

  private static List<Boolean> race(Racer racer) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < RACERS; i++) {
        int number = i;
        tasks.add(() -> racer.run(number));
      }
      List<Boolean> won = new ArrayList<>();
      for (Future<Boolean> result : threads.invokeAll(tasks)) {
        won.add(result.get());
      }
      return won;
    }
  }

  @Test
  void replacingGoesOnlyOverTheVersionThatIsMeant() throws Exception {
    String first = store.putIfAbsent(KEY, upload("one")).object().etag();

    Optional<StoredObject> second = store.replace(KEY, first, upload("two"));

    assertThat(second).isPresent();
    assertThat(store.replace(KEY, first, upload("three"))).isEmpty();
    assertThat(content(KEY)).isEqualTo("two");
    assertThat(store.head(KEY).orElseThrow().etag()).isEqualTo(second.orElseThrow().etag());
    assertThat(store.head(KEY).orElseThrow().sha256())
        .isEqualTo(digest("two".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void nothingCannotBeReplaced() throws Exception {
    assertThat(store.replace(KEY, "\"no-such-version\"", upload("x"))).isEmpty();
    assertThat(store.head(KEY)).isEmpty();
  }

  @Test
  void aPinnedReadFailsWhenTheObjectHasChanged() throws Exception {
    String first = store.putIfAbsent(KEY, upload("one")).object().etag();
    store.replace(KEY, first, upload("two"));

    assertThatThrownBy(() -> store.open(KEY, 0, first)).isInstanceOf(ObjectChanged.class);
  }

  @Test
  void readingCanBeginInTheMiddle() throws Exception {
    String etag = store.putIfAbsent(KEY, upload("0123456789")).object().etag();

    try (InputStream in = store.open(KEY, 4, etag)) {
      assertThat(in.readAllBytes()).asString().isEqualTo("456789");
    }
  }

  @Test
  void aSmallReadRefusesALargeObject() throws Exception {
    store.putIfAbsent(KEY, upload("too long"));

    assertThatThrownBy(() -> store.read(KEY, 3)).isInstanceOf(StoreUnavailable.class);
    assertThat(store.read(KEY, 8).orElseThrow().bytes()).asString().isEqualTo("too long");
  }

  @Test
  void listingFindsAllBelowAPrefixInOrderAndNothingElse() throws Exception {
    for (String key : List.of("a/1", "a/2/x", "a/10", "ab/1", "b")) {
      store.putIfAbsent(new ObjectKey(key), upload(key));
    }

    try (Stream<StoredObject> listed = store.list("a/")) {
      assertThat(listed)
          .extracting(object -> object.key().value())
          .containsExactly("a/1", "a/10", "a/2/x");
    }
    try (Stream<StoredObject> listed = store.list("a")) {
      assertThat(listed)
          .extracting(object -> object.key().value())
          .containsExactly("a/1", "a/10", "a/2/x", "ab/1");
    }
    try (Stream<StoredObject> listed = store.list("none/")) {
      assertThat(listed).isEmpty();
    }
  }

  @Test
  void whatWasPutIsListedAtOnce() throws Exception {
    for (int i = 0; i < 30; i++) {
      store.putIfAbsent(new ObjectKey("done/" + i), upload(""));
      try (Stream<StoredObject> listed = store.list("done/")) {
        assertThat(listed).hasSize(i + 1);
      }
    }
  }

  @Test
  void aFileInPartsIsWholeAndStillFirstWins() throws Exception {
    byte[] bytes = new byte[12 << 20];
    new Random(1).nextBytes(bytes);
    Path file = Files.write(temp.resolve("large"), bytes);
    Upload large = Upload.of(file, "video/mp4", digest(bytes));

    List<Boolean> won = race(racer -> racer < 4 && store.putIfAbsent(KEY, large).created());

    assertThat(won).filteredOn(Boolean::booleanValue).hasSize(1);
    try (InputStream in = store.open(KEY, 0, null)) {
      assertThat(digest(in.readAllBytes())).isEqualTo(digest(bytes));
    }
    assertThat(store.head(KEY).orElseThrow().sha256()).isEqualTo(digest(bytes));
  }

  @Test
  void whatIsDeletedIsGoneAndDeletingNothingIsAsGood() throws Exception {
    store.putIfAbsent(KEY, upload("x"));

    store.delete(KEY);
    store.delete(KEY);

    assertThat(store.head(KEY)).isEmpty();
  }

  @Test
  void namesOfEveryScriptAreNames() throws Exception {
    for (String name : List.of("ü b/ß.bin", "日本語/映画.mp4", "عربي.wav", "a+b&c=d%20e.txt")) {
      ObjectKey key = new ObjectKey("names/" + name);
      store.putIfAbsent(key, upload(name));

      assertThat(content(key)).isEqualTo(name);
      assertThat(store.keyOf(store.uri(key))).contains(key);
    }
  }

  @Test
  void anAddressElsewhereIsNoKeyHere() {
    assertThat(store.keyOf(java.net.URI.create("s3://somewhere-else/key"))).isEmpty();
    assertThat(store.keyOf(java.net.URI.create("file:///etc/passwd"))).isEmpty();
  }

  @Test
  void aStoreThatWorksPassesItsCheck() {
    assertThatCode(store::check).doesNotThrowAnyException();
  }
}
