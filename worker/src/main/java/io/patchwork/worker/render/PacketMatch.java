package io.patchwork.worker.render;

import io.patchwork.schema.lineage.Appearance;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.PacketDigest;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The renders whose coded packets a file has. A film that was put into another container, or whose
 * tags were taken off, has them; one that was encoded again has not.
 *
 * @param whole renders that all streams of the file come from, in the same time
 * @param partial renders that some stream comes from, if there is none of the former
 */
record PacketMatch(List<RenderRevision> whole, List<RenderRevision> partial) {

  /** A container may round times to its ticks, and count the padding of sound. */
  private static final RationalTime TOLERANCE = RationalTime.ofSeconds(1, 10);

  PacketMatch {
    whole = List.copyOf(whole);
    partial = List.copyOf(partial);
  }

  /** Nothing matches. */
  static final PacketMatch NONE = new PacketMatch(List.of(), List.of());

  static PacketMatch of(MediaInfo media, RenderStore renders) {
    List<List<RenderRevision>> streams = new ArrayList<>();
    Set<RenderRevision> any = new LinkedHashSet<>();
    for (PacketDigest each : media.packetDigests()) {
      boolean isVideo = media.video().stream().anyMatch(video -> video.index() == each.stream());
      List<RenderRevision> equal = renders.rendersOf(each.sha256());
      streams.add(equal);
      equal.stream().filter(film -> hasAnybody(film, isVideo, renders)).forEach(any::add);
    }
    List<RenderRevision> whole =
        any.stream()
            .filter(each -> streams.stream().allMatch(of -> of.contains(each)))
            .filter(each -> renders.lineage(each).filter(film -> isAsLong(film, media)).isPresent())
            .toList();
    return new PacketMatch(whole, whole.isEmpty() ? List.copyOf(any) : List.of());
  }

  /** Whether somebody is in the pictures, or the sound, of a render: silence is all alike. */
  private static boolean hasAnybody(RenderRevision render, boolean isVideo, RenderStore renders) {
    return renders.lineage(render).stream()
        .flatMap(lineage -> Appearance.of(lineage).stream())
        .anyMatch(seen -> (seen.medium() == Medium.AUDIO) != isVideo);
  }

  private static boolean isAsLong(Lineage film, MediaInfo media) {
    RationalTime length = media.duration() == null ? RationalTime.ZERO : media.duration();
    RationalTime more =
        RationalTime.max(length.minus(film.duration()), film.duration().minus(length));
    return more.compareTo(TOLERANCE) <= 0;
  }
}
