package io.patchwork.worker.attribution;

import io.patchwork.schema.lineage.Appearance;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderMethod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The assets of a render in which somebody's work may be that nobody can say the time of. */
public final class UnknownParts {

  private static final String ADVICE =
      " credited, but for no time; use the file that was rendered, as it is, to credit them for their"
          + " time.";

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
    if (!credit.containedRenders().isEmpty()) {
      String renders =
          credit.containedRenders().stream()
              .map(each -> each.render().value())
              .distinct()
              .collect(Collectors.joining(", "));
      return Optional.of(
          "Asset "
              + credit.asset()
              + switch (credit.method()) {
                case FILE ->
                    " is the file that several renders gave ("
                        + renders
                        + "), which have different people in them: "
                        + people
                        + " credited, but for no time; ingest it with the id of the right one as a"
                        + " resource.";
                case PACKETS ->
                    " has pictures or sound of the render "
                        + renders
                        + ", in an unknown part: "
                        + people
                        + ADVICE;
                case DECLARED ->
                    " is declared to be made from the render "
                        + renders
                        + ", in an unknown part: "
                        + people
                        + ADVICE;
                case null -> " has the render " + renders + " in it: " + people + ADVICE;
              });
    }
    if (credit.method() == RenderMethod.PACKETS && credit.render() != null) {
      return Optional.of(
          "Asset "
              + credit.asset()
              + " is another file of the render "
              + credit.render().render()
              + ", with the same coded pictures and sound; whoever is in the render is credited for"
              + " their time.");
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
