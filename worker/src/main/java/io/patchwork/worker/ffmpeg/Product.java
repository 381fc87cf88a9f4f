package io.patchwork.worker.ffmpeg;

import java.util.List;
import java.util.Locale;

/**
 * What a capability wants out of a pass over one source: a file, and the branches of the source's
 * picture and sound that it is made from.
 *
 * @param file name in the job's {@code out} folder
 * @param options codec and muxer options
 */
public record Product(String file, List<Leg> legs, List<String> options) {

  public Product {
    legs = List.copyOf(legs);
    options = List.copyOf(options);
  }

  /** The source's streams that can be tapped. */
  public enum Tap {
    PICTURE,
    SOUND;

    String label(int branch) {
      return name().toLowerCase(Locale.ROOT) + branch;
    }
  }

  /** A branch of a stream and the filters on it. */
  public record Leg(Tap tap, List<Filter> filters) {
    public Leg {
      filters = List.copyOf(filters);
    }
  }

  public static Leg picture(List<Filter> filters) {
    return new Leg(Tap.PICTURE, filters);
  }

  public static Leg sound(List<Filter> filters) {
    return new Leg(Tap.SOUND, filters);
  }
}
