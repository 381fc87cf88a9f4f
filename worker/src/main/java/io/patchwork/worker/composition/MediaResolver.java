package io.patchwork.worker.composition;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.manifest.DocumentInfo;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.MediaReference;
import io.patchwork.worker.subtitle.Cue;
import io.patchwork.worker.subtitle.CueReader;
import io.patchwork.worker.subtitle.InvalidSubtitles;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Resolves media references; looks each asset up once. */
final class MediaResolver {

  private final AssetCatalog catalog;
  private final Diagnostics diagnostics;
  private final Map<Id, Optional<SourceMedia>> assets = new HashMap<>();
  private final Map<Id, Subtitles.File> files = new HashMap<>();

  MediaResolver(AssetCatalog catalog, Diagnostics diagnostics) {
    this.catalog = catalog;
    this.diagnostics = diagnostics;
  }

  /** The media of a reference; empty, with an error, where it cannot be rendered. */
  Optional<Media> media(MediaReference reference, String where) {
    return switch (reference) {
      case MediaReference.Missing missing ->
          diagnostics.refuse(
              FailureCode.MISSING_MEDIA,
              where
                  + " has no media: "
                  + missing.why()
                  + "; relink the clip in the editor, remove it, or show a slate in its place"
                  + " with --placeholders.");
      case MediaReference.Other other ->
          diagnostics.refuse(
              FailureCode.UNSUPPORTED_TIMELINE,
              where
                  + " has media of the kind "
                  + other.schema()
                  + ", which is not supported; relink the clip to a file.");
      case MediaReference.ImageSequence _ ->
          diagnostics.refuse(
              FailureCode.UNSUPPORTED_TIMELINE,
              where
                  + " is an image sequence that was not ingested; put its images beside the"
                  + " timeline and use"
                  + " patchwork render.");
      case MediaReference.Generator generator -> generated(generator, where);
      case MediaReference.TitleReference title ->
          Optional.of(new Media.PendingTitle(title.title(), title.author()));
      case MediaReference.Credits credits ->
          Optional.of(new Media.PendingCreditRoll(credits.title()));
      case MediaReference.External external ->
          asset(external.targetUrl(), where).map(Media.OfAsset::new);
    };
  }

  private Optional<Media> generated(MediaReference.Generator generator, String where) {
    return switch (EditorGenerator.of(generator)) {
      case EditorGenerator.Drawn(LayerContent picture) -> Optional.of(new Media.Generated(picture));
      case EditorGenerator.UnreadableColour(String colour) ->
          diagnostics.refuse(
              FailureCode.INVALID_TIMELINE,
              where + " has the colour " + colour + "; write it as #rrggbb.");
      case EditorGenerator.Unknown _ ->
          diagnostics.refuse(
              FailureCode.UNSUPPORTED_TIMELINE,
              where
                  + " uses the editor's own generator \""
                  + generator.kind()
                  + "\", which is not supported; export that clip as a video from the editor and"
                  + " use the file.");
    };
  }

  /** The asset that a reference names, if it is known. */
  Optional<SourceMedia> known(MediaReference reference) {
    if (!(reference instanceof MediaReference.External external)) {
      return Optional.empty();
    }
    try {
      return Source.parse(external.targetUrl()) instanceof Source.Asset(Id asset)
          ? assets.computeIfAbsent(asset, catalog::find)
          : Optional.empty();
    } catch (IllegalArgumentException notASource) {
      return Optional.empty();
    }
  }

  /** The end of the last cue of a subtitle file; empty where it is none. */
  Optional<RationalTime> subtitlesEnd(SourceMedia source) {
    Optional<String> text = catalog.text(source);
    try {
      return text.isEmpty()
          ? Optional.empty()
          : CueReader.read(text.get()).stream().map(Cue::end).max(RationalTime::compareTo);
    } catch (InvalidSubtitles unreadable) {
      return Optional.empty();
    }
  }

  /** The asset that a target URL names; empty, with an error, where there is none. */
  Optional<SourceMedia> asset(String url, String where) {
    Source source;
    try {
      source = Source.parse(url);
    } catch (IllegalArgumentException e) {
      return notIngested(url, where);
    }
    return switch (source) {
      case Source.Stored _ -> notIngested(url, where);
      case Source.Asset(Id asset) -> {
        Optional<SourceMedia> media = assets.computeIfAbsent(asset, catalog::find);
        yield media.isPresent()
            ? media
            : catalog.isForgotten(asset)
                ? diagnostics.refuse(
                    FailureCode.FORGOTTEN,
                    where
                        + " uses asset \""
                        + asset
                        + "\", which was forgotten, because somebody asked for that; use another"
                        + " one, or show a slate in its place with --placeholders.")
                : diagnostics.refuse(
                    FailureCode.NOT_INGESTED,
                    where
                        + " uses asset \""
                        + asset
                        + "\", which was not ingested; ingest its file under that id (--asset "
                        + asset
                        + ") first.");
      }
    };
  }

  private Optional<SourceMedia> notIngested(String url, String where) {
    return diagnostics.refuse(
        FailureCode.NOT_INGESTED,
        where
            + " names "
            + url
            + ", which is missing or was not ingested; put the file there, name a folder that has"
            + " it with --media DIR, or ingest it and name it as asset:ID.");
  }

  /**
   * The subtitle file of a clip on a subtitle track; empty, with an error or a warning, where it
   * cannot be shown.
   */
  Optional<Subtitles.File> subtitles(Clip clip, String where) {
    if (!(clip.media() instanceof MediaReference.External external)) {
      return diagnostics.refuse(
          FailureCode.INVALID_TIMELINE,
          where
              + " is on a subtitle track and has no file; link it to a subtitle file (SubRip .srt"
              + " or WebVTT .vtt).");
    }
    if (clip.speed().signum() <= 0) {
      diagnostics.warn(
          where
              + " is frozen or plays backwards, so its subtitles are left out; remove its speed"
              + " effect if you need them.");
      return Optional.empty();
    }
    return asset(external.targetUrl(), where)
        .flatMap(source -> {
          Subtitles.@Nullable File cached = files.get(source.asset());
          return cached == null ? read(source, where) : Optional.of(cached);
        });
  }

  private Optional<Subtitles.File> read(SourceMedia source, String where) {
    String prefix = where + " uses asset " + source.asset() + ", which ";
    @Nullable DocumentInfo document = source.info().document();
    if (document != null && !document.isWhole()) {
      return diagnostics.refuse(
          FailureCode.TOO_LARGE,
          prefix + "is too long a text for one subtitle file; split it into several files.");
    }
    Optional<String> text = catalog.text(source);
    if (text.isEmpty()) {
      return diagnostics.refuse(
          FailureCode.NO_SUCH_STREAM,
          prefix + "is not a subtitle file; use SubRip (.srt) or WebVTT (.vtt).");
    }
    try {
      Subtitles.File file = new Subtitles.File(source, CueReader.read(text.get()));
      files.put(source.asset(), file);
      return Optional.of(file);
    } catch (InvalidSubtitles e) {
      return diagnostics.refuse(
          FailureCode.INVALID_SUBTITLES, prefix + e.getMessage() + "; correct the file.");
    }
  }
}
