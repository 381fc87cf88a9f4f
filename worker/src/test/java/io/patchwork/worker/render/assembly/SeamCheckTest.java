package io.patchwork.worker.render.assembly;

import io.patchwork.worker.Golden;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.render.graph.Seam;
import io.patchwork.worker.render.graph.TestFilm;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.RenderProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where segments of a film meet. */
@ExtendWith(Golden.Finder.class)
final class SeamCheckTest {

  @Test
  void aSeamIsEnteredAtTheLastGroupOfTheSegmentBeforeIt(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track(
        "Video",
        otio.clip("asset:a", 53, 101),
        otio.clip("asset:b", 7, 50),
        otio.clip("asset:a", 300, 240));
    TestFilm film =
        new TestFilm(otio)
            .video("a", TestPicture.of(640, 360).stream())
            .video("b", TestPicture.of(640, 360).stream());
    List<String> lines = new ArrayList<>();
    RenderPlan plan = film.plan();
    RenderProfile.Video video = ((RenderProfile.Film) plan.profile()).video();
    for (Seam seam : SeamCheck.seams(plan, video)) {
      lines.add(
          "before frame %d, between segments of %d and %d frames: from key frame %d"
              .formatted(seam.at(), seam.before().frames(), seam.after().frames(), seam.key()));
    }
    golden.shows(film.input() + "\ngroups of 50 frames", String.join("\n", lines));
  }
}
