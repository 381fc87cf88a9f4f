package io.patchwork.worker.composition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.timeline.Composable.Transition;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kind of video transition, by our name, FFmpeg's and those of editors.
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

  /** Whether the middle shows neither of the two clips. */
  public boolean dips() {
    return this == DIP_TO_BLACK || this == DIP_TO_WHITE;
  }

  /** The kind that looks the same when played backwards. */
  public TransitionKind backwards() {
    return switch (this) {
      case WIPE_LEFT -> WIPE_RIGHT;
      case WIPE_RIGHT -> WIPE_LEFT;
      case WIPE_UP -> WIPE_DOWN;
      case WIPE_DOWN -> WIPE_UP;
      case WIPE_TOP_LEFT -> WIPE_BOTTOM_RIGHT;
      case WIPE_TOP_RIGHT -> WIPE_BOTTOM_LEFT;
      case WIPE_BOTTOM_LEFT -> WIPE_TOP_RIGHT;
      case WIPE_BOTTOM_RIGHT -> WIPE_TOP_LEFT;
      case SLIDE_LEFT -> SLIDE_RIGHT;
      case SLIDE_RIGHT -> SLIDE_LEFT;
      case SLIDE_UP -> SLIDE_DOWN;
      case SLIDE_DOWN -> SLIDE_UP;
      case COVER_LEFT -> REVEAL_RIGHT;
      case COVER_RIGHT -> REVEAL_LEFT;
      case COVER_UP -> REVEAL_DOWN;
      case COVER_DOWN -> REVEAL_UP;
      case REVEAL_LEFT -> COVER_RIGHT;
      case REVEAL_RIGHT -> COVER_LEFT;
      case REVEAL_UP -> COVER_DOWN;
      case REVEAL_DOWN -> COVER_UP;
      case SMOOTH_LEFT -> SMOOTH_RIGHT;
      case SMOOTH_RIGHT -> SMOOTH_LEFT;
      case SMOOTH_UP -> SMOOTH_DOWN;
      case SMOOTH_DOWN -> SMOOTH_UP;
      case CIRCLE_OPEN -> CIRCLE_CLOSE;
      case CIRCLE_CLOSE -> CIRCLE_OPEN;
      case VERTICAL_OPEN -> VERTICAL_CLOSE;
      case VERTICAL_CLOSE -> VERTICAL_OPEN;
      case HORIZONTAL_OPEN -> HORIZONTAL_CLOSE;
      case HORIZONTAL_CLOSE -> HORIZONTAL_OPEN;
      case DIAGONAL_TOP_LEFT -> DIAGONAL_BOTTOM_RIGHT;
      case DIAGONAL_TOP_RIGHT -> DIAGONAL_BOTTOM_LEFT;
      case DIAGONAL_BOTTOM_LEFT -> DIAGONAL_TOP_RIGHT;
      case DIAGONAL_BOTTOM_RIGHT -> DIAGONAL_TOP_LEFT;
      case DISSOLVE,
          DIP_TO_BLACK,
          DIP_TO_WHITE,
          CIRCLE_CROP,
          RECTANGLE_CROP,
          RADIAL,
          ZOOM_IN,
          PIXELIZE ->
          this;
    };
  }

  /** The name of it in FFmpeg's {@code xfade} filter; empty for a dip. */
  public String xfade() {
    return xfade;
  }

  @JsonValue
  public String wireName() {
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

  /** The kind that our metadata asks for, else that of the editor's type or name. */
  static Optional<TransitionKind> of(Transition transition) {
    if (transition.options().kind() != null) {
      return Optional.of(named(transition.options().kind()));
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
