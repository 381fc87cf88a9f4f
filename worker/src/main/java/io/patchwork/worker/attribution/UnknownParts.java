package io.patchwork.worker.attribution;

import io.patchwork.schema.lineage.Appearance;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The assets of a render in which somebody's work may be that nobody can say the time of. */
public final class UnknownParts {

  private UnknownParts() {}

  /** A sentence for each that is seen, heard or read. */
  public static List<String> of(Lineage lineage) {
    Set<AssetContent> present =
        Appearance.of(lineage).stream().map(Appearance::content).collect(Collectors.toSet());
    return lineage.credits().stream()
        .filter(credit -> present.contains(credit.content()))
        .flatMap(credit -> sentence(credit).stream())
        .toList();
  }

  private static Optional<String> sentence(Credit credit) {
    String people =
        credit.nestedContributors().isEmpty()
            ? "nobody of it is known, so nobody is"
            : credit.nestedContributors().size() == 1
                ? "1 person of it is"
                : credit.nestedContributors().size() + " people of it are";
    if (!credit.declaredRenders().isEmpty()) {
      return Optional.of(
          "Asset "
              + credit.asset()
              + " is declared to be made from the render "
              + credit.declaredRenders().stream()
                  .map(each -> each.render().value())
                  .collect(Collectors.joining(", "))
              + ", in an unknown part: "
              + people
              + " credited, but for no time; use the file that was rendered, as it is, to credit"
              + " them for their time.");
    }
    if (credit.render() != null && !credit.nestedContributors().isEmpty()) {
      return Optional.of(
          "Asset "
              + credit.asset()
              + " is the render "
              + credit.render().render()
              + ", which was made before parts of renders were kept: "
              + people
              + " credited, but for no time; render it again and use the new file.");
    }
    return Optional.empty();
  }
}
