package io.patchwork.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.FileObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.timelineimport.ImportedTimeline;
import io.patchwork.worker.timelineimport.MissingFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A render that fails for clips without a file names them in its JSON object. */
class JsonOutputTest {

  @TempDir private Path temp;

  private String failed(FailureCode code) {
    ImportedTimeline imported =
        new ImportedTimeline(
            new Source.Stored(URI.create("file:///cut.otio")),
            List.of(),
            List.of(new MissingFile("", List.of("Interview"), List.of())),
            Map.of());
    JobEvent.Failed end =
        new JobEvent.Failed(
            new JobRef(new JobId("job"), "test", null), code, "It has no media.", null, List.of());
    return Json.text(JsonOutput.ofRender("cut", end, imported, new FileObjectStore(temp)));
  }

  @Test
  void clipsWithoutAFileAreNamedWhereThatIsWhy() {
    assertThat(failed(FailureCode.MISSING_MEDIA)).contains("\"clips\":[\"Interview\"]");
    assertThat(failed(FailureCode.TOO_LONG)).contains("\"details\":[]");
  }
}
