package io.patchwork.worker.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchwork.schema.wire.Json;
import io.patchwork.worker.HeadlessChromium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A report in a browser, and what a reader does with it. */
final class OpenReport implements AutoCloseable {

  private static final int TRIES = 250;
  private static final Set<String> STOPS =
      Set.of(
          "searchbox",
          "slider",
          "button",
          "combobox",
          "heading",
          "link",
          "image",
          "region",
          "Video");

  private final HeadlessChromium browser;
  private final Path page;

  /**
   * A browser for a page.
   *
   * @param profile an empty folder
   */
  OpenReport(Path page, Path profile) throws Exception {
    assertTrue(HeadlessChromium.isInstalled(), "no chromium here: apt-get install chromium");
    this.page = page;
    this.browser = HeadlessChromium.start(profile);
  }

  /** Opens the page anew. */
  void reopen() throws Exception {
    browser.call("Page.navigate", Map.of("url", "about:blank"));
    browser.open(page);
  }

  HeadlessChromium browser() {
    return browser;
  }

  JsonNode evaluate(String expression) throws Exception {
    return browser.evaluate(expression);
  }

  /** Waits until a condition of the page holds. */
  void await(String condition) throws Exception {
    for (int i = 0; i < TRIES; i++) {
      if (browser.evaluate(condition).asBoolean()) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError(condition);
  }

  void moveTo(long frame) throws Exception {
    browser.evaluate(
        "(() => { const slider = document.getElementById('position'); slider.value = "
            + frame
            + "; slider.dispatchEvent(new Event('input')); })()");
  }

  List<String> texts(String selector) throws Exception {
    List<String> texts = new ArrayList<>();
    browser
        .evaluate(
            "[...document.querySelectorAll("
                + Json.text(selector)
                + ")].map(each => each.textContent)")
        .forEach(each -> texts.add(each.asString()));
    return texts;
  }

  List<String> shown(String list) throws Exception {
    List<String> shares = new ArrayList<>();
    browser
        .evaluate(
            "[...document.querySelectorAll('#"
                + list
                + " li[data-share]')].map(each => (each.dataset.asset || each.dataset.generated)"
                + " + ' ' + each.dataset.share)")
        .forEach(each -> shares.add(each.asString()));
    return shares;
  }

  void choose(String person) throws Exception {
    browser.evaluate(
        "(() => { const list = document.getElementById('person'); list.value ="
            + " report.people.findIndex(each => each.id === '"
            + person
            + "'); list.dispatchEvent(new Event('change')); })()");
  }

  void awaitSeeked() throws Exception {
    await("media.readyState > 1 && !media.seeking && media.currentTime > 0");
  }

  /** Presses the name of a lane. */
  void pressLane(String name) throws Exception {
    browser.evaluate(
        "[...document.querySelectorAll('.lane button')].find(each => each.textContent === "
            + Json.text(name)
            + ").click()");
  }

  void setLanguage(String language) throws Exception {
    browser.evaluate(
        "(() => { const list = document.getElementById('languages'); list.value = '"
            + language
            + "'; list.dispatchEvent(new Event('change')); })()");
  }

  void resize(int width, int height) throws Exception {
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void setMedia(String media, String scheme) throws Exception {
    browser.call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            media,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  void search(String term) throws Exception {
    browser.evaluate(
        "(() => { const box = document.getElementById('search'); box.value = "
            + Json.text(term)
            + "; box.dispatchEvent(new Event('input')); })()");
  }

  List<String> visibleLanes() throws Exception {
    return texts(".lane:not([hidden]) button");
  }

  /** The mean difference of the channels of each still from the film at its frame, of 255. */
  private static final String DIFFERENCES =
      """
      (async () => {
        const sheet = new Image();
        sheet.src = getComputedStyle(document.querySelector('.still')).backgroundImage.slice(5, -2);
        await sheet.decode();
        const pixels = (from, x, y, w, h) => {
          const canvas = document.createElement('canvas');
          canvas.width = stills.width;
          canvas.height = stills.height;
          const context = canvas.getContext('2d');
          context.drawImage(from, x, y, w, h, 0, 0, stills.width, stills.height);
          return context.getImageData(0, 0, stills.width, stills.height).data;
        };
        const differences = [];
        for (const [i, frame] of stills.frames.entries()) {
          const seeked = new Promise(done => media.requestVideoFrameCallback(done));
          media.currentTime = (frame + 0.5) / 24;
          await seeked;
          const film = pixels(media, 0, 0, media.videoWidth, media.videoHeight);
          const still = pixels(sheet, i % stills.columns * stills.width,
            Math.floor(i / stills.columns) * stills.height, stills.width, stills.height);
          differences.push(film.reduce((sum, each, j) => sum + Math.abs(each - still[j]), 0) / film.length);
        }
        return differences;
      })()
      """;

  JsonNode differencesOfStills() throws Exception {
    return browser.evaluate(DIFFERENCES);
  }

  /** WCAG 2.2, 1.4.3 and 1.4.11: 4.5 for text, 3 for what is drawn. */
  private static final String CONTRAST =
      """
      (() => {
        const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
        const luminance = text => rgb(text).slice(0, 3).map(c => c / 255)
          .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
          .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = each => {
          for (let at = each; at; at = at.parentElement) {
            const ground = getComputedStyle(at).backgroundColor;
            if (rgb(ground).length === 3 || rgb(ground)[3] === 1) return ground;
          }
          return 'rgb(255,255,255)';
        };
        const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        const poor = [];
        let count = 0;
        for (const each of document.querySelectorAll('body *')) {
          const isText = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
          const isDrawn = each.tagName === 'path';
          if (!each.getClientRects().length || !(isText || isDrawn)) continue;
          const style = getComputedStyle(each);
          const found = ratio(luminance(isDrawn ? style.fill : style.color),
            luminance(behind(isDrawn ? each.parentElement : each)));
          count++;
          if (found < (isDrawn ? 3 : 4.5)) poor.push(each.outerHTML.slice(0, 80) + ' ' + found);
        }
        return { count, poor };
      })()
      """;

  JsonNode contrast() throws Exception {
    return browser.evaluate(CONTRAST);
  }

  /** The roles of what a screen reader can stop at, with or without a name. */
  Set<String> roles(boolean isNamed) throws Exception {
    Set<String> roles = new TreeSet<>();
    for (JsonNode node : browser.call("Accessibility.getFullAXTree", Map.of()).path("nodes")) {
      String role = node.at("/role/value").asString("");
      boolean hasName = !node.at("/name/value").asString("").isBlank();
      if (STOPS.contains(role) && !node.path("ignored").asBoolean(false) && hasName == isNamed) {
        roles.add(role);
      }
    }
    return roles;
  }

  @Override
  public void close() {
    browser.close();
  }
}
