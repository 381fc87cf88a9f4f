package io.patchwork.worker.cli;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.attribution.flat.AssetLabels;
import java.math.MathContext;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What assets and their makers are called in lines for people. */
record LineageLabels(AssetLabels known) {

  static final LineageLabels NONE = new LineageLabels(AssetLabels.NONE);

  private static final int DIGITS = 3;
  private static final Fraction PER_CENT = Fraction.of(100);

  /** The title or the file name of an asset; its id where neither is known. */
  String asset(Id asset) {
    return known.name(asset);
  }

  /** The contributors to an asset with their roles; empty where none is named. */
  String makers(AssetContent asset) {
    return people(known.makersOf(asset));
  }

  /** An asset, and who made it. */
  String madeAsset(AssetContent asset) {
    return asset(asset.asset()) + by(makers(asset));
  }

  /** An asset, and who made any content of it. */
  String madeAsset(Id asset) {
    return asset(asset) + by(people(known.makersOfAll(asset)));
  }

  private static String by(String people) {
    return people.isEmpty() ? "" : "  by " + people;
  }

  static String people(Collection<Contributor> people) {
    return AssetLabels.people(people, ", ");
  }

  /** The renders that something came through; empty for none. */
  String through(List<Id> renders) {
    return renders.isEmpty()
        ? ""
        : ", through " + renders.stream().map(this::asset).collect(Collectors.joining(" and "));
  }

  static String range(Interval range) {
    return range.start().toClock() + " – " + range.end().toClock();
  }

  /** What a person does with a medium. */
  static String perceived(Medium medium) {
    return switch (medium) {
      case VIDEO -> "seen";
      case AUDIO -> "heard";
      case TEXT -> "read";
    };
  }

  /** A share with three digits. */
  static String perCent(Fraction share) {
    return decimal(share.times(PER_CENT)) + " %";
  }

  static String decimal(Fraction value) {
    return value.toDecimal(new MathContext(DIGITS)).stripTrailingZeros().toPlainString();
  }
}
