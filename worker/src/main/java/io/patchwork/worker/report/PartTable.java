package io.patchwork.worker.report;

import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.Via;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The assets, parts and shares of a report in the order in which they are first named. */
final class PartTable {

  private final Map<AssetContent, Integer> assets = new LinkedHashMap<>();
  private final Map<ReportData.Part, Integer> parts = new LinkedHashMap<>();
  private final Map<List<Fraction>, Integer> shares = new LinkedHashMap<>();

  private static <K> int place(Map<K, Integer> table, K key) {
    Integer known = table.putIfAbsent(key, table.size());
    return known == null ? table.size() - 1 : known;
  }

  int asset(AssetContent asset) {
    return place(assets, asset);
  }

  List<List<Integer>> via(List<List<AssetContent>> hops) {
    return hops.stream().map(hop -> hop.stream().map(this::asset).toList()).toList();
  }

  int part(Origin origin, Via via) {
    return place(
        parts,
        switch (origin) {
          case Origin.OfAsset of -> new ReportData.Part(asset(of.content()), null, via(via.hops()));
          case Origin.Generated(String generator) ->
              new ReportData.Part(null, generator, via(via.hops()));
          case Origin.Makers _ -> throw new IllegalStateException("makers keep a share of a use");
        });
  }

  int share(Polynomial share) {
    return place(shares, share.coefficients());
  }

  List<AssetContent> assets() {
    return List.copyOf(assets.keySet());
  }

  List<ReportData.Part> parts() {
    return List.copyOf(parts.keySet());
  }

  List<List<Fraction>> shares() {
    return List.copyOf(shares.keySet());
  }
}
