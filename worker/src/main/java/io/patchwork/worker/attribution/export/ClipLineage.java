package io.patchwork.worker.attribution.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a finished render's lineage says of a clip, by {@code treatment.v1.schema.json}.
 *
 * @param asset that the clip shows
 * @param people who made it
 * @param mayBeIn people of whom nobody knows in which part of it they are
 * @param uses of the asset by the clip, in order of time
 * @param nested what is seen, heard or read through the clip, where its asset is a render; of clips
 *     of one render that are on at a time each has all of it
 */
record ClipLineage(
    Id render,
    Sha256 revision,
    Id asset,
    Sha256 sha256,
    List<Person> people,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Person> mayBeIn,
    List<ClipUse> uses,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Nested> nested) {

  ClipLineage {
    people = List.copyOf(people);
    mayBeIn = List.copyOf(mayBeIn);
    uses = List.copyOf(uses);
    nested = List.copyOf(nested);
  }

  /** A person with all roles. */
  record Person(Id id, String name, List<String> roles) {
    Person {
      roles = List.copyOf(roles);
    }

    /** The people of a list, each once. */
    static List<Person> of(List<Contributor> contributors) {
      Map<Id, String> names = new LinkedHashMap<>();
      Map<Id, Set<String>> roles = new LinkedHashMap<>();
      for (Contributor each : contributors) {
        names.putIfAbsent(each.id(), each.creditedAs());
        Set<String> own = roles.computeIfAbsent(each.id(), any -> new LinkedHashSet<>());
        Optional.ofNullable(each.role()).ifPresent(own::add);
      }
      return names.entrySet().stream()
          .map(each ->
              new Person(
                  each.getKey(),
                  each.getValue(),
                  List.copyOf(roles.getOrDefault(each.getKey(), Set.of()))))
          .toList();
    }
  }

  /**
   * A use of an asset.
   *
   * @param gain of sound: factors at start and end; none for 1
   */
  record ClipUse(
      Medium medium,
      Interval out,
      Interval source,
      Fraction visible,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Ramp> gain,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<List<Id>> via,
      String method) {

    ClipUse {
      gain = List.copyOf(gain);
      via = via.stream().map(List::copyOf).toList();
    }

    static ClipUse of(Use use) {
      return new ClipUse(
          use.medium(),
          use.out(),
          use.source(),
          use.visible(),
          use.medium() == Medium.AUDIO ? use.weight() : List.of(),
          use.via(),
          use.method());
    }
  }

  /** An asset that is on through a clip. */
  record Nested(Id asset, Sha256 sha256, List<Person> people, List<ClipUse> uses) {
    Nested {
      people = List.copyOf(people);
      uses = List.copyOf(uses);
    }
  }
}
