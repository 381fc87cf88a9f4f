package io.patchwork.worker.c2pa;

import io.patchwork.worker.failure.UnexpectedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The C2PA manifests in somebody's file (C2PA 2.2, annex A): in MP4 and those of its kind, JPEG,
 * PNG, WAV, AVI, WebP, and MP3 or FLAC with an ID3 tag.
 */
public final class EmbeddedManifests {

  private static final int MAGIC_BYTES = 8;

  private EmbeddedManifests() {}

  /**
   * Whether a file says that it has some, sound or damaged; looks at the heads of its parts alone.
   */
  public static boolean areIn(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return !find(ForeignFile.of(channel)).isEmpty();
    } catch (UnexpectedContent damaged) {
      return true;
    }
  }

  /**
   * The store of a file, checked throughout: its boxes, and the CBOR in them, are well formed, and
   * neither deep nor large. Whether it is true is not checked. To be called where foreign bytes are
   * read.
   *
   * @throws UnexpectedContent if there is none that is so
   */
  public static byte[] read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      StoreParts parts = find(ForeignFile.of(channel));
      if (parts.isEmpty()) {
        throw new UnexpectedContent("no C2PA manifest store");
      }
      byte[] store = parts.store();
      WellFormed.check(store);
      return ManifestStore.read(store).bytes();
    }
  }

  private static StoreParts find(ForeignFile file) throws IOException {
    ByteBuffer head = file.readUpTo(0, MAGIC_BYTES);
    String magic = StandardCharsets.ISO_8859_1.decode(head).toString();
    if (magic.startsWith("\u00ff\u00d8")) {
      return JpegManifest.find(file);
    }
    if (magic.equals("\u0089PNG\r\n\u001a\n")) {
      return PngManifest.find(file);
    }
    if (magic.startsWith("RIFF")) {
      return RiffManifest.find(file);
    }
    if (magic.startsWith("ID3")) {
      return Id3Manifest.find(file);
    }
    return BmffManifest.find(file);
  }
}
