package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lineage of one render: which range of which asset is seen or heard when, and whom to credit.
 * It follows from the plan, so it is known before a frame is rendered.
 *
 * @param revision hash of plan and profile
 * @param timeline digest of the timeline document
 * @param duration of the output, from zero
 * @param frameRate of its video; absent without video
 * @param additionalCredits people who are credited without being seen or heard
 * @param sampleRate of its audio in Hz; 0 without audio
 */
public record Lineage(
    String format,
    Id render,
    Sha256 revision,
    Sha256 timeline,
    RationalTime duration,
    @Nullable FrameRate frameRate,
    int sampleRate,
    List<Use> uses,
    List<Generated> generated,
    List<Credit> credits,
    List<Contributor> additionalCredits) {

  public static final String FORMAT = "patchwork.lineage/1";

  public Lineage {
    uses = List.copyOf(uses);
    generated = List.copyOf(generated);
    credits = List.copyOf(credits);
    additionalCredits = List.copyOf(additionalCredits);
  }
}
