package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param uses of the output's own timeline; a render among them is its makers' use, and whoever is
 *     in it is in {@code nestedUses}
 * @param generated ranges of the output's own timeline
 * @param nestedUses what is seen, heard and read through the renders among the uses, to any depth;
 *     only of the parts that are used
 * @param nestedRenders the renders that these uses came through, but for those among {@code uses}
 * @param nestedGenerated what nobody contributed to these parts
 * @param credits of all assets in both lists of uses
 * @param mosaic digest of the document from which films that use this output are composed; absent
 *     where it was rendered before there was one
 * @param unattributed how much of the output is nobody's work
 * @param renderer version of the software that made the output
 * @param supersedes digest of the document that this one corrects; absent for the first
 * @param changes what is other than in that document
 * @param additionalCredits people who are credited without being seen or heard
 * @param sampleRate of its audio in Hz; 0 without audio
 * @param timelineRange the part of the timeline that the output shows, in the timeline's own time;
 *     absent where it was rendered before this was kept
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
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Use> nestedUses,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NestedRender> nestedRenders,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Generated> nestedGenerated,
    List<Credit> credits,
    List<Contributor> additionalCredits,
    @Nullable Sha256 mosaic,
    @Nullable Unattributed unattributed,
    @Nullable String renderer,
    @Nullable Sha256 supersedes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CreditChange> changes,
    @Nullable Interval timelineRange) {

  public static final String FORMAT = "patchwork.lineage/1";

  @SuppressWarnings("nullness") // absent lists arrive as null from the wire
  public Lineage {
    uses = List.copyOf(uses);
    generated = List.copyOf(generated);
    nestedUses = nestedUses == null ? List.of() : List.copyOf(nestedUses);
    nestedRenders = nestedRenders == null ? List.of() : List.copyOf(nestedRenders);
    nestedGenerated = nestedGenerated == null ? List.of() : List.copyOf(nestedGenerated);
    changes = changes == null ? List.of() : List.copyOf(changes);
    credits = List.copyOf(credits);
    additionalCredits = List.copyOf(additionalCredits);
  }

  /**
   * Seconds of the output that are nobody's work.
   *
   * @param video of black, colours, bars and titles, by their share of the frame
   * @param audio of silence
   */
  public record Unattributed(RationalTime video, RationalTime audio) {}

  /** The same output with the people that a later document names. */
  public Lineage with(People people) {
    return corrected(people.supersedes(), people.credits(), people.changes());
  }

  /**
   * The same output with other people for its assets.
   *
   * @param digest of the document before
   */
  public Lineage corrected(Sha256 digest, List<Credit> now, List<CreditChange> what) {
    return new Lineage(
        format,
        render,
        revision,
        timeline,
        duration,
        frameRate,
        sampleRate,
        uses,
        generated,
        nestedUses,
        nestedRenders,
        nestedGenerated,
        now,
        additionalCredits,
        mosaic,
        unattributed,
        renderer,
        digest,
        what,
        timelineRange);
  }
}
