package io.patchwork.worker.render.assembly;

import io.patchwork.worker.Golden;
import io.patchwork.worker.Otio;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.composition.TestTimeline;
import io.patchwork.worker.render.graph.TestFilm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a film is cut into fragments. */
@ExtendWith(Golden.Finder.class)
final class StreamingPackagerTest {

  @Test
  void aFilmThatIsStreamedIsInFragmentsPictureAndSoundApart(Golden golden) throws Exception {
    Otio otio = new Otio("29.97");
    otio.track("Video", otio.clip("asset:a", 53, 31));
    otio.track("Audio", otio.clip("asset:a", 53, 31));
    TestFilm film =
        new TestFilm(otio)
            .profile("stream")
            .video(
                "a",
                "video/mp4",
                TestPicture.of(640, 360).stream(),
                TestTimeline.stereo(1, 48_000));

    golden.shows(
        "31 frames at 30000/1001 a second with sound, profile stream",
        PlanText.pass(StreamingPackager.fragments(film.plan())));
  }
}
