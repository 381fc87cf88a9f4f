package io.patchwork.schema.timeline;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.wire.Json;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Who is to be credited without being on screen.
 *
 * @param people who wrote, edited, advised
 * @param influences assets of which nothing is seen or heard
 */
public record Acknowledgements(List<Contributor> people, List<Id> influences) {

  public static final Acknowledgements NONE = new Acknowledgements(List.of(), List.of());

  private static final String ASSET = "asset:";

  public Acknowledgements {
    people = List.copyOf(people);
    influences = List.copyOf(influences);
  }

  /**
   * Reads what a timeline says.
   *
   * @throws InvalidTimeline if it breaks {@code acknowledgements.v1.schema.json}
   */
  static Acknowledgements read(JsonNode timeline) throws InvalidTimeline {
    JsonNode node = TreatmentReader.checked(timeline, "acknowledgements.v1", "the timeline");
    return new Acknowledgements(
        StreamSupport.stream(node.path("credits").spliterator(), false)
            .map(person -> Json.MAPPER.treeToValue(person, Contributor.class))
            .toList(),
        StreamSupport.stream(node.path("influences").spliterator(), false)
            .map(asset -> new Id(asset.asString().substring(ASSET.length())))
            .toList());
  }
}
