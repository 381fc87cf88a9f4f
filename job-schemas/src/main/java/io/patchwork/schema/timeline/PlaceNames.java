package io.patchwork.schema.timeline;

import java.util.HashMap;
import java.util.Map;

/**
 * Names the children of a stack or track for people, as {@code Video track 1, item 2 "Beach"}.
 * Tracks are counted by their kind, as editors do; items with the gaps and transitions among them.
 */
public final class PlaceNames {

  private static final int MAX_NAME = 60;

  private final String parent;
  private final Map<String, Integer> tracks = new HashMap<>();
  private int children;

  /**
   * Names for children.
   *
   * @param parent the name of what they are in; empty for the timeline itself
   */
  public PlaceNames(String parent) {
    this.parent = parent;
  }

  /** The name of the next child, which is a track. */
  public String track(String kind) {
    children++;
    String track = shortened(kind) + " track " + tracks.merge(kind, 1, Integer::sum);
    return parent.isEmpty() ? track : parent + ", " + track;
  }

  /**
   * The name of the next child, which is not a track.
   *
   * @param name as it has in the editor; may be empty
   */
  public String item(String name) {
    children++;
    return (parent.isEmpty() ? "Item " : parent + ", item ")
        + children
        + (name.isEmpty() ? "" : " \"" + shortened(name) + "\"");
  }

  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= MAX_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, MAX_NAME - 1)) + "…";
  }
}
