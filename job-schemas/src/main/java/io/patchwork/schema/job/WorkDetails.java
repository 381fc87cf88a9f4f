package io.patchwork.schema.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an asset is called, on which terms it may be used, and how registries know it. All of it is
 * passed on as it was given, and none of it is made up.
 *
 * @param licence an SPDX identifier, the address of a text, or a sentence
 * @param identifiers by their schemes, as {@code isrc}, {@code iswc}, {@code eidr}
 */
public record WorkDetails(
    @Nullable String title,
    @Nullable String licence,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> identifiers) {

  @SuppressWarnings("nullness") // an absent map arrives as null from the wire
  public WorkDetails {
    identifiers =
        identifiers == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(identifiers));
  }
}
