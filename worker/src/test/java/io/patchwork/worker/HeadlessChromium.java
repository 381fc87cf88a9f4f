package io.patchwork.worker;

import io.patchwork.schema.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A browser without a window, driven over its DevTools protocol. It is offline. */
public final class HeadlessChromium implements AutoCloseable {

  private final Process browser;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();

  /** The loaders of pages that are loaded. */
  private final BlockingQueue<String> loads = new LinkedBlockingQueue<>();

  private final List<String> requests = new ArrayList<>();
  private int sent;

  private HeadlessChromium(Process browser, URI page) throws Exception {
    this.browser = browser;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(page, new Listener())
            .get(20, TimeUnit.SECONDS);
  }

  public static boolean isInstalled() {
    return Files.isExecutable(Path.of("/usr/bin/chromium"));
  }

  /** Starts a browser with a blank page. */
  public static HeadlessChromium start(Path profile) throws Exception {
    Process browser =
        new ProcessBuilder(
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      BufferedReader said = browser.errorReader(StandardCharsets.UTF_8);
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.startsWith("DevTools listening on ")) {
          Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
          HeadlessChromium started =
              new HeadlessChromium(browser, page(URI.create(line.split(" ", -1)[3])));
          started.call("Page.enable", Map.of());
          started.call("Page.setLifecycleEventsEnabled", Map.of("enabled", true));
          started.call("Network.enable", Map.of());
          return started;
        }
      }
      throw new IOException("the browser said nothing of its tools");
    } catch (Exception e) {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly();
      throw e;
    }
  }

  private static URI page(URI tools) throws Exception {
    HttpResponse<byte[]> listed =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + tools.getPort() + "/json/list"))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    return URI.create(
        Json.tree(listed.body())
            .valueStream()
            .filter(each -> each.path("type").asString().equals("page"))
            .findFirst()
            .orElseThrow()
            .path("webSocketDebuggerUrl")
            .asString());
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonNode message = Json.tree(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
        switch (message.path("method").asString("")) {
          case "Network.requestWillBeSent" -> {
            synchronized (requests) {
              requests.add(message.at("/params/request/url").asString());
            }
          }
          case "Page.lifecycleEvent" -> {
            if (message.at("/params/name").asString("").equals("load")) {
              loads.add(message.at("/params/loaderId").asString());
            }
          }
          default -> {
            if (message.has("id")) {
              answers.add(message);
            }
          }
        }
      }
      from.request(1);
      return null;
    }
  }

  /** Calls a method of the DevTools protocol. */
  public JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = ++sent;
    socket
        .sendText(Json.text(Map.of("id", id, "method", method, "params", parameters)), true)
        .get(20, TimeUnit.SECONDS);
    JsonNode answer = answers.poll(30, TimeUnit.MINUTES);
    if (answer == null || answer.path("id").asInt() != id || answer.has("error")) {
      throw new IOException(method + ": " + answer);
    }
    return answer.path("result");
  }

  /** Opens a file and waits until it is loaded. */
  public void open(Path file) throws Exception {
    open(file.toUri());
  }

  /** Opens an address and waits until it is loaded. */
  public void open(URI address) throws Exception {
    String loader =
        call("Page.navigate", Map.of("url", address.toString())).path("loaderId").asString();
    while (true) {
      @Nullable String loaded = loads.poll(20, TimeUnit.SECONDS);
      if (loaded == null) {
        throw new IOException(address + " is not loaded");
      }
      if (loaded.equals(loader)) {
        return;
      }
    }
  }

  /** The value of an expression, awaited if it is a promise. */
  public JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(result.path("exceptionDetails").toString());
    }
    return result.at("/result/value");
  }

  /** Waits until a condition of the page holds. */
  public void await(String condition) throws Exception {
    for (int i = 0; i < 600; i++) {
      if (evaluate(condition).asBoolean()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError(condition);
  }

  /** A picture of the page as it is in a window of this width. */
  public void photograph(int width, int height, Path to) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    Files.write(
        to,
        Base64.getDecoder()
            .decode(
                call("Page.captureScreenshot", Map.of("format", "png")).path("data").asString()));
  }

  /** Presses and releases a key, as on a keyboard. */
  public void press(String key, int code, String text) throws Exception {
    call(
        "Input.dispatchKeyEvent",
        Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", code, "text", text));
    call(
        "Input.dispatchKeyEvent",
        Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
  }

  /** What was asked of the network or of files. */
  public List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  @Override
  public void close() {
    socket.abort();
    browser.descendants().forEach(ProcessHandle::destroyForcibly);
    browser.destroyForcibly().onExit().join();
  }
}
