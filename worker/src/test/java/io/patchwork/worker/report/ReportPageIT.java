package io.patchwork.worker.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Cluster;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Tile;
import io.patchwork.worker.ledger.HeadlessChromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The report on a film, from a file in a real browser. */
@Timeout(120)
final class ReportPageIT {

  private static final int FRAMES = 20;

  @TempDir private static Path temp;
  @Cluster private static TestCluster cluster;
  private static ReportedFilm film;
  private static HeadlessChromium browser;

  @BeforeAll
  static void open() throws Exception {
    assertTrue(HeadlessChromium.isInstalled(), "no chromium here: apt-get install chromium");
    film = ReportedFilm.of(cluster, temp);
    browser = HeadlessChromium.start(Files.createDirectories(temp.resolve("profile")));
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  /** A page that no other test has touched. */
  @BeforeEach
  void reopen() throws Exception {
    browser.call("Page.navigate", Map.of("url", "about:blank"));
    browser.open(film.folder().resolve("report.html"));
  }

  private static void moveTo(long frame) throws Exception {
    browser.evaluate(
        "(() => { const slider = document.getElementById('position'); slider.value = "
            + frame
            + "; slider.dispatchEvent(new Event('input')); })()");
  }

  private static List<String> texts(String selector) throws Exception {
    List<String> texts = new ArrayList<>();
    browser
        .evaluate(
            "[...document.querySelectorAll("
                + Json.text(selector)
                + ")].map(each => each.textContent)")
        .forEach(each -> texts.add(each.asString()));
    return texts;
  }

  private static FrameRate rate() {
    return Objects.requireNonNull(film.lineage().frameRate());
  }

  private static long frames() {
    return film.lineage().duration().nearestFrame(rate());
  }

  private static Interval frame(long number) {
    return new Interval(
        RationalTime.ofFrames(number, rate()),
        RationalTime.min(RationalTime.ofFrames(number + 1, rate()), film.lineage().duration()));
  }

  private static boolean overlap(Interval one, Interval other) {
    return one.start().compareTo(other.end()) < 0 && other.start().compareTo(one.end()) < 0;
  }

  /** Everybody whose work the lineage has in a frame, as the page writes them. */
  private static Set<String> names(Interval frame) {
    Lineage lineage = film.lineage();
    Set<Id> assets = new TreeSet<>();
    Stream.concat(lineage.uses().stream(), lineage.nestedUses().stream())
        .filter(use -> use.isPresent() && overlap(use.out(), frame))
        .map(Use::asset)
        .forEach(assets::add);
    lineage.nestedRenders().stream()
        .filter(each -> overlap(each.out(), frame))
        .forEach(each -> assets.add(each.asset()));
    Set<String> names = new TreeSet<>();
    for (Credit credit : lineage.credits()) {
      if (assets.contains(credit.asset())) {
        credit.contributors().stream().map(Contributor::creditedAs).forEach(names::add);
      }
    }
    if (names.remove(ReportedFilm.HOSTILE)) {
      names.add(ReportedFilm.HOSTILE_SHOWN);
    }
    return names;
  }

  @Test
  void inTwentyFramesTheNamesAreThoseOfTheLineage() throws Exception {
    Random random = new Random(16);
    Set<String> everybody = new TreeSet<>();
    for (int i = 0; i < FRAMES; i++) {
      long frame = random.nextLong(frames());
      moveTo(frame);

      Set<String> shown = new TreeSet<>(texts("#seen .name, #heard .name, #read .name"));

      assertThat(shown).as("frame " + frame).isEqualTo(names(frame(frame)));
      everybody.addAll(shown);
    }
    assertThat(everybody)
        .contains("Ana Souza", "Otto", "Rex", "Ren", ReportedFilm.ARABIC, "Sam 山田")
        .contains(ReportedFilm.HOSTILE_SHOWN)
        .doesNotContain("Dora");
  }

  /** The mean share of every origin and way during a frame. */
  private static Map<String, Fraction> shares(List<Slice> slices, Interval frame) {
    Map<String, Fraction> shares = new TreeMap<>();
    for (Slice slice : slices) {
      if (!overlap(slice.out(), frame)) {
        continue;
      }
      RationalTime from = RationalTime.max(slice.out().start(), frame.start());
      RationalTime to = RationalTime.min(slice.out().end(), frame.end());
      Fraction length = slice.out().length().seconds();
      Fraction part =
          to.minus(from).seconds().dividedBy(frame.end().minus(frame.start()).seconds());
      for (Tile tile : slice.tiles()) {
        for (Part each : tile.parts()) {
          Fraction mean =
              each.weight()
                  .between(
                      from.minus(slice.out().start()).seconds().dividedBy(length),
                      to.minus(slice.out().start()).seconds().dividedBy(length))
                  .mean();
          String who =
              switch (each.origin()) {
                case Origin.OfAsset(Id asset, var _) -> asset.value();
                case Origin.Generated(String generator) -> generator;
                case Origin.Makers _ -> throw new AssertionError("makers");
              };
          shares.merge(
              who + each.via().hops(), mean.times(part).times(tile.cell().area()), Fraction::plus);
        }
      }
    }
    shares.values().removeIf(share -> share.signum() == 0);
    return shares;
  }

  private static List<String> shown(String list) throws Exception {
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

  private static List<String> expected(List<Slice> slices, Interval frame) {
    return shares(slices, frame).entrySet().stream()
        .map(each -> each.getKey().replaceFirst("\\[.*", "") + " " + each.getValue())
        .toList();
  }

  @Test
  void theSharesOfAFrameAreExact() throws Exception {
    Random random = new Random(7);
    Set<String> all = new TreeSet<>();
    for (int i = 0; i < FRAMES; i++) {
      long frame = random.nextLong(frames());
      moveTo(frame);

      assertThat(shown("seen"))
          .as("frame " + frame)
          .containsExactlyInAnyOrderElementsOf(expected(film.mosaic().pictures(), frame(frame)));
      assertThat(shown("heard"))
          .as("frame " + frame)
          .containsExactlyInAnyOrderElementsOf(expected(film.mosaic().sound(), frame(frame)));
      all.addAll(shown("seen"));
      all.addAll(shown("heard"));
    }
    assertThat(all).hasSizeGreaterThan(15).contains("drum 27/100");
  }

  @Test
  void aPersonSeesWhereTheyAreAndAnotherWhyNot() throws Exception {
    choose("ana");
    assertThat(texts("#answer .shots .time").size()).isGreaterThan(2);
    assertThat(texts("#answer").getFirst()).contains("Ana Souza", "camera", "Appearances");
    assertThat(
            browser.evaluate("document.querySelectorAll('#answer .shots .still').length").asInt())
        .isPositive();

    choose("dora");
    assertThat(texts("#answer").getFirst())
        .contains("Dora", "No appearance in this film.", "Why am I not in it?", "covered");

    choose("noor");
    assertThat(texts("#answer").getFirst()).contains("نور", "Declared only", "sketch");
  }

  private static void choose(String person) throws Exception {
    browser.evaluate(
        "(() => { const list = document.getElementById('person'); list.value ="
            + " report.people.findIndex(each => each.id === '"
            + person
            + "'); list.dispatchEvent(new Event('change')); })()");
  }

  @Test
  void anAppearanceLeadsIntoTheFilm() throws Exception {
    choose("suad");
    browser.evaluate("document.querySelector('#answer .shots a').focus()");
    browser.press("Enter", 13, "\r");
    String time = texts("#answer .shots a").getFirst();

    assertThat(texts("#clock")).containsExactly(time);
    for (int i = 0; i < 100 && !isSeeked(); i++) {
      Thread.sleep(20);
    }
    assertThat(isSeeked()).isTrue();
    assertThat(texts("#seen .name")).contains(ReportedFilm.ARABIC);
  }

  private static boolean isSeeked() throws Exception {
    return browser
        .evaluate("media.readyState > 1 && !media.seeking && media.currentTime > 0")
        .asBoolean();
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

  @Test
  void aStillIsTheFrameOfItsUse() throws Exception {
    choose("ana");

    JsonNode differences = browser.evaluate(DIFFERENCES);

    assertThat(differences).hasSize(film.written().stills()).hasSizeGreaterThan(3);
    assertThat(differences).allMatch(each -> each.asDouble() < 8);
  }

  @Test
  void theFilmIsFollowedAsItPlays() throws Exception {
    browser.evaluate("media.muted = true, media.play()");
    for (int i = 0; i < 200 && browser.evaluate("current").asInt() < 12; i++) {
      Thread.sleep(20);
    }
    browser.evaluate("media.pause()");

    long frame = browser.evaluate("current").asLong();
    assertThat(frame).isGreaterThanOrEqualTo(12);
    assertThat(new TreeSet<>(texts("#seen .name, #heard .name"))).isEqualTo(names(frame(frame)));
  }

  @Test
  void whoIsThereIsSpokenAtMostOnceInAWhile() throws Exception {
    browser.evaluate(
        "window.said = 0, new MutationObserver(() => said++).observe("
            + "document.getElementById('spoken'), { childList: true })");
    for (long frame = 0; frame < frames(); frame += 4) {
      moveTo(frame);
      Thread.sleep(15);
    }
    Thread.sleep(1800);

    assertThat(browser.evaluate("said").asInt()).isBetween(1, 3);
    assertThat(texts("#spoken").getFirst()).contains("Seen: ", "Heard: Ana Souza.");
  }

  @Test
  void aSearchFindsPeopleAssetsAndRoles() throws Exception {
    search("CAMERA");
    assertThat(visibleLanes()).contains("Ana Souza", "dusk").doesNotContain("Rex", "drum");
    search("الحكيم");
    assertThat(visibleLanes()).containsExactly(ReportedFilm.ARABIC, "market");
    assertThat(texts("#found").getFirst()).startsWith("1 of ");
  }

  private static void search(String term) throws Exception {
    browser.evaluate(
        "(() => { const box = document.getElementById('search'); box.value = "
            + Json.text(term)
            + "; box.dispatchEvent(new Event('input')); })()");
  }

  private static List<String> visibleLanes() throws Exception {
    return texts(".lane:not([hidden]) button");
  }

  @Test
  void theTreeTellsWhoCameThroughWhich() throws Exception {
    assertThat(texts("#tree > li > ul > li").stream().filter(each -> each.startsWith("remix-two")))
        .singleElement()
        .asString()
        .contains("Ren (edit)", "remix-one: Rex (edit)", "dusk: Ana Souza (camera), Otto (light)");
  }

  @Test
  void sharesOfAssetsAndOfNobodyComeToAWhole() {
    ReportData data =
        ReportBuilder.of(
            new ReportSource(film.lineage(), film.mosaic(), "", Map.of(), List.of(), Map.of()));
    List<ReportData.Part> parts = data.parts();
    Set<Integer> through = new TreeSet<>();
    parts.forEach(part -> part.via().forEach(through::addAll));
    Fraction pictures = Fraction.ZERO;
    Fraction sound = Fraction.ZERO;
    for (int i = 0; i < data.assets().size(); i++) {
      if (!through.contains(i)) {
        pictures = pictures.plus(data.assets().get(i).picture());
        sound = sound.plus(data.assets().get(i).sound());
      }
    }
    for (ReportData.Unattributed each : data.unattributed()) {
      switch (each.medium()) {
        case VIDEO -> pictures = pictures.plus(each.share());
        case AUDIO -> sound = sound.plus(each.share());
        case TEXT -> throw new AssertionError(each);
      }
    }
    assertThat(pictures).isEqualTo(Fraction.ONE);
    assertThat(sound).isEqualTo(Fraction.ONE);
  }

  @Test
  void namesAreTextAndNothingIsLoadedFromElsewhere() throws Exception {
    moveTo(80);

    assertThat(texts("#seen .name")).contains(ReportedFilm.HOSTILE_SHOWN);
    assertThat(browser.evaluate("document.querySelectorAll('img').length").asInt()).isZero();
    assertThat(browser.evaluate("document.title").asString()).isEqualTo("test · Who made what");
    assertThat(browser.requests())
        .allMatch(each ->
            each.startsWith("file:///") || each.startsWith("data:") || each.equals("about:blank"));
  }

  @Test
  void everythingHasANameForAScreenReader() throws Exception {
    choose("ana");
    Set<String> unnamed = new TreeSet<>();
    Set<String> named = new TreeSet<>();
    for (JsonNode node : browser.call("Accessibility.getFullAXTree", Map.of()).path("nodes")) {
      String role = node.at("/role/value").asString("");
      if (Set.of(
                  "searchbox",
                  "slider",
                  "button",
                  "combobox",
                  "heading",
                  "link",
                  "image",
                  "region",
                  "Video")
              .contains(role)
          && !node.path("ignored").asBoolean(false)) {
        (node.at("/name/value").asString("").isBlank() ? unnamed : named).add(role);
      }
    }

    assertThat(unnamed).isEmpty();
    assertThat(named)
        .contains(
            "searchbox", "slider", "button", "combobox", "heading", "link", "image", "region");
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('main ul')].filter(each =>"
                        + " each.id && !each.getAttribute('aria-labelledby')).map(each => each.id)"
                        + ".join()")
                .asString())
        .isEqualTo("");
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

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void contrastIsEnough(String scheme) throws Exception {
    browser.call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    moveTo(80);
    choose("dora");

    JsonNode found = browser.evaluate(CONTRAST);

    assertThat(found.path("count").asInt()).isGreaterThan(100);
    assertThat(found.path("poor")).isEmpty();
    assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor").asString())
        .isEqualTo(scheme.equals("dark") ? "rgb(23, 23, 27)" : "rgb(255, 255, 255)");
  }

  @Test
  void thePageIsInArabicFromRightToLeftAndNarrow() throws Exception {
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 360, "height", 740, "deviceScaleFactor", 1, "mobile", false));
    browser.evaluate(
        "(() => { const list = document.getElementById('languages'); list.value = 'ar';"
            + " list.dispatchEvent(new Event('change')); })()");
    moveTo(80);

    assertThat(
            browser
                .evaluate("document.documentElement.dir + document.documentElement.lang")
                .asString())
        .isEqualTo("rtlar");
    assertThat(texts("#nowHead")).containsExactly("في هذا الإطار");
    assertThat(
            browser
                .evaluate("document.documentElement.scrollWidth <= window.innerWidth")
                .asBoolean())
        .isTrue();
    browser.call("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  @Test
  void theLanguagesHaveTheSameWords() throws Exception {
    List<Set<String>> words = new ArrayList<>();
    for (String language : ReportPage.LANGUAGES) {
      words.add(
          new TreeSet<>(
              Json.tree(
                      ReportPage.class
                          .getResourceAsStream("report." + language + ".json")
                          .readAllBytes())
                  .propertyNames()));
    }

    assertThat(words.getLast()).isEqualTo(words.getFirst()).hasSizeGreaterThan(60);
  }

  @Test
  void thePageIsTheSameWheneverItIsMade() throws Exception {
    Path again = Files.createDirectories(temp.resolve("again"));
    new RenderReport(cluster.store(), () -> cluster.worker().ffmpeg())
        .write(
            new io.patchwork.schema.lineage.RenderRevision(
                film.lineage().render(), film.lineage().revision()),
            again,
            Files.createDirectories(temp.resolve("scratch-again")),
            "en",
            progress -> {});

    assertThat(again.resolve("report.html"))
        .hasSameBinaryContentAs(film.folder().resolve("report.html"));
    assertThat(Files.size(again.resolve("report.html"))).isLessThan(RenderReport.MAX_PAGE_BYTES);
  }
}
