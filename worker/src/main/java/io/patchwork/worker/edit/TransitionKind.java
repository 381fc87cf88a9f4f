package io.patchwork.worker.edit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.timeline.Composable.Transition;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How one picture becomes another.
 *
 * @see "FFmpeg filters manual, xfade"
 */
public enum TransitionKind {
  DISSOLVE("fade", "smptedissolve", "crossdissolve", "filmdissolve", "additivedissolve"),
  DIP_TO_BLACK("", "diptoblack", "fadethroughblack", "fadetoblack", "diptocolordissolve"),
  DIP_TO_WHITE("", "diptowhite", "fadetowhite"),
  WIPE_LEFT("wipeleft"),
  WIPE_RIGHT("wiperight", "smptewipe", "wipe", "edgewipe"),
  WIPE_UP("wipeup"),
  WIPE_DOWN("wipedown"),
  WIPE_TOP_LEFT("wipetl"),
  WIPE_TOP_RIGHT("wipetr"),
  WIPE_BOTTOM_LEFT("wipebl"),
  WIPE_BOTTOM_RIGHT("wipebr"),
  SLIDE_LEFT("slideleft", "push"),
  SLIDE_RIGHT("slideright"),
  SLIDE_UP("slideup"),
  SLIDE_DOWN("slidedown"),
  COVER_LEFT("coverleft", "slide"),
  COVER_RIGHT("coverright"),
  COVER_UP("coverup"),
  COVER_DOWN("coverdown"),
  REVEAL_LEFT("revealleft"),
  REVEAL_RIGHT("revealright"),
  REVEAL_UP("revealup"),
  REVEAL_DOWN("revealdown"),
  SMOOTH_LEFT("smoothleft"),
  SMOOTH_RIGHT("smoothright"),
  SMOOTH_UP("smoothup"),
  SMOOTH_DOWN("smoothdown"),
  CIRCLE_OPEN("circleopen", "irisround", "ovaliris"),
  CIRCLE_CLOSE("circleclose"),
  CIRCLE_CROP("circlecrop"),
  RECTANGLE_CROP("rectcrop"),
  VERTICAL_OPEN("vertopen", "barndoors"),
  VERTICAL_CLOSE("vertclose"),
  HORIZONTAL_OPEN("horzopen"),
  HORIZONTAL_CLOSE("horzclose"),
  DIAGONAL_TOP_LEFT("diagtl"),
  DIAGONAL_TOP_RIGHT("diagtr"),
  DIAGONAL_BOTTOM_LEFT("diagbl"),
  DIAGONAL_BOTTOM_RIGHT("diagbr"),
  RADIAL("radial", "clockwipe"),
  ZOOM_IN("zoomin"),
  PIXELIZE("pixelize");

  private final String xfade;
  private final String[] editorsNames;

  TransitionKind(String xfade, String... editorsNames) {
    this.xfade = xfade;
    this.editorsNames = editorsNames;
  }

  /** Whether nothing is seen of either picture in the middle. */
  public boolean dips() {
    return this == DIP_TO_BLACK || this == DIP_TO_WHITE;
  }

  /** FFmpeg's name of it. */
  public String xfade() {
    return xfade;
  }

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The kind of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static TransitionKind named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** What a transition is: as we are asked, or by the names that editors give it. */
  static Optional<TransitionKind> of(Transition transition) {
    if (transition.manner().kind() != null) {
      return Optional.of(named(transition.manner().kind()));
    }
    return Stream.of(transition.type(), transition.name())
        .map(name -> name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""))
        .flatMap(name ->
            Arrays.stream(values())
                .filter(kind ->
                    kind.name().replace("_", "").toLowerCase(Locale.ROOT).equals(name)
                        || Arrays.asList(kind.editorsNames).contains(name)))
        .findFirst();
  }
}
