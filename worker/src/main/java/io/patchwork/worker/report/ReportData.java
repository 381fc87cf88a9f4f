package io.patchwork.worker.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.absence.Absence;
import io.patchwork.worker.attribution.absence.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page is drawn from. People, assets, parts and shares are named by their places in the
 * lists of this document; all numbers are exact.
 *
 * @param title name of the timeline; empty where it has none
 * @param rate positions per second: frames of the video, or 25 without video
 * @param hasFrames whether a position is a frame
 * @param positions number of positions
 * @param people everybody who is named, the longest present first
 * @param assets all that are used or through which something is used
 * @param parts what a slice gives shares to
 * @param shares polynomials over a slice, which runs from 0 to 1; the constant coefficient first
 * @param pictures slices of the frame in order, without a gap
 * @param sound slices of what is heard in order, without a gap
 * @param text words in the order of their times
 * @param unattributed what nobody contributed
 * @param absences what has no appearance, and why
 * @param credited people who are credited, and nothing of theirs is in the film
 */
record ReportData(
    Id render,
    Sha256 revision,
    String title,
    RationalTime duration,
    Fraction rate,
    boolean hasFrames,
    long positions,
    List<Person> people,
    List<Asset> assets,
    List<Part> parts,
    List<List<Fraction>> shares,
    List<Span> pictures,
    List<Span> sound,
    List<Words> text,
    List<Unattributed> unattributed,
    List<Missing> absences,
    List<Maker> credited) {

  ReportData {
    people = List.copyOf(people);
    assets = List.copyOf(assets);
    parts = List.copyOf(parts);
    shares = List.copyOf(shares);
    pictures = List.copyOf(pictures);
    sound = List.copyOf(sound);
    text = List.copyOf(text);
    unattributed = List.copyOf(unattributed);
    absences = List.copyOf(absences);
    credited = List.copyOf(credited);
  }

  /**
   * Somebody.
   *
   * @param picture share of all pictures that show what the person made or remixed
   * @param sound the same of all that is heard
   */
  record Person(
      Id id,
      String name,
      List<String> roles,
      RationalTime seen,
      RationalTime heard,
      RationalTime read,
      Fraction picture,
      Fraction sound) {}

  /**
   * An asset.
   *
   * @param name of its file; absent where the timeline does not say
   * @param people its contributors
   * @param maybe people who may be in it, where nobody knows when
   * @param render the render that it is the output of
   */
  record Asset(
      Id id,
      @Nullable String name,
      List<Maker> people,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Maker> maybe,
      @Nullable Id render,
      Fraction picture,
      Fraction sound,
      List<Shown> appearances) {}

  /** A person and what the person did. */
  record Maker(int person, @Nullable String role) {}

  /**
   * A range in which an asset is seen, heard or read without a break in the asset.
   *
   * @param via renders it came through, at each distance
   * @param share its mean share of the frame or of what is heard; 1 for text
   * @param still the frame that shows it; absent where nothing of it is seen
   */
  record Shown(
      Medium medium,
      Interval out,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<List<Integer>> via,
      Fraction share,
      @Nullable Long still) {}

  /**
   * What has a share: an asset, through which renders, or what nobody contributed.
   *
   * @param generated its generator; absent for an asset
   */
  record Part(
      @Nullable Integer asset,
      @Nullable String generated,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<List<Integer>> via) {}

  /**
   * A slice.
   *
   * @param at its start; its end is the start of the next
   * @param position the position that its start lies in
   * @param parts pairs of a part and its share
   */
  record Span(RationalTime at, long position, List<List<Integer>> parts) {}

  /**
   * Words that are read.
   *
   * @param from first position that they are read in
   * @param to position after the last
   * @param isBurnedIn whether they are in the picture
   */
  record Words(long from, long to, int part, @Nullable String language, boolean isBurnedIn) {}

  /**
   * A generator's share of all pictures or all sound, and when it has any.
   *
   * @param hasAuthor whether it is words in the picture whose author is read at the same time
   */
  record Unattributed(
      Medium medium,
      String generator,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean hasAuthor,
      Fraction share,
      List<Interval> ranges) {

    Unattributed {
      ranges = List.copyOf(ranges);
    }
  }

  /**
   * What has no appearance in a medium, for one reason.
   *
   * @param name as that of an asset
   * @param medium absent where it is in none
   * @param places where it would be; empty where it has no place
   */
  record Missing(
      Id asset,
      @Nullable String name,
      List<Maker> people,
      Reason reason,
      @Nullable Medium medium,
      List<Place> places) {

    Missing {
      people = List.copyOf(people);
      places = List.copyOf(places);
    }
  }

  /**
   * Where something would be.
   *
   * @param out range in the film; absent where nothing of it is rendered
   * @param timeline range in the timeline, where nothing of it is rendered
   * @param inside range in a render that the film uses
   */
  record Place(
      @Nullable Interval out, @Nullable Interval timeline, Absence.@Nullable Inside inside) {}
}
