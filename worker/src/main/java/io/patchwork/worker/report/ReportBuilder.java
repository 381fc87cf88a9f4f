package io.patchwork.worker.report;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.NestedRender;
import io.patchwork.schema.lineage.Presence;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.ancestry.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the document that the page is drawn from. */
final class ReportBuilder {

  /** Positions per second of what has no frames. */
  private static final Fraction WITHOUT_FRAMES = Fraction.of(25);

  private final ReportSource source;
  private final Lineage lineage;
  private final Fraction rate;
  private final PartTable table = new PartTable();
  private final Map<Id, List<Contributor>> absentMakers;
  private final MediumShares pictures;
  private final MediumShares sound;
  private final Map<AssetContent, Credit> credits = new TreeMap<>();
  private final Map<Id, Integer> people = new LinkedHashMap<>();
  private final Map<Id, Contributor> contributors = new LinkedHashMap<>();
  private final Map<Id, Presence> presences = new TreeMap<>();

  private ReportBuilder(ReportSource source) {
    this.source = source;
    this.lineage = source.lineage();
    this.absentMakers = source.makers();
    this.rate = lineage.frameRate() == null ? WITHOUT_FRAMES : lineage.frameRate().perSecond();
    Mosaic mosaic = source.mosaic();
    this.pictures = new MediumShares(mosaic.pictures(), rate, table);
    this.sound = new MediumShares(mosaic.sound(), rate, table);
    lineage.credits().forEach(credit -> credits.put(credit.content(), credit));
    for (Presence presence : Presence.of(lineage)) {
      presences.put(presence.contributor().id(), presence);
      add(presence.contributor());
    }
    Stream.of(
            lineage.credits().stream().flatMap(each -> each.nestedContributors().stream()),
            CreditRoll.additionalCredits(lineage),
            source.absences().stream()
                .flatMap(each -> absentMakers.getOrDefault(each.asset(), List.of()).stream()))
        .flatMap(each -> each)
        .forEach(this::add);
  }

  /** The document. */
  static ReportData of(ReportSource source) {
    return new ReportBuilder(source).data();
  }

  private void add(Contributor person) {
    people.putIfAbsent(person.id(), people.size());
    contributors.putIfAbsent(person.id(), person);
  }

  private ReportData data() {
    List<ReportData.Words> words = words();
    lineage.credits().stream().map(Credit::content).sorted().forEach(table::asset);
    List<ReportData.Asset> assets = assets();
    return new ReportData(
        lineage.render(),
        lineage.revision(),
        source.title(),
        lineage.duration(),
        rate,
        lineage.frameRate() != null,
        lineage.duration().seconds().times(rate).ceiling().longValueExact(),
        people(assets),
        assets,
        table.parts(),
        table.shares(),
        pictures.spans(),
        sound.spans(),
        words,
        unattributed(),
        absences(assets),
        makers(CreditRoll.additionalCredits(lineage).toList()));
  }

  private List<ReportData.Words> words() {
    return source.mosaic().text().stream()
        .map(text ->
            new ReportData.Words(
                text.out().start().seconds().times(rate).floor().longValueExact(),
                text.out().end().seconds().times(rate).ceiling().longValueExact(),
                table.part(text.origin(), text.via()),
                text.language(),
                text.isBurnedIn()))
        .sorted(
            Comparator.comparingLong(ReportData.Words::from)
                .thenComparingLong(ReportData.Words::to)
                .thenComparingInt(ReportData.Words::part))
        .toList();
  }

  private List<ReportData.Asset> assets() {
    Map<Integer, List<ReportData.Shown>> shown = new TreeMap<>();
    List<ReportData.Part> parts = table.parts();
    for (int part = 0; part < parts.size(); part++) {
      Integer asset = parts.get(part).asset();
      if (asset != null) {
        List<ReportData.Shown> all = shown.computeIfAbsent(asset, _ -> new ArrayList<>());
        addRanges(Medium.VIDEO, pictures, part, parts.get(part).via(), all);
        addRanges(Medium.AUDIO, sound, part, parts.get(part).via(), all);
      }
    }
    addText(shown);
    renderRanges()
        .forEach(range -> {
          MediumShares medium = range.medium == Medium.VIDEO ? pictures : sound;
          Fraction share =
              range.medium == Medium.TEXT
                  ? Fraction.ONE
                  : medium.mean(part -> isThrough(parts.get(part), range.asset), range.out);
          shown
              .computeIfAbsent(range.asset, _ -> new ArrayList<>())
              .add(shown(range.medium, range.out, List.of(), share));
        });
    List<ReportData.Asset> assets = new ArrayList<>();
    List<AssetContent> contents = table.assets();
    for (int i = 0; i < contents.size(); i++) {
      assets.add(asset(contents.get(i), i, shown.getOrDefault(i, List.of()), parts));
    }
    return assets;
  }

  private static boolean isThrough(ReportData.Part part, int render) {
    return part.via().stream().anyMatch(hop -> hop.contains(render));
  }

  private void addRanges(
      Medium medium,
      MediumShares shares,
      int part,
      List<List<Integer>> via,
      List<ReportData.Shown> to) {
    for (Interval range : shares.ranges(part)) {
      to.add(shown(medium, range, via, shares.mean(each -> each == part, range)));
    }
  }

  private ReportData.Shown shown(
      Medium medium, Interval out, List<List<Integer>> via, Fraction share) {
    boolean isSeen = medium == Medium.VIDEO && lineage.frameRate() != null;
    RationalTime middle = out.start().plus(out.length().times(Fraction.of(1, 2)));
    return new ReportData.Shown(
        medium,
        out,
        via,
        share,
        isSeen ? middle.seconds().times(rate).floor().longValueExact() : null);
  }

  /** Words go on where one ends as the next begins. */
  private void addText(Map<Integer, List<ReportData.Shown>> shown) {
    Map<Integer, List<Interval>> ranges = new TreeMap<>();
    for (Text text : source.mosaic().text()) {
      ranges
          .computeIfAbsent(table.part(text.origin(), text.via()), _ -> new ArrayList<>())
          .add(text.out());
    }
    List<ReportData.Part> parts = table.parts();
    ranges.forEach((part, all) -> {
      ReportData.Part of = parts.get(part);
      List<ReportData.Shown> to =
          shown.computeIfAbsent(Objects.requireNonNull(of.asset()), _ -> new ArrayList<>());
      for (Interval range : IntervalSet.of(all).parts()) {
        to.add(shown(Medium.TEXT, range, of.via(), Fraction.ONE));
      }
    });
  }

  /** A range in which something comes through a render. */
  private record RenderRange(Medium medium, int asset, Interval out) {}

  private List<RenderRange> renderRanges() {
    Set<Integer> through =
        table.parts().stream()
            .flatMap(part -> part.via().stream().flatMap(List::stream))
            .collect(Collectors.toCollection(TreeSet::new));
    Map<Map.Entry<Medium, Integer>, List<Interval>> nested = new LinkedHashMap<>();
    for (NestedRender each : lineage.nestedRenders()) {
      nested
          .computeIfAbsent(
              Map.entry(each.medium(), table.asset(each.content())), _ -> new ArrayList<>())
          .add(each.out());
    }
    List<RenderRange> ranges = new ArrayList<>();
    nested.forEach((key, all) -> {
      for (Interval range : IntervalSet.of(all).parts()) {
        ranges.add(new RenderRange(key.getKey(), key.getValue(), range));
      }
    });
    @Nullable Use last = null;
    for (Use use : lineage.uses()) {
      if (!use.isPresent() || !through.contains(table.asset(use.content()))) {
        continue;
      }
      RenderRange range = new RenderRange(use.medium(), table.asset(use.content()), use.out());
      if (last != null && goesOn(last, use)) {
        Interval before = ranges.removeLast().out;
        range =
            new RenderRange(
                range.medium, range.asset, new Interval(before.start(), use.out().end()));
      }
      ranges.add(range);
      last = use;
    }
    return ranges;
  }

  private static boolean goesOn(Use before, Use use) {
    return before.content().equals(use.content())
        && before.medium() == use.medium()
        && before.out().end().equals(use.out().start())
        && before.source().end().equals(use.source().start());
  }

  private ReportData.Asset asset(
      AssetContent content, int place, List<ReportData.Shown> shown, List<ReportData.Part> parts) {
    @Nullable Credit credit = credits.get(content);
    return new ReportData.Asset(
        content.asset(),
        name(content, credit),
        credit == null ? List.of() : makers(credit.contributors()),
        credit == null ? List.of() : makers(credit.nestedContributors()),
        credit == null || credit.render() == null ? null : credit.render().render(),
        share(pictures, parts, Set.of(place)),
        share(sound, parts, Set.of(place)),
        shown.stream()
            .sorted(
                Comparator.comparing((ReportData.Shown each) -> each.out().start())
                    .thenComparing(each -> each.out().end())
                    .thenComparing(ReportData.Shown::medium)
                    .thenComparing(each -> each.via().toString()))
            .toList());
  }

  /** Its title, or the name of its file; null where neither is known. */
  private @Nullable String name(AssetContent content, @Nullable Credit credit) {
    return credit != null && credit.work() != null && credit.work().title() != null
        ? credit.work().title()
        : source.names().get(content.asset());
  }

  private List<ReportData.Maker> makers(List<Contributor> all) {
    return all.stream()
        .map(each ->
            new ReportData.Maker(Objects.requireNonNull(people.get(each.id())), each.role()))
        .toList();
  }

  /** The share of the whole film that is of some assets, or came through them. */
  private Fraction share(MediumShares shares, List<ReportData.Part> parts, Set<Integer> assets) {
    Fraction seconds = Fraction.ZERO;
    for (int part : shares.parts()) {
      ReportData.Part each = parts.get(part);
      if ((each.asset() != null && assets.contains(each.asset()))
          || each.via().stream().flatMap(List::stream).anyMatch(assets::contains)) {
        seconds = seconds.plus(shares.seconds(part));
      }
    }
    return ofFilm(seconds);
  }

  private Fraction ofFilm(Fraction seconds) {
    Fraction film = lineage.duration().seconds();
    return film.signum() == 0 ? Fraction.ZERO : seconds.dividedBy(film);
  }

  private List<ReportData.Person> people(List<ReportData.Asset> assets) {
    Map<Integer, Set<Integer>> assetsOf = new TreeMap<>();
    Map<Integer, Set<String>> roles = new TreeMap<>();
    for (int i = 0; i < assets.size(); i++) {
      for (ReportData.Maker maker : assets.get(i).people()) {
        assetsOf.computeIfAbsent(maker.person(), _ -> new TreeSet<>()).add(i);
        addRole(roles, maker);
      }
      assets.get(i).maybe().forEach(maker -> addRole(roles, maker));
    }
    List<ReportData.Part> parts = table.parts();
    List<ReportData.Person> all = new ArrayList<>();
    contributors.forEach((id, contributor) -> {
      int place = all.size();
      addRole(roles, new ReportData.Maker(place, contributor.role()));
      Presence presence = presences.get(id);
      Set<Integer> own = assetsOf.getOrDefault(place, Set.of());
      all.add(
          new ReportData.Person(
              id,
              contributor.creditedAs(),
              List.copyOf(roles.getOrDefault(place, Set.of())),
              presence == null ? RationalTime.ZERO : presence.seen(),
              presence == null ? RationalTime.ZERO : presence.heard(),
              presence == null ? RationalTime.ZERO : presence.read(),
              share(pictures, parts, own),
              share(sound, parts, own)));
    });
    return all;
  }

  private static void addRole(Map<Integer, Set<String>> roles, ReportData.Maker maker) {
    if (maker.role() != null) {
      roles.computeIfAbsent(maker.person(), _ -> new LinkedHashSet<>()).add(maker.role());
    }
  }

  private List<ReportData.Unattributed> unattributed() {
    Map<List<List<Integer>>, List<Interval>> authored = new HashMap<>();
    for (Text text : source.mosaic().text()) {
      Credit credit = credits.get(text.origin().content());
      if (text.isBurnedIn() && credit != null && !credit.contributors().isEmpty()) {
        authored
            .computeIfAbsent(table.via(text.via().hops()), _ -> new ArrayList<>())
            .add(text.out());
      }
    }
    Map<List<List<Integer>>, IntervalSet> known = new HashMap<>();
    authored.forEach((via, ranges) -> known.put(via, IntervalSet.of(ranges)));
    GeneratedShares shares = new GeneratedShares(table.parts(), known, lineage.duration());
    return Stream.of(shares.of(Medium.VIDEO, pictures), shares.of(Medium.AUDIO, sound))
        .flatMap(List::stream)
        .toList();
  }

  private List<ReportData.Missing> absences(List<ReportData.Asset> assets) {
    Map<Id, String> names = new HashMap<>(source.names());
    assets.forEach(asset -> {
      if (asset.name() != null) {
        names.put(asset.id(), asset.name());
      }
    });
    return new MissingWorks(source)
        .all(names, asset -> makers(absentMakers.getOrDefault(asset, List.of())));
  }
}
