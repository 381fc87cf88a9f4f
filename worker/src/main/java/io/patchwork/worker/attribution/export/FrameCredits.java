package io.patchwork.worker.attribution.export;

import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Appearance;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose work is in each frame of a film's picture: those who are seen, and whose words are read.
 */
public final class FrameCredits {

  /** Frames in which an asset is on. */
  private record Shown(long first, long end, AssetContent content) {}

  private final List<Shown> shown;
  private final Map<AssetContent, List<Contributor>> makers = new HashMap<>();

  private FrameCredits(List<Shown> shown, List<Credit> credits) {
    this.shown = shown;
    credits.forEach(credit -> makers.putIfAbsent(credit.content(), credit.contributors()));
  }

  /** The frames of a film at its rate. */
  public static FrameCredits of(Lineage lineage, FrameRate rate) {
    return new FrameCredits(
        Appearance.of(lineage).stream()
            .filter(each -> each.medium() != Medium.AUDIO)
            .map(each ->
                new Shown(
                    frames(each.out().start(), rate),
                    -frames(RationalTime.ZERO.minus(each.out().end()), rate),
                    each.content()))
            .sorted(Comparator.comparingLong(Shown::first).thenComparing(Shown::content))
            .toList(),
        lineage.credits());
  }

  private static long frames(RationalTime time, FrameRate rate) {
    return time.seconds().times(rate.perSecond()).floor().longValueExact();
  }

  /** The people of a frame, in order of first appearance in the film. */
  public CreditNames at(long frame) {
    return CreditNames.ofPeople(
        shown.stream()
            .filter(each -> each.first <= frame && frame < each.end)
            .flatMap(each -> makers.getOrDefault(each.content, List.of()).stream())
            .toList());
  }
}
