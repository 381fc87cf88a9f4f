package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.testing.TestBroker;
import io.patchwork.common.testing.TestServices;
import io.patchwork.common.testing.TestStore;
import io.patchwork.schema.wire.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What docs/platform.md says is so: its programs run as they stand there, against a real broker and
 * a real S3 API, and its users need no right more than it lists.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlatformPageIT {

  private static final Path PAGE = Path.of("../docs/platform.md");
  private static final Path MODULES = Path.of("target/contract/node_modules").toAbsolutePath();
  private static final String HOST = "patchwork";
  private static final Path DEFINITIONS = Path.of("../infra/rabbitmq/definitions.json");

  private Path temp = PAGE;
  private String page = "";
  private TestBroker broker;
  private TestStore store;
  private URI bucket;
  private WorkerProcess worker;

  @BeforeAll
  void aClusterWithNoRightMoreThanThePageLists(@TempDir Path folder) throws Exception {
    temp = folder;
    page = Files.readString(PAGE);
    broker = TestServices.freshBroker();
    store = TestServices.freshStore();
    bucket = store.bucket();
    broker.control("add_vhost", HOST);
    for (String user : List.of("platform", "worker", "monitoring")) {
      broker.control("add_user", user, "secret");
    }
    broker.control("import_definitions", DEFINITIONS.toAbsolutePath().normalize().toString());
    worker =
        new WorkerProcess(
            temp.resolve("worker"),
            WorkerProcess.cluster(
                as("worker"), URI.create(bucket + "/pw"), store.endpoint(), "patchwork"));
  }

  @AfterAll
  void stop() {
    worker.close();
    broker.close();
    store.close();
  }

  @Test
  void thePageListsTheRightsThatAreImported() throws Exception {
    for (JsonNode of : Json.tree(Files.readAllBytes(DEFINITIONS)).path("permissions")) {
      String row =
          Stream.of("configure", "write", "read")
              .map(right -> "`" + of.path(right).asString().replace("|", "\\|") + "`")
              .collect(Collectors.joining(" | ", "| " + of.path("user").asString() + " | ", " |"));
      assertThat(page.lines()).contains(row);
    }
  }

  private URI as(String user) {
    return URI.create(
        "amqp://" + user + ":secret@127.0.0.1:" + broker.uri().getPort() + "/" + HOST);
  }

  /** The page's block in a language. */
  private String block(String language) {
    List<String> blocks =
        Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(blocks).as(language).hasSize(1);
    return blocks.getFirst();
  }

  /** Runs a program of the page in a folder with a clip and the timeline; what it printed. */
  private List<String> run(String language, String file, List<String> command) throws Exception {
    Path folder = Files.createDirectories(temp.resolve(language));
    Files.writeString(folder.resolve(file), block(language));
    Files.writeString(folder.resolve("first.otio"), block("json"));
    TestMedia.video(folder.resolve("clip.mp4"), 2, "320x180", "25", 440);
    ProcessBuilder program = new ProcessBuilder(command).directory(folder.toFile());
    program.environment().putAll(environment());
    Process process = program.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  private Map<String, String> environment() {
    return Map.of(
        "AMQP_URL",
        as("platform").toString(),
        "STORE",
        bucket + "/pw",
        "S3_ENDPOINT",
        store.endpoint().toString(),
        "AWS_ACCESS_KEY_ID",
        TestStore.ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY",
        TestStore.SECRET_KEY,
        "AWS_REGION",
        "us-east-1",
        "AWS_DEFAULT_REGION",
        "us-east-1");
  }

  @Test
  void theStandardParserReadsTheContractAndAllThatItRefersTo() throws Exception {
    Process parser =
        new ProcessBuilder(
                "node",
                "../infra/contract/asyncapi.mjs",
                MODULES.toString(),
                "../job-schemas/src/main/resources/io/patchwork/schema/asyncapi.yaml")
            .redirectErrorStream(true)
            .start();
    String said = new String(parser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(parser.waitFor()).as(said).isZero();
    assertThat(said.lines()).contains("ingest 2", "completed 4", "deadLetter 0");
  }

  private static void assertMadeAFilm(List<String> said, String render) {
    assertThat(said)
        .containsSubsequence(
            "ingest accepted clip-1",
            "ingest completed clip-1",
            "render accepted " + render,
            "render completed " + render,
            "by ana")
        .anyMatch(line -> line.startsWith("film renders/" + render + "/"));
  }

  @Test
  void python() throws Exception {
    assertMadeAFilm(
        run("python", "first_job.py", List.of("/usr/bin/python3", "first_job.py")), "first-python");
  }

  @Test
  void javaScript() throws Exception {
    assertThat(MODULES).as("installed by infra/npm contract").exists();
    Path folder = Files.createDirectories(temp.resolve("javascript"));
    Files.createSymbolicLink(folder.resolve("node_modules"), MODULES);

    assertMadeAFilm(
        run("javascript", "first-job.mjs", List.of("node", "first-job.mjs")), "first-javascript");
  }

  @Test
  void java() throws Exception {
    assertMadeAFilm(
        run(
            "java",
            "FirstJob.java",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "FirstJob.java")),
        "first-java");
  }
}
