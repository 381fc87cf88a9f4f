package io.patchwork.worker.players;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestCluster;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Plays what an ingest packages in a real browser with players that are not ours. */
public final class PlayersCheck {

  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");
  private static final Map<String, String> TYPES =
      Map.of(
          ".html", "text/html",
          ".js", "text/javascript",
          ".m3u8", "application/vnd.apple.mpegurl",
          ".mpd", "application/dash+xml",
          ".mp4", "video/mp4",
          ".vtt", "text/vtt",
          ".jpg", "image/jpeg");

  /** A tile and the frame that it stands for, the mean of a pixel's difference, 0 to 255. */
  private static final double ALIKE = 12;

  private static final List<String> WORDS = List.of("Où est-ce ?", "Là-bas.");
  private static final String SUBTITLES =
      """
      WEBVTT

      00:00.500 --> 00:02.000
      Où est-ce ?

      00:03.500 --> 00:05.500
      Là-bas.
      """;

  private final Path pages;
  private final Path modules;
  private final Path folder = Files.createTempDirectory("patchwork-players");
  private final BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
  private int failures;

  private PlayersCheck(Path pages, Path modules) throws IOException {
    this.pages = pages;
    this.modules = modules;
  }

  public static void main(String[] args) throws Exception {
    PlayersCheck check = new PlayersCheck(Path.of(args[0]), Path.of(args[1]));
    check.run(List.of(args).subList(2, args.length));
    System.exit(check.failures == 0 ? 0 : 1);
  }

  private void run(List<String> files) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    try (TestCluster cluster = new TestCluster(folder, Map.of("PATCHWORK_SANDBOX", "preferred"))) {
      int number = 0;
      for (String file : files) {
        Result.OfAsset asset = TestCluster.asset(cluster.ingest("asset" + number++, Path.of(file)));
        play(base, file, asset.artifacts(), ArtifactRole.HLS, "hls.js", List.of());
        play(base, file, asset.artifacts(), ArtifactRole.DASH, "shaka", List.of());
        hover(base, file, asset);
      }
      cluster.ingest("words", Files.writeString(folder.resolve("words.vtt"), SUBTITLES));
      Result.OfRender film = TestCluster.film(cluster.render("film", film().bytes(), "stream"));
      play(base, "film.otio", film.streams(), ArtifactRole.HLS, "hls.js", WORDS);
      play(base, "film.otio", film.streams(), ArtifactRole.DASH, "shaka", WORDS);
    }
    server.stop(0);
  }

  /** The beginning of what came first, twice, with a dissolve between, and subtitles. */
  private static Otio film() {
    Otio otio = new Otio("25");
    String clip = otio.clip("asset:asset0", 10, 75);
    return otio.track("Video", clip, otio.transition(10, 10), clip)
        .track("Audio", clip, clip)
        .treated("Subtitle", "\"language\": \"fr\"", otio.clip("asset:words", 0, 150));
  }

  private void play(
      String base,
      String file,
      List<Artifact> artifacts,
      ArtifactRole role,
      String player,
      List<String> words)
      throws Exception {
    Optional<Artifact> playlist =
        artifacts.stream().filter(artifact -> artifact.role() == role).findFirst();
    if (playlist.isEmpty()) {
      System.out.println(file + " has no " + role.wireName());
      failures++;
      return;
    }
    JsonNode result =
        browse(
            base
                + "/page.html?player="
                + player
                + "&src="
                + encoded(base + "/store/" + playlist.get().key()));
    tell(player, file, problems(result, artifacts, words), result);
  }

  /** Shows the storyboard in a page and compares its tiles with the film. */
  private void hover(String base, String file, Result.OfAsset asset) throws Exception {
    Optional<String> index = key(asset, ArtifactRole.STORYBOARD_INDEX);
    Optional<String> film = key(asset, ArtifactRole.RENDITION);
    if (index.isEmpty() || film.isEmpty()) {
      return;
    }
    JsonNode result =
        browse(
            base
                + "/storyboard.html?check&vtt="
                + encoded(base + "/store/" + index.get())
                + "&src="
                + encoded(base + "/store/" + film.get()));
    List<String> problems = new ArrayList<>();
    if (result == null || !result.path("errors").isEmpty() || result.path("apart").isEmpty()) {
      problems.add("not shown");
    } else {
      for (JsonNode apart : result.path("apart")) {
        if (apart.asDouble(255) > ALIKE) {
          problems.add("a tile is " + apart + " apart from its frame");
        }
      }
    }
    tell("storyboard", file, problems, result);
  }

  private static Optional<String> key(Result.OfAsset asset, ArtifactRole role) {
    return asset.artifacts().stream()
        .filter(artifact -> artifact.role() == role)
        .map(Artifact::key)
        .findFirst();
  }

  private static String encoded(String url) {
    return URLEncoder.encode(url, StandardCharsets.UTF_8);
  }

  private void tell(String player, String file, List<String> problems, @Nullable JsonNode result) {
    failures += problems.isEmpty() ? 0 : 1;
    System.out.println(
        (problems.isEmpty() ? "PLAYS " : "FAILS ")
            + player
            + " "
            + Path.of(file).getFileName()
            + " "
            + problems
            + " "
            + result);
  }

  /** Opens a page in a browser of its own; what it told. */
  private @Nullable JsonNode browse(String page) throws Exception {
    Process browser =
        new ProcessBuilder(
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--autoplay-policy=no-user-gesture-required",
                "--user-data-dir=" + Files.createTempDirectory(folder, "profile"),
                page)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.log").toFile())
            .start();
    try {
      return told.poll(10, TimeUnit.MINUTES);
    } finally {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly().waitFor();
    }
  }

  private static List<String> problems(
      @Nullable JsonNode result, List<Artifact> artifacts, List<String> words) {
    if (result == null) {
      return List.of("the browser told nothing");
    }
    List<String> problems = new ArrayList<>();
    if (!result.path("why").asString("").equals("ended")) {
      problems.add("ended by " + result.path("why"));
    }
    if (!result.path("errors").isEmpty()) {
      problems.add("errors " + result.path("errors"));
    }
    if (!result.path("gaps").isEmpty()) {
      problems.add("gaps " + result.path("gaps"));
    }
    double duration = result.path("duration").asDouble(0);
    if (result.path("took").asDouble(0) > 1.25 * duration + 5) {
      problems.add("took " + result.path("took") + " s for " + duration);
    }
    long rungs =
        artifacts.stream().filter(artifact -> artifact.role() == ArtifactRole.VARIANT).count();
    if (result.path("levels").size() != Math.max(rungs, 1)) {
      problems.add("levels " + result.path("levels"));
    }
    List<String> read = result.path("words").valueStream().map(word -> word.asString("")).toList();
    if (!read.equals(words)) {
      problems.add("words " + read);
    }
    if (rungs > 1 && result.path("sizes").size() < 2) {
      problems.add("no change of rung: " + result.path("sizes"));
    }
    return problems;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/told")) {
        told.add(Json.tree(exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(204, -1);
      } else if (path.equals("/page.html") || path.equals("/storyboard.html")) {
        send(exchange, pages.resolve(path.substring(1)));
      } else if (path.startsWith("/modules/")) {
        send(exchange, modules.resolve(path.substring("/modules/".length())));
      } else if (path.startsWith("/store/")) {
        send(exchange, folder.resolve("store").resolve(path.substring("/store/".length())));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  /** Whole, or the range that is asked for. */
  private static void send(HttpExchange exchange, Path file) throws IOException {
    if (!Files.exists(file)) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    String name = Objects.requireNonNull(file.getFileName()).toString();
    String type =
        TYPES.getOrDefault(
            name.substring(Math.max(0, name.lastIndexOf('.'))), "application/octet-stream");
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    long size = Files.size(file);
    String asked = exchange.getRequestHeaders().getFirst("Range");
    Matcher range = RANGE.matcher(asked == null ? "" : asked);
    long from = 0;
    long to = size - 1;
    int code = 200;
    if (range.matches()) {
      from = Long.parseLong(range.group(1));
      to = range.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(range.group(2)));
      code = 206;
      exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + size);
    }
    exchange.sendResponseHeaders(code, to - from + 1);
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      exchange.getResponseBody().write(in.readNBytes((int) (to - from + 1)));
    }
  }
}
