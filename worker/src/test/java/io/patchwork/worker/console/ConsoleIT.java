package io.patchwork.worker.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.PublishConfirm;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.HeadlessChromium;
import io.patchwork.worker.Otio;
import io.patchwork.worker.RealCluster;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.TestProposal;
import io.patchwork.worker.WorkerProcess;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.jobs.Headers;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.ledger.KeyFiles;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The console as a process beside three workers, asked over HTTP and looked at in a browser. */
@Timeout(240)
final class ConsoleIT {

  private static final String TOKEN = "a-token-that-is-long-enough";
  private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">";
  private static final Pattern ADDRESS = Pattern.compile("patchwork console: (http://[^ ,\n]+)");
  private static final Path PICTURES = Path.of("target/console");

  @TempDir static Path temp;
  private static RealCluster cluster;
  private static final List<WorkerProcess> WORKERS = new ArrayList<>();
  private static WorkerProcess console;
  private static URI address;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    assertTrue(HeadlessChromium.isInstalled(), "no chromium here: apt-get install chromium");
    Files.createDirectories(PICTURES);
    http = HttpClient.newHttpClient();
    cluster = new RealCluster(temp);
    KeyFiles.createSecret(temp.resolve("secret"));
    for (int i = 0; i < 3; i++) {
      WORKERS.add(
          cluster.worker(
              "worker-" + i,
              Map.of(
                  "PATCHWORK_SLOTS",
                  "1",
                  "PATCHWORK_LEDGER_SECRET",
                  temp.resolve("secret").toString(),
                  "PATCHWORK_PROFILES",
                  Path.of(
                          Objects.requireNonNull(TestCluster.class.getResource("small.json"))
                              .toURI())
                      .toString())));
    }
    Files.writeString(temp.resolve("token"), TOKEN + "\n");
    console = console("console");
    address = address(console);
    Path clip = TestMedia.video(temp.resolve("clip.mp4"), 4, "640x360", "25", 440);
    Ingest upload = cluster.ingest("clip", "ana", clip);
    TestCluster.asset(
        cluster.run(
            new Ingest(
                upload.asset(),
                upload.source(),
                List.of(new Contributor(new Id("ana"), HOSTILE, HOSTILE)),
                List.of(),
                null,
                null,
                TestCluster.SMALL)));
  }

  @AfterAll
  static void stop() {
    console.close();
    WORKERS.forEach(WorkerProcess::close);
    cluster.close();
    http.close();
  }

  private static WorkerProcess console(String name) throws Exception {
    return console(name, 0);
  }

  private static WorkerProcess console(String name, int port) throws Exception {
    return WorkerProcess.command(
        temp.resolve(name),
        cluster.settings(Map.of()),
        "patchwork console:",
        "console",
        "--listen",
        "127.0.0.1:" + port,
        "--token-file",
        temp.resolve("token").toString());
  }

  private static URI address(WorkerProcess of) throws Exception {
    Matcher found = ADDRESS.matcher(of.log());
    assertThat(found.find()).isTrue();
    return URI.create(found.group(1));
  }

  private static HttpResponse<String> send(URI to, String method, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to).method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode get(URI of, String path) throws Exception {
    HttpResponse<String> answer = send(of.resolve("/api/v1/" + path), "GET");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.tree(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode get(String path) throws Exception {
    return get(address, path);
  }

  /** A film of cuts, each a segment of its own. */
  private static Render film(String id, int cuts) {
    Otio otio = new Otio("25");
    List<String> clips = new ArrayList<>();
    for (int i = 0; i < cuts; i++) {
      clips.add(otio.clip("asset:clip", i * 2L, 30));
      clips.add(otio.generator("SolidColor", "\"color\":\"#" + (100000 + i * 7919) + "\"", 25));
    }
    otio.track("Video", clips.toArray(String[]::new));
    return Render.of(new Id(id), cluster.timeline(otio.bytes()), "preview");
  }

  @Test
  void aRenderIsSeenToFillUpAndItsFilmCanBePlayedAlsoByAConsoleThatStartsInBetween()
      throws Exception {
    try (HeadlessChromium browser = HeadlessChromium.start(temp.resolve("profile-1"));
        PendingJob job = cluster.client().send(film("film", 25), "film")) {
      awaitFirstSegment();
      browser.open(address.resolve("/#/renders/film"));
      browser.await("document.querySelectorAll('.film .done').length > 0");
      int before = browser.evaluate("document.querySelectorAll('.film .done').length").asInt();
      browser.photograph(1280, 800, PICTURES.resolve("render-filling.png"));
      assertThat(before).isLessThan(50);
      assertThat(get("renders/film").path("state").asString()).isEqualTo("planned");
      // It fills up without being loaded again.
      browser.await("document.querySelectorAll('.film .done').length > " + before);
      // Killed and begun again in the middle, it shows the same, and the page goes on by itself.
      console.kill();
      console = console("console-again", address.getPort());
      try (WorkerProcess second = console("second")) {
        // Another console that was not there when the render began shows the same.
        awaitJob(address(second), job.ref().id().value());
        TestCluster.film(job.await(event -> {}));
        browser.await(
            "document.querySelector('video') && document.querySelector('video').readyState >= 1");
        browser.await("document.querySelectorAll('.film span:not(.done)').length === 0");
        assertThat(browser.evaluate("Math.round(document.querySelector('video').duration)").asInt())
            .isEqualTo(55);
        browser.photograph(1280, 1000, PICTURES.resolve("render-done.png"));
        assertAgree(address, address(second));
      }
    }
  }

  /** Waits until a console that has just begun has come to a job in the event log. */
  private static void awaitJob(URI console, String id) throws Exception {
    for (int i = 0; i < 300; i++) {
      JsonNode there = get(console, "jobs?kind=render");
      if (there
          .path("jobs")
          .valueStream()
          .anyMatch(each -> each.path("id").asString().equals(id))) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the console does not list the job " + id);
  }

  private static void awaitFirstSegment() throws Exception {
    for (int i = 0; i < 1800; i++) {
      HttpResponse<String> answer = send(address.resolve("/api/v1/renders/film"), "GET");
      if (answer.statusCode() == 200
          && Json.tree(answer.body().getBytes(StandardCharsets.UTF_8)).path("done").asInt() > 0) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no segment in 90 seconds");
  }

  private static void assertAgree(URI one, URI other) throws Exception {
    JsonNode here = null;
    JsonNode there = null;
    // Both hear of the same events, one a moment later.
    for (int i = 0; i < 100 && (here == null || !here.equals(there)); i++) {
      here = get(one, "jobs?limit=10000").path("jobs");
      there = get(other, "jobs?limit=10000").path("jobs");
      Thread.sleep(50);
    }
    assertThat(here).isEqualTo(there);
  }

  @Test
  void aJobIsToldByItsEventsAndByItsRecordWhenItHasEnded() throws Exception {
    JsonNode jobs = get("jobs?kind=ingest&state=completed");
    JsonNode job = jobs.path("jobs").get(0);
    String path =
        "jobs/" + Api.encoded(job.path("source").asString()) + "/" + job.path("id").asString();

    JsonNode alone = get(path);

    assertThat(alone.path("state").asString()).isEqualTo("completed");
    assertThat(alone.path("subject").asString()).isEqualTo("clip");
    assertThat(alone.path("cost").path("cpuMillis").asLong()).isPositive();
    HttpResponse<String> unknown = send(address.resolve("/api/v1/jobs/nobody/nothing"), "GET");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void aClientThatIsGeneratedFromTheDescriptionReadsAJob() throws Exception {
    Path root = Path.of("..").toRealPath();
    assertThat(said(root.resolve("infra/api/run").toString())).contains("0 errors");
    JsonNode job = get("jobs?kind=ingest&state=completed").path("jobs").get(0);

    assertThat(
            said(
                "node",
                root.resolve("infra/api/read-job.cjs").toString(),
                "target/api/client",
                address.resolve("/api/v1").toString(),
                job.path("source").asString(),
                job.path("id").asString()))
        .isEqualTo("completed true");
  }

  private static String said(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  @Test
  void workersAnswerWithTheirSlots() throws Exception {
    JsonNode workers = get("workers").path("workers");

    assertThat(workers).hasSize(WORKERS.size());
    assertThat(workers)
        .allSatisfy(each -> {
          assertThat(each.path("worker").asString()).isNotBlank();
          assertThat(each.path("slots").path(Lanes.RENDER.name()).asInt()).isOne();
          assertThat(each.has("notReady")).isFalse();
        });
    // One that has gone does not answer any more.
    WorkerProcess fourth = cluster.worker("fourth", Map.of("PATCHWORK_SLOTS", "1"));
    awaitWorkers(WORKERS.size() + 1);
    fourth.close();
    awaitWorkers(WORKERS.size());
  }

  private static void awaitWorkers(int count) throws Exception {
    for (int i = 0; i < 60; i++) {
      if (get("workers").path("workers").size() == count) {
        return;
      }
      Thread.sleep(500);
    }
    throw new AssertionError("not " + count + " workers in 30 seconds");
  }

  @Test
  void aRenderHasAReportOfWhoIsInIt() throws Exception {
    TestCluster.film(cluster.run(film("told", 2)));
    URI report = address.resolve(get("renders/told").path("report").asString());

    HttpResponse<String> page = send(report, "GET");

    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    // Its own script runs, and no other: who signed in here has a session at this origin.
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("script-src 'sha256-")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe")
        .doesNotContain("connect-src");
    HttpResponse<String> part = send(report, "GET", "Range", "bytes=2-8");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("doctype");
    assertThat(send(report, "GET", "Range", "bytes=999999999-").statusCode()).isEqualTo(416);
    HttpResponse<String> head = send(report, "HEAD");
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .contains(Integer.toString(page.body().getBytes(StandardCharsets.UTF_8).length));
    assertThat(send(report, "GET", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    for (String other : List.of("..%2Freport.html", "secret", "report.htm", "film.mp4")) {
      assertThat(send(report.resolve(other), "GET").statusCode()).as(other).isEqualTo(404);
    }
    try (HeadlessChromium browser = HeadlessChromium.start(temp.resolve("profile-report"))) {
      browser.open(address.resolve("/#/renders/told"));
      browser.await("document.querySelector('main a[href$=\"report.html\"]') !== null");
      browser.open(report);
      browser.await("document.querySelector('#peopleLanes li') !== null");
      browser.await("document.querySelector('video').readyState >= 1");
      assertThat(
              browser
                  .evaluate(
                      "document.getElementById('peopleLanes').textContent.includes('onerror')")
                  .asBoolean())
          .isTrue();
      assertThat(browser.evaluate("document.title").asString()).isNotEqualTo("owned");
      browser.photograph(1280, 900, PICTURES.resolve("report.png"));
    }
    // What is gone from the store is not shown from what was made before.
    cluster.keys("renders/told/").stream()
        .filter(key -> key.endsWith("/result.json"))
        .forEach(key -> cluster.store().delete(new ObjectKey(key)));
    assertThat(send(report, "GET").statusCode()).isEqualTo(404);
  }

  @Test
  void theJobOfAProposalLeadsToItsPage() throws Exception {
    TestCluster.film(cluster.run(film("shared", 1)));
    var _ = cluster.run(TestProposal.of("autumn", "shared"));
    JsonNode job = get("jobs?kind=proposal").path("jobs").get(0);
    String path =
        "jobs/" + Api.encoded(job.path("source").asString()) + "/" + job.path("id").asString();

    JsonNode files = get(path + "/files").path("files");

    JsonNode page =
        files
            .valueStream()
            .filter(each -> each.path("role").asString().equals("proposal-page"))
            .findFirst()
            .orElseThrow();
    URI link =
        URI.create(
            send(address.resolve(page.path("href").asString()), "GET")
                .headers()
                .firstValue("Location")
                .orElseThrow());
    assertThat(send(link, "GET").body()).contains("Draft proposal").contains("100.00");
    try (HeadlessChromium browser = HeadlessChromium.start(temp.resolve("profile-proposal"))) {
      browser.open(address.resolve("/#/" + path));
      browser.await("document.querySelectorAll('main tbody tr').length === " + files.size());
      browser.photograph(1280, 900, PICTURES.resolve("proposal.png"));
    }
  }

  @Test
  void whoAsksTooOftenWaits() throws Exception {
    try (WorkerProcess limited = console("limited")) {
      URI to = address(limited).resolve("/api/v1/cluster");
      boolean isRefused = false;
      for (int i = 0; i < 3000 && !isRefused; i++) {
        HttpResponse<String> answer = send(to.resolve("/icon.svg"), "GET");
        isRefused = answer.statusCode() == 429;
        assertThat(isRefused || answer.statusCode() == 200).isTrue();
      }
      assertThat(isRefused).isTrue();
      Thread.sleep(1000);
      HttpResponse<String> later = send(to, "GET");
      assertThat(later.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void behindAProxyWithTlsTheCookieIsForTlsAlone() throws Exception {
    HttpRequest.Builder signIn =
        HttpRequest.newBuilder(address.resolve("/api/v1/session"))
            .header("X-Patchwork-Console", "1")
            .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + TOKEN + "\"}"));

    HttpResponse<String> plain = http.send(signIn.build(), HttpResponse.BodyHandlers.ofString());
    HttpResponse<String> behind =
        http.send(
            signIn.header("X-Forwarded-Proto", "https").build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(plain.headers().firstValue("Set-Cookie").orElseThrow()).doesNotContain("Secure");
    assertThat(behind.headers().firstValue("Set-Cookie").orElseThrow()).endsWith("; Secure");
  }

  @Test
  void theLinkToAnArtifactLeadsToItsBytes() throws Exception {
    JsonNode asset = get("assets/clip");
    JsonNode poster =
        asset
            .path("artifacts")
            .valueStream()
            .filter(each -> each.path("role").asString().equals("poster"))
            .findFirst()
            .orElseThrow();
    HttpResponse<String> answer = send(address.resolve(poster.path("href").asString()), "GET");
    assertThat(answer.statusCode()).isEqualTo(302);

    HttpResponse<byte[]> bytes =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(answer.headers().firstValue("Location").orElseThrow()))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());

    assertThat(bytes.statusCode()).isEqualTo(200);
    assertThat(Sha256.of(bytes.body()).hex()).isEqualTo(poster.path("sha256").asString());
  }

  @Test
  void noPathReachesWhatIsNotNamedByAManifest() throws Exception {
    for (String path :
        List.of(
            "assets/..%2Fjobs",
            "assets/clip/artifacts/..%2F..%2Fmanifest.json",
            "assets/clip/artifacts/manifest.json",
            "assets/clip/files/" + "0".repeat(64),
            "renders/outputs/x",
            "renders/film/" + "0".repeat(64) + "/outputs/" + "0".repeat(64),
            "people/x",
            "jobs/%2e%2e/%2e%2e")) {
      HttpResponse<String> answer = send(address.resolve("/api/v1/" + path), "GET");
      assertThat(answer.statusCode()).as(path).isIn(400, 404);
      assertThat(answer.body()).contains("\"detail\"");
    }
    assertThat(send(address.resolve("/../../etc/passwd"), "GET").statusCode()).isEqualTo(404);
    assertThat(send(address.resolve("/api/v1/jobs?cursor=x"), "GET").statusCode()).isEqualTo(400);
    assertThat(send(address.resolve("/api/v1/jobs?limit=0"), "GET").statusCode()).isEqualTo(400);
    assertThat(send(address.resolve("/api/v1/jobs?state=odd"), "GET").statusCode()).isEqualTo(400);
  }

  /**
   * Leaves a dead letter of a job that can be cured: its message is sound, its failure invented.
   */
  private static String deadLetter(String job) throws Exception {
    byte[] body =
        MessageCodec.write(
            new Envelope(new JobId(job), "urn:platform", job, Instant.now(), null),
            film("of-" + job, 1));
    String letter = Headers.letter(job);
    cluster
        .queue()
        .publish(
            new Route.Dead(),
            new Message(
                job,
                body,
                Map.of(
                    "x-patchwork-lane",
                    Lanes.INTERACTIVE.name(),
                    Headers.REASON,
                    "internal",
                    Headers.DETAIL,
                    HOSTILE,
                    Headers.LETTER,
                    letter)))
        .await();
    return letter;
  }

  @Test
  void onlyWhoHasTheTokenWritesAndARepeatGetsTheFirstAnswer() throws Exception {
    String letter = deadLetter("to-drop");
    URI drop = address.resolve("/api/v1/dead-letters/" + letter);

    assertThat(send(drop, "DELETE").statusCode()).isEqualTo(401);
    assertThat(send(drop, "DELETE", "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);
    assertThat(send(drop, "DELETE", "Cookie", "patchwork_console=0").statusCode()).isEqualTo(401);
    String[] headers = {
      "Authorization", "Bearer " + TOKEN, "Idempotency-Key", UUID.randomUUID().toString()
    };
    HttpResponse<String> first = send(drop, "DELETE", headers);
    HttpResponse<String> again = send(drop, "DELETE", headers);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(send(drop, "DELETE", "Authorization", "Bearer " + TOKEN).statusCode())
        .isEqualTo(404);
    assertThat(console.log())
        .contains("audit write")
        .contains("outcome=done")
        .contains("outcome=refused 401");
  }

  @Test
  void aForeignPageCanNeitherCallItByAnotherNameNorUseTheCookie() throws Exception {
    HttpResponse<String> in =
        http.send(
            HttpRequest.newBuilder(address.resolve("/api/v1/session"))
                .header("X-Patchwork-Console", "1")
                .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + TOKEN + "\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
    String session = cookie.substring(0, cookie.indexOf(';'));
    URI retry = address.resolve("/api/v1/dead-letters/000000000000/retry");

    // A form of a foreign page sends the cookie, and not the header.
    assertThat(send(retry, "POST", "Cookie", session).statusCode()).isEqualTo(403);
    assertThat(
            send(
                    retry,
                    "POST",
                    "Cookie",
                    session,
                    "X-Patchwork-Console",
                    "1",
                    "Origin",
                    "https://evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(send(retry, "POST", "Cookie", session, "X-Patchwork-Console", "1").statusCode())
        .isEqualTo(404);
    HttpResponse<String> read =
        send(address.resolve("/api/v1/cluster"), "GET", "Origin", "https://evil.example");
    assertThat(read.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(read.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(rawStatus("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .isEqualTo(421);
  }

  private static int rawStatus(String request) throws Exception {
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.split(" ", -1)[1]);
    }
  }

  @Test
  void aDeadLetterIsRetriedByAClick() throws Exception {
    String letter = deadLetter("to-retry");
    try (HeadlessChromium browser = HeadlessChromium.start(temp.resolve("profile-2"))) {
      browser.open(address.resolve("/#/dead-letters"));
      browser.await("document.querySelector('main table') !== null");
      browser.evaluate("document.getElementById('sign').click()");
      browser.await("document.getElementById('signing').open");
      browser.photograph(700, 600, PICTURES.resolve("sign-in.png"));
      browser.evaluate("document.getElementById('token').value = '" + TOKEN + "'");
      browser.evaluate("document.getElementById('signing-ok').click()");
      browser.await("document.getElementById('sign').textContent === 'Sign out'");
      browser.await("document.querySelector('main').textContent.includes('" + letter + "')");
      browser.photograph(1280, 800, PICTURES.resolve("dead-letters.png"));
      browser.evaluate(
          "[...document.querySelectorAll('main tr')].find(row => row.textContent.includes('"
              + letter
              + "')).querySelector('button').click()");
      browser.await("!document.querySelector('main').textContent.includes('" + letter + "')");
      browser.await("document.title.includes('Dead letters')");
    }
    boolean isDone = false;
    for (int i = 0; i < 600 && !isDone; i++) {
      HttpResponse<String> answer =
          send(address.resolve("/api/v1/jobs/urn:platform/to-retry"), "GET");
      isDone = answer.body().contains("\"completed\"");
      Thread.sleep(50);
    }
    assertThat(isDone).isTrue();
  }

  @Test
  void thePageIsReadableAtThreeWidthsInBothSchemesAndByNames() throws Exception {
    try (HeadlessChromium browser = HeadlessChromium.start(temp.resolve("profile-3"))) {
      for (int width : List.of(360, 800, 1440)) {
        for (String scheme : List.of("light", "dark")) {
          browser.call(
              "Emulation.setEmulatedMedia",
              Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
          for (String page : List.of("", "jobs", "assets/clip")) {
            browser.photograph(width, 900, PICTURES.resolve("unused.png"));
            browser.open(address.resolve("/?" + UUID.randomUUID() + "#/" + page));
            browser.await("document.querySelector('main h2') !== null");
            browser.await("[...document.images].every(each => each.complete)");
            browser.photograph(
                width,
                900,
                PICTURES.resolve(
                    (page.isEmpty() ? "cluster" : page.replace('/', '-'))
                        + "-"
                        + width
                        + "-"
                        + scheme
                        + ".png"));
            assertThat(
                    browser
                        .evaluate(
                            "document.documentElement.scrollWidth <= document.documentElement.clientWidth")
                        .asBoolean())
                .as(page + " is wider than " + width)
                .isTrue();
          }
        }
      }
      browser.open(address.resolve("/?1#/assets/clip"));
      browser.await("document.querySelector('main').textContent.includes('onerror')");
      assertThat(browser.evaluate("document.title").asString()).isEqualTo("Asset clip · Patchwork");
      assertThat(
              browser.evaluate("document.querySelectorAll('main img[src=\"x\"]').length").asInt())
          .isZero();
      assertThat(
              browser
                  .evaluate(
                      "[...document.querySelectorAll('main img, main video, main audio')].every(each =>"
                          + " each.alt || each.getAttribute('aria-label'))")
                  .asBoolean())
          .isTrue();
    }
  }

  /** Publishes what workers would tell of so many jobs. */
  private static void tell(int jobs) throws Exception {
    Instant now = Instant.now();
    List<PublishConfirm> confirms = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      JobRef ref = new JobRef(new JobId("many-" + i), "urn:many", JobKind.INGEST);
      Instant at = now.minusSeconds(3600).plusMillis(i);
      confirms.add(publish(new JobEvent.Accepted(ref), "a" + i, at));
      confirms.add(
          publish(
              i % 10 == 0
                  ? new JobEvent.Failed(
                      ref,
                      FailureCode.NOT_MEDIA,
                      "This is no file type that is known here; upload media.",
                      null,
                      List.of())
                  : new JobEvent.Cancelled(ref),
              "b" + i,
              at.plusSeconds(1)));
    }
    for (var each : confirms) {
      each.await();
    }
  }

  private static PublishConfirm publish(JobEvent event, String id, Instant at) {
    byte[] body =
        MessageCodec.write(new Envelope(new JobId(id), "patchwork", "x", at, null), event);
    return cluster
        .queue()
        .publish(
            new Route.Event(event.kind().wireName() + ".ingest.x"),
            new Message(id, body, Map.of()));
  }

  @Test
  void tenThousandJobsAreListedAndReachedByKeyboard() throws Exception {
    tell(10_000);
    for (int i = 0; i < 200; i++) {
      if (get("jobs?account=urn:many&limit=1").path("total").asInt() == 10_000) {
        break;
      }
      Thread.sleep(50);
    }
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get("jobs?account=urn:many&limit=3000" + cursor);
      page.path("jobs").forEach(each -> paged.add(each.path("id").asString()));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asString() : "";
    } while (!cursor.isEmpty());
    assertThat(paged).hasSize(10_000).doesNotHaveDuplicates();
    assertThat(get("jobs?account=urn:many&state=failed&limit=1").path("total").asInt())
        .isEqualTo(1000);
    try (HeadlessChromium browser = HeadlessChromium.start(temp.resolve("profile-4"))) {
      browser.photograph(1280, 800, PICTURES.resolve("unused.png"));
      browser.open(address.resolve("/#/jobs?account=urn:many"));
      browser.await(
          "document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === '10001'");
      // Only what is in view is in the page.
      assertThat(browser.evaluate("document.querySelectorAll('.row').length").asInt())
          .isLessThan(50);
      browser.evaluate("document.querySelector('[role=grid]').focus()");
      browser.press("End", 35, "");
      browser.await(
          "document.querySelector('.row.chosen')?.getAttribute('aria-rowindex') === '10001'");
      browser.photograph(1280, 800, PICTURES.resolve("jobs-10000.png"));
      browser.press("Enter", 13, "\r");
      browser.await("location.hash.startsWith('#/jobs/urn%3Amany/many-0')");
      browser.await("document.querySelector('main dl') !== null");
      browser.photograph(1280, 800, PICTURES.resolve("job.png"));
    }
  }
}
