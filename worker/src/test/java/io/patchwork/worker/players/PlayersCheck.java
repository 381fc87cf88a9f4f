package io.patchwork.worker.players;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.wire.Json;
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
          ".mp4", "video/mp4");

  private final Path page;
  private final Path modules;
  private final Path folder = Files.createTempDirectory("patchwork-players");
  private final BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
  private int failures;

  private PlayersCheck(Path page, Path modules) throws IOException {
    this.page = page;
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
        play(base, file, asset, "hls", "hls.js");
        play(base, file, asset, "dash", "shaka");
      }
    }
    server.stop(0);
  }

  private void play(String base, String file, Result.OfAsset asset, String role, String player)
      throws Exception {
    Optional<Artifact> playlist =
        asset.artifacts().stream().filter(artifact -> artifact.role().equals(role)).findFirst();
    if (playlist.isEmpty()) {
      System.out.println(file + " has no " + role);
      failures++;
      return;
    }
    String source = base + "/store/" + playlist.get().key();
    Process browser =
        new ProcessBuilder(
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--autoplay-policy=no-user-gesture-required",
                "--user-data-dir=" + Files.createTempDirectory(folder, "profile"),
                base
                    + "/page?player="
                    + player
                    + "&src="
                    + URLEncoder.encode(source, StandardCharsets.UTF_8))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.log").toFile())
            .start();
    try {
      JsonNode result = told.poll(10, TimeUnit.MINUTES);
      List<String> problems = problems(result, asset);
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
    } finally {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly().waitFor();
    }
  }

  private static List<String> problems(@Nullable JsonNode result, Result.OfAsset asset) {
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
        asset.artifacts().stream().filter(artifact -> artifact.role().equals("rung")).count();
    if (result.path("levels").size() != Math.max(rungs, 1)) {
      problems.add("levels " + result.path("levels"));
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
      } else if (path.equals("/page")) {
        send(exchange, page);
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
