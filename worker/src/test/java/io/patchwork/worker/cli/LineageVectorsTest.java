package io.patchwork.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.ledger.PersonRecord;
import io.patchwork.schema.proposal.Correction;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.PayeeTotal;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.LineageVector;
import io.patchwork.worker.Otio;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** The vectors of layers, sound, money and pools through {@code lineage} and {@code proposal}. */
final class LineageVectorsTest {

  private static final int RATE = 25;

  @TempDir private Path folder;

  private String run(String... arguments) {
    CommandLine line = PatchworkCommand.commandLine();
    StringWriter err = new StringWriter();
    line.setErr(new PrintWriter(err, true));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      List<String> all = new ArrayList<>(List.of(arguments));
      all.addAll(List.of("--local", folder.toString()));
      assertThat(line.execute(all.toArray(String[]::new))).as(err.toString()).isZero();
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private JsonNode flat(String film) {
    return tree(run("lineage", film, "--flat", "--json"));
  }

  private static JsonNode tree(String json) {
    return Json.tree(json.getBytes(StandardCharsets.UTF_8));
  }

  private Proposal proposal(String... arguments) {
    List<String> all = new ArrayList<>(List.of("proposal", "--json"));
    all.addAll(List.of(arguments));
    return Json.read(
        run(all.toArray(String[]::new)).getBytes(StandardCharsets.UTF_8), Proposal.class);
  }

  /** The policy that is shipped, changed, as a file. */
  private String policy(String... changes) throws Exception {
    String text = run("proposal", "--print-policy");
    for (int i = 0; i < changes.length; i += 2) {
      assertThat(text).contains(changes[i]);
      text = text.replace(changes[i], changes[i + 1]);
    }
    return Files.writeString(folder.resolve("policy.yaml"), text).toString();
  }

  private static Map<String, String> strings(JsonNode node) {
    Map<String, String> strings = new TreeMap<>();
    node.properties()
        .forEach(each -> {
          if (!each.getValue().asString().equals("0/1")) {
            strings.put(each.getKey(), each.getValue().asString());
          }
        });
    return strings;
  }

  private static Contributor person(String id) {
    return new Contributor(new Id(id), null, "maker");
  }

  private static long frames(JsonNode seconds) {
    Fraction frames = Fraction.parse(seconds.asString()).times(Fraction.of(RATE));
    assertThat(frames.denominator()).isOne();
    return frames.numerator().longValueExact();
  }

  static List<JsonNode> layers() throws Exception {
    List<JsonNode> frames = new ArrayList<>();
    LineageVector.tree("09-layers").path("frames").forEach(frames::add);
    return frames;
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layersHaveWhatIsSeenOfThem(JsonNode frame) throws Exception {
    StoredFilm stored = new StoredFilm(folder);
    Otio otio = new Otio("25");
    for (JsonNode layer : frame.path("layers_bottom_to_top")) {
      String asset = layer.path("asset").asString();
      stored.asset(asset, true, person(asset));
      List<Fraction> edges = new ArrayList<>();
      layer.path("rect").forEach(edge -> edges.add(Fraction.parse(edge.asString())));
      String treatment =
          """
          "rectangle":{"x":"%s","y":"%s","width":"%s","height":"%s"},"opacity":"%s"\
          """
              .formatted(
                  edges.get(0),
                  edges.get(1),
                  edges.get(2).minus(edges.get(0)),
                  edges.get(3).minus(edges.get(1)),
                  layer.path("opacity").asString());
      otio.track("Video", otio.clip("asset:" + asset, 0, RATE, "", treatment));
    }
    stored.render("film", otio);

    // One second, of which each asset has what it has of the frame.
    JsonNode expected = frame.path("expected");
    assertThat(strings(flat("film").at("/weighted_seconds/video")))
        .isEqualTo(strings(expected.path("visible_weight")));
    String background = "0/1";
    for (JsonNode each : tree(run("lineage", "film", "--json")).path("generated")) {
      if (each.path("medium").asString().equals("video")) {
        background = each.path("visible").asString();
      }
    }
    assertThat(background).isEqualTo(expected.path("background").asString());
  }

  private void renderMix() throws Exception {
    StoredFilm stored = new StoredFilm(folder);
    Otio otio = new Otio("25");
    for (JsonNode each : LineageVector.tree("10-audio-mix").path("segments")) {
      String asset = each.path("asset").asString();
      long from = frames(each.path("out").get(0));
      long to = frames(each.path("out").get(1));
      stored.lasting(10, asset, false, person(asset));
      String clip =
          otio.clip(
              "asset:" + asset,
              0,
              to - from,
              "",
              "\"gain\":\"" + each.path("gain").asString() + "\"");
      if (from == 0) {
        otio.track("Audio", clip);
      } else {
        otio.track("Audio", otio.gap(from), clip);
      }
    }
    stored.render("mix", otio);
  }

  @Test
  void soundsHaveWhatIsHeardOfThem() throws Exception {
    JsonNode expected = LineageVector.tree("10-audio-mix").path("expected");
    renderMix();

    JsonNode flat = flat("mix");

    assertThat(strings(flat.at("/weighted_seconds/audio")))
        .isEqualTo(strings(expected.path("amplitude_share_seconds")));
    assertThat(strings(flat.at("/presence_seconds/audio")))
        .isEqualTo(strings(expected.path("presence_seconds")));
    for (String metric : List.of("amplitude", "power", "presence")) {
      Proposal proposal =
          proposal(
              "mix",
              "--amount",
              "1000",
              "--currency",
              "JPY",
              "--policy",
              policy("metric: amplitude", "metric: " + metric));
      Map<String, String> seconds = new TreeMap<>();
      for (Line line : proposal.body().lines()) {
        seconds.put(String.valueOf(line.asset()), line.weightedSeconds().toString());
      }
      String name = metric.equals("presence") ? "presence_seconds" : metric + "_share_seconds";
      assertThat(seconds).as(metric).isEqualTo(strings(expected.path(name)));
    }
  }

  static List<JsonNode> money() throws Exception {
    List<JsonNode> cases = new ArrayList<>();
    LineageVector.tree("11-money").path("cases").forEach(cases::add);
    return cases;
  }

  /** Units by share; where shares are equal, in the order in which ties are decided. */
  private static Map<Fraction, List<String>> byShare(
      Map<String, Fraction> shares, Map<String, String> units) {
    Fraction sum = shares.values().stream().reduce(Fraction.ZERO, Fraction::plus);
    Map<Fraction, List<String>> sorted = new TreeMap<>();
    new TreeMap<>(shares)
        .forEach((id, share) ->
            sorted
                .computeIfAbsent(share.dividedBy(sum), key -> new ArrayList<>())
                .add(units.getOrDefault(id, "0")));
    return sorted;
  }

  /**
   * Yen have no decimals, so an amount is in minor units. Ties go to the smaller handle, which is
   * random; so people with equal shares are compared in the order of their handles.
   */
  @ParameterizedTest
  @MethodSource("money")
  void amountsAreDividedToTheUnit(JsonNode money) throws Exception {
    Map<String, Fraction> shares = new TreeMap<>();
    money
        .path("shares")
        .properties()
        .forEach(each -> shares.put(each.getKey(), Fraction.parse(each.getValue().asString())));
    boolean isSplit =
        shares.values().stream().reduce(Fraction.ZERO, Fraction::plus).equals(Fraction.ONE);
    String amount = money.path("amount_minor_units").asString();
    StoredFilm stored = new StoredFilm(folder);
    List<String> arguments = new ArrayList<>();
    if (isSplit) {
      stored.asset(
          "clip",
          true,
          shares.entrySet().stream()
              .map(each ->
                  new Contributor(
                      new Id(each.getKey()),
                      null,
                      null,
                      each.getValue(),
                      null,
                      Collections.emptySortedMap()))
              .toArray(Contributor[]::new));
      render(stored, "film", "clip");
      arguments.add("film");
    } else {
      // Shares that do not come to one are weights, of a render each.
      for (Map.Entry<String, Fraction> each : shares.entrySet()) {
        stored.asset("clip-" + each.getKey(), true, person(each.getKey()));
        render(stored, "film-" + each.getKey(), "clip-" + each.getKey());
        arguments.add("film-" + each.getKey());
        arguments.add("--weight=film-" + each.getKey() + "=" + each.getValue());
      }
    }
    arguments.addAll(List.of("--currency", "JPY", "--policy", policy()));

    Map<String, String> units = new TreeMap<>();
    if (amount.startsWith("-")) {
      // What was paid is taken back by a correction to nothing.
      String out = folder.resolve("paid").toString();
      proposal(with(arguments, "--amount", amount.substring(1), "--out", out));
      Proposal none = proposal(with(arguments, "--amount", "0", "--since", out + "/proposal.json"));
      for (Correction.ChangedLine each : Objects.requireNonNull(none.correction()).lines()) {
        units.put(Objects.requireNonNull(each.payee()).value(), each.difference());
      }
    } else {
      for (PayeeTotal each : proposal(with(arguments, "--amount", amount)).body().payees()) {
        units.put(each.payee().value(), each.amount());
      }
    }

    Map<String, Fraction> ofHandles = new TreeMap<>();
    handles()
        .forEach(
            (handle, person) -> ofHandles.put(handle, Objects.requireNonNull(shares.get(person))));
    Set<String> people = new TreeSet<>(handles().values());
    Map<String, Fraction> known = new TreeMap<>(shares);
    known.keySet().retainAll(people);
    assertThat(people).containsAll(positive(shares));
    assertThat(byShare(ofHandles, units)).isEqualTo(byShare(known, units(money)));
  }

  private static Set<String> positive(Map<String, Fraction> shares) {
    Map<String, Fraction> positive = new TreeMap<>(shares);
    positive.values().removeIf(share -> share.signum() == 0);
    return positive.keySet();
  }

  private static Map<String, String> units(JsonNode money) {
    Map<String, String> units = new TreeMap<>();
    money
        .path("expected")
        .properties()
        .forEach(each -> units.put(each.getKey(), each.getValue().asString()));
    return units;
  }

  private static void render(StoredFilm stored, String film, String asset) throws Exception {
    Otio otio = new Otio("25");
    stored.render(film, otio.track("Video", otio.clip("asset:" + asset, 0, RATE)));
  }

  private static String[] with(List<String> arguments, String... more) {
    return Stream.concat(arguments.stream(), Arrays.stream(more)).toArray(String[]::new);
  }

  /** Everybody who has a handle, by it. */
  private Map<String, String> handles() throws Exception {
    Map<String, String> handles = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("people"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        PersonRecord record = Json.read(Files.readAllBytes(file), PersonRecord.class);
        handles.put(record.handle().value(), record.person().value());
      }
    }
    return handles;
  }

  /** The film shows A, then the whole remix at four times its speed; the remix is A, then B. */
  @Test
  void poolsAndRemixersHaveTheirShares() throws Exception {
    JsonNode vector = LineageVector.tree("12-pools-and-remixer-share");
    StoredFilm stored =
        new StoredFilm(folder)
            .lasting(10, "A", true, person("A"))
            .lasting(10, "B", true, person("B"))
            .lasting(10, "S", false, person("S"))
            .lasting(20, "M", true, person("m"));
    Otio otio = new Otio("24");
    stored.render(
        "M",
        new Otio("24").track("Video", otio.clip("asset:A", 0, 240), otio.clip("asset:B", 0, 240)));
    stored.render(
        "film",
        new Otio("24")
            .track(
                "Video",
                otio.clip("asset:A", 0, 120),
                otio.clip("asset:M", 0, 120, Otio.speed("4.0"), ""))
            .track("Audio", otio.clip("asset:S", 0, 240)));

    Proposal proposal =
        proposal(
            "film",
            "--amount",
            "1000.00",
            "--currency",
            "EUR",
            "--policy",
            policy(
                "weight: 6/10",
                "weight: " + vector.at("/pool_weights/video").asString(),
                "weight: 3/10",
                "weight: " + vector.at("/pool_weights/audio").asString(),
                "weight: 1/10",
                "weight: 0/1",
                "{share: 1/10, cap: 1/4}",
                "{share: " + vector.path("remixer_share").asString() + ", cap: 1/1}"));

    Map<String, String> names = handles();
    Map<String, Fraction> shares = new TreeMap<>();
    for (Line line : proposal.body().lines()) {
      String person = Objects.requireNonNull(names.get(String.valueOf(line.payee())));
      shares.merge(person.equals("m") ? "remixer:m" : person, line.share(), Fraction::plus);
    }
    Map<String, String> told = new TreeMap<>();
    shares.forEach((person, share) -> told.put(person, share.toString()));
    assertThat(told).isEqualTo(strings(vector.at("/expected/shares")));
    Map<String, String> amounts = new TreeMap<>();
    for (PayeeTotal each : proposal.body().payees()) {
      String person = Objects.requireNonNull(names.get(each.payee().value()));
      amounts.put(person.equals("m") ? "remixer:m" : person, each.payable().replace(".", ""));
    }
    assertThat(amounts).isEqualTo(strings(vector.at("/expected/payout_of_100000")));
  }
}
