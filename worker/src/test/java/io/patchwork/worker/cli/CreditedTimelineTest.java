package io.patchwork.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.Schemas;
import io.patchwork.worker.Otio;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** {@code patchwork lineage --format otio}. */
final class CreditedTimelineTest {

  private static final Pattern URL = Pattern.compile("\"target_url\":\"asset:([abs])\"");
  private static final int FRAMES = 100;

  @TempDir private Path folder = Path.of("");
  private final StringWriter err = new StringWriter();

  private byte[] exported(String render) {
    return run(render, "--local", folder.toString(), "--format", "otio");
  }

  private byte[] run(String... arguments) {
    CommandLine line = PatchworkCommand.commandLine();
    line.setErr(new PrintWriter(err, true));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      List<String> all = new ArrayList<>(List.of("lineage"));
      all.addAll(List.of(arguments));
      line.execute(all.toArray(String[]::new));
    } finally {
      System.setOut(before);
    }
    return out.toByteArray();
  }

  private static Contributor person(String id, String name, String role) {
    return new Contributor(new Id(id), name, role);
  }

  private StoredFilm film() throws Exception {
    StoredFilm stored =
        new StoredFilm(folder)
            .asset("va", true, person("ana", "Ana", "camera"), person("ana", "Ana", "light"))
            .asset("vb", true, person("ben", "Ben", "camera"))
            .asset("vc", true, person("cho", "Cho \u202e\u001b[31m", "camera"))
            .asset("vd", true, person("dee", "Dee", "camera"))
            .asset("song", false, person("sam", "Sam", "music"))
            .asset("poem", true, person("pia", "Pia", "author"))
            .asset("remix", true, person("otto", "Otto", "editor"));
    Otio otio = new Otio("25");
    stored.render(
        "remix",
        new Otio("25").track("Video", otio.clip("asset:va", 0, 50), otio.clip("asset:vb", 0, 50)));
    return stored;
  }

  /** Half of a remix, faded over to a clip, the same clip below, one that is off, and a song. */
  private static byte[] timeline() {
    Otio otio = new Otio("25");
    return otio.track("Video", otio.gap(40), otio.clip("asset:vc", 10, 50))
        .track(
            "Video",
            otio.clip("asset:remix", 0, 40),
            otio.transition(5, 5),
            otio.clip("asset:vc", 10, 35, "", "\"rectangle\":{\"width\":\"1/2\"}"),
            otio.clip("asset:vd", 0, 25).replaceFirst("\\{", "{\"enabled\":false,"))
        .track(
            "Audio",
            otio.clip(
                "asset:song",
                0,
                50,
                "",
                "\"gain\":[{\"at\":0,\"value\":0},{\"at\":1,\"value\":1}]"))
        .bytes();
  }

  @Test
  void aTimelineComesBackWithEqualUses() throws Exception {
    StoredFilm stored = film();
    Lineage film = stored.render("film", timeline());

    byte[] exported = exported("film");
    Lineage again = stored.render("again", exported);

    assertThat(OtioReader.read(exported)).isEqualTo(OtioReader.read(timeline()));
    assertThat(again.uses()).isEqualTo(film.uses()).isNotEmpty();
    assertThat(again.nestedUses()).isEqualTo(film.nestedUses()).isNotEmpty();
    assertThat(again.generated()).isEqualTo(film.generated());
    assertThat(again.credits()).isEqualTo(film.credits());
    String second = new String(exported("again"), StandardCharsets.UTF_8);
    assertThat(
            second
                .replace("\"again\"", "\"film\"")
                .replace(again.revision().hex(), film.revision().hex()))
        .isEqualTo(new String(exported, StandardCharsets.UTF_8));
  }

  private List<JsonNode> lineages(String render) {
    List<JsonNode> lineages = new ArrayList<>();
    for (JsonNode metadata : Json.tree(exported(render)).findValues("metadata")) {
      assertThat(Schemas.violations("treatment.v1", metadata.path("patchwork"), "")).isEmpty();
      if (metadata.path("patchwork").has("lineage")) {
        lineages.add(metadata.path("patchwork").path("lineage"));
      }
    }
    return lineages;
  }

  @Test
  void aClipSaysWhoMadeItAndWhereItIs() throws Exception {
    Lineage film = film().render("film", timeline());

    List<JsonNode> clips = lineages("film");

    assertThat(clips)
        .extracting(clip -> clip.path("asset").asString())
        .containsExactly("vc", "remix", "vc", "song");
    JsonNode remix = clips.get(1);
    assertThat(remix.path("render").asString()).isEqualTo("film");
    assertThat(remix.path("revision").asString()).isEqualTo(film.revision().hex());
    assertThat(remix.path("people").toString())
        .isEqualTo("[{\"id\":\"otto\",\"name\":\"Otto\",\"roles\":[\"editor\"]}]");
    assertThat(remix.path("uses").path(0).toString())
        .isEqualTo(
            "{\"medium\":\"video\",\"out\":[\"0/1\",\"7/5\"],\"source\":[\"0/1\",\"7/5\"],"
                + "\"visible\":\"1/1\",\"method\":\"rendered\"}");
    JsonNode nested = remix.path("nested");
    assertThat(nested).hasSize(1);
    assertThat(nested.path(0).path("asset").asString()).isEqualTo("va");
    assertThat(nested.path(0).path("people").toString())
        .isEqualTo("[{\"id\":\"ana\",\"name\":\"Ana\",\"roles\":[\"camera\",\"light\"]}]");
    assertThat(nested.path(0).path("uses").path(0).path("via").toString())
        .isEqualTo("[[\"remix\"]]");
    assertThat(clips.get(2).path("people").path(0).path("name").asString())
        .isEqualTo("Cho \u202e\u001b[31m");
    assertThat(clips.get(3).path("uses").path(0).path("gain").toString())
        .isEqualTo("[[\"0/1\",\"1/1\"]]");
  }

  @Test
  void ofTwoClipsAlikeTheLowerHasTheLowerUse() throws Exception {
    film().render("film", timeline());

    List<JsonNode> clips = lineages("film");

    // The upper one is half as wide and covers half of the frame, after the transition all along.
    assertThat(clips.get(0).path("uses").path(0).path("visible").asString()).isNotEqualTo("1/2");
    JsonNode upper = clips.get(2).path("uses");
    assertThat(upper.path(upper.size() - 1).path("out").toString()).isEqualTo("[\"9/5\",\"3/1\"]");
  }

  @Test
  void whatAnEarlierRenderSaidIsGone() throws Exception {
    StoredFilm stored = film();
    stored.render("film", timeline());
    String exported = new String(exported("film"), StandardCharsets.UTF_8);

    stored.render(
        "again", exported.replace("asset:remix", "asset:vb").getBytes(StandardCharsets.UTF_8));

    assertThat(lineages("again")).allMatch(clip -> clip.path("render").asString().equals("again"));
  }

  @Test
  void aDocumentAloneHasNoTimeline() throws Exception {
    Lineage film = film().render("film", timeline());
    Path file = folder.resolve("film.json");
    java.nio.file.Files.write(file, Json.bytes(film));

    assertThat(run(file.toString(), "--format", "otio")).isEmpty();

    assertThat(err.toString()).contains("name the render film instead of the file");
  }

  /** A timeline of clips of few assets, so that many are alike; one of a seed. */
  private static final class Cuts {
    private final Random random;
    private final Otio otio = new Otio("25");

    Cuts(long seed) {
      random = new Random(seed);
    }

    /** A clip that, if it may, often goes on where the one before it ended. */
    private String item(int[] next, boolean mayContinue) {
      int frames = 8 + random.nextInt(20);
      int start =
          mayContinue && random.nextBoolean()
              ? Math.min(next[0], FRAMES - 40)
              : random.nextInt(FRAMES - 40);
      next[0] = start + frames;
      String effect =
          switch (random.nextInt(6)) {
            case 0 -> Otio.speed("2.0");
            case 1 -> Otio.speed("-1.0");
            default -> "";
          };
      String treatment =
          switch (random.nextInt(5)) {
            case 0 -> "\"opacity\":[{\"at\":0,\"value\":0},{\"at\":\"1/3\",\"value\":1}]";
            case 1 -> "\"rectangle\":{\"x\":\"1/3\",\"width\":\"1/2\",\"height\":\"2/3\"}";
            default -> "";
          };
      return otio.clip(
          random.nextInt(4) == 0 ? "asset:b" : "asset:a", start, frames, effect, treatment);
    }

    private String[] items(int count) {
      List<String> items = new ArrayList<>();
      int[] next = {random.nextInt(FRAMES - 40)};
      for (int i = 0; i < count; i++) {
        if (random.nextInt(5) == 0) {
          items.add(otio.gap(5 + random.nextInt(10)));
        }
        items.add(item(next, true));
        if (i + 1 < count && random.nextInt(3) == 0) {
          items.add(otio.transition(1 + random.nextInt(3), 1 + random.nextInt(3)));
          items.add(item(next, false));
        }
      }
      return items.toArray(String[]::new);
    }

    String document() {
      for (int i = 0; i <= random.nextInt(3); i++) {
        otio.track("Video", items(3 + random.nextInt(4)));
      }
      String inner =
          Otio.nested("Track", "null", "", "", items(3))
              .replace("\"name\":\"nested\"", "\"name\":\"inner\"");
      String stack = Otio.nested("Stack", otio.range(6, 30), "", "", inner);
      otio.track("Video", otio.gap(20), stack);
      otio.track(
          "Audio",
          Stream.of(items(4))
              .map(item -> item.replaceAll("asset:[ab]", "asset:s"))
              .toArray(String[]::new));
      return otio.toString();
    }
  }

  private static String told(String medium, String out, String source, String visible) {
    return String.join(" ", medium, out, source, visible);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void eachUseIsAtTheClipThatItCameFrom(long seed) throws Exception {
    String shared = new Cuts(seed).document();
    // The same with an asset for each clip, whose uses can only be its own.
    StringBuilder apart = new StringBuilder();
    Matcher url = URL.matcher(shared);
    StoredFilm stored = new StoredFilm(folder).asset("a", true).asset("b", true).asset("s", false);
    StoredFilm oracle = new StoredFilm(folder.resolve("oracle"));
    int count = 0;
    while (url.find()) {
      oracle.asset("c" + count, !url.group(1).equals("s"));
      url.appendReplacement(apart, "\"target_url\":\"asset:c" + count + "\"");
      count++;
    }
    url.appendTail(apart);
    List<List<String>> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      expected.add(new ArrayList<>());
    }
    for (Use use :
        oracle.render("film", apart.toString().getBytes(StandardCharsets.UTF_8)).uses()) {
      expected
          .get(Integer.parseInt(use.asset().value().substring(1)))
          .add(
              told(
                  use.medium().wireName(),
                  Json.text(use.out()),
                  Json.text(use.source()),
                  use.visible().toString()));
    }
    Lineage film = stored.render("film", shared.getBytes(StandardCharsets.UTF_8));

    List<JsonNode> clips = lineages("film");

    assertThat(film.uses()).extracting(Use::medium).contains(Medium.VIDEO, Medium.AUDIO);
    assertThat(clips).hasSize(count);
    for (int i = 0; i < count; i++) {
      List<String> own = new ArrayList<>();
      clips
          .get(i)
          .path("uses")
          .forEach(use ->
              own.add(
                  told(
                      use.path("medium").asString(),
                      use.path("out").toString(),
                      use.path("source").toString(),
                      use.path("visible").asString())));
      assertThat(own)
          .as("clip " + i + " of seed " + seed)
          .containsExactlyInAnyOrderElementsOf(expected.get(i));
    }
  }
}
