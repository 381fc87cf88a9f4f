package io.patchwork.worker.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.Lane;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.wire.MessageCodec;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The lanes are those that the contract names. */
final class LanesTest {

  @Test
  void everyLaneIsAChannelOfTheAsyncApiDocument() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            MessageCodec.class.getResourceAsStream("/io/patchwork/schema/asyncapi.yaml"))) {
      String document = new String(in.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(Lanes.ALL)
          .allSatisfy(lane ->
              assertThat(document).contains("address: patchwork.lane." + lane.name() + "\n"));
      assertThat(document.lines().filter(line -> line.contains("address: patchwork.lane.")))
          .hasSize(Lanes.ALL.size() + 1)
          .anyMatch(line -> line.endsWith("." + Lanes.RELAY.name()));
    }
  }

  @Test
  void everyKindOfJobGoesToOneOfThem() {
    assertThat(JobKind.values()).extracting(Lanes::of).isSubsetOf(Lanes.ALL);
  }

  @Test
  void everyLaneHasASlot() {
    for (boolean isAdmitting : new boolean[] {true, false}) {
      Map<Lane, Integer> slots = Lanes.slots(Lanes.ALL, 1, isAdmitting);
      assertThat(slots.keySet()).containsExactlyInAnyOrderElementsOf(Lanes.ALL);
      assertThat(slots.values()).allMatch(count -> count >= 1);
    }
  }
}
