package io.patchwork.worker.c2pa;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.failure.UnexpectedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;

/**
 * An MP4 or QuickTime film into which a manifest is embedded: a box behind {@code ftyp}, for which
 * all that follows moves up.
 */
final class BmffFilm {

  private static final int BUFFER = 1 << 20;

  /** Largest box that is read as a whole. */
  private static final int MAX_INDEX_BYTES = 512 << 20;

  /** Boxes with offsets in the file. */
  private static final Set<String> WITH_OFFSETS = Set.of("moov", "moof", "mfra", "meta");

  /** Boxes that the hash leaves out, besides the manifest's own. */
  private static final Set<String> NOT_HASHED = Set.of("ftyp", "mfra");

  /** What stands between the header of the box and the manifest store (C2PA 2.2, A.5.1). */
  static final byte[] PURPOSE = "manifest\0".getBytes(StandardCharsets.US_ASCII);

  private static final int VERSION_AND_FLAGS = 4;

  /** The offset of an index that is not there. */
  private static final int MERKLE_OFFSET = 8;

  private final Path file;
  private final List<FileBox> boxes;

  private BmffFilm(Path file, List<FileBox> boxes) {
    this.file = file;
    this.boxes = List.copyOf(boxes);
  }

  /**
   * Reads the boxes of a file.
   *
   * @throws UnexpectedContent if they are not as they should be
   * @throws Refused if the film has a manifest already, or offsets that are not moved here
   */
  static BmffFilm open(Path file) throws IOException, Refused {
    List<FileBox> boxes;
    try (FileChannel channel = FileChannel.open(file)) {
      boxes = FileBox.of(channel);
      for (FileBox box : boxes) {
        if (box.isOfC2pa(channel)) {
          throw new Refused(
              FailureCode.UNSUPPORTED_FORMAT,
              "The film has a C2PA manifest already; sign the film as it was rendered.");
        }
      }
    }
    if (boxes.isEmpty() || !boxes.getFirst().type().equals("ftyp")) {
      throw new UnexpectedContent("a film that does not begin with its file type");
    }
    return new BmffFilm(file, boxes);
  }

  /** The box that holds a store. */
  static byte[] box(byte[] store) {
    byte[] userType = HardBinding.userType();
    int size =
        FileBox.HEADER
            + userType.length
            + VERSION_AND_FLAGS
            + PURPOSE.length
            + MERKLE_OFFSET
            + store.length;
    return ByteBuffer.allocate(size)
        .putInt(size)
        .put("uuid".getBytes(StandardCharsets.US_ASCII))
        .put(userType)
        .putInt(0)
        .put(PURPOSE)
        .putLong(0)
        .put(store)
        .array();
  }

  /** A manifest for the hash of a film; its size does not depend on the hash. */
  interface Embedded {
    byte[] store(byte[] hash);
  }

  /**
   * Writes the film with a manifest.
   *
   * @return the store that was embedded
   * @throws Refused if an offset of 32 bits has no room to move
   */
  byte[] embed(Embedded manifest, Path to) throws IOException, Refused {
    int inserted = box(manifest.store(new byte[Sha256.newDigest().getDigestLength()])).length;
    MessageDigest hash = Sha256.newDigest();
    byte[] store;
    try (FileChannel in = FileChannel.open(file);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (FileBox box : boxes) {
        if (box.at() > 0 && out.position() == box.at()) {
          out.position(box.at() + inserted);
        }
        boolean isHashed = !NOT_HASHED.contains(box.type());
        if (isHashed) {
          hash.update(ByteBuffer.allocate(Long.BYTES).putLong(0, out.position()).array());
        }
        for (long done = 0; done < box.size(); ) {
          ByteBuffer part = part(in, box, done, inserted);
          done += part.remaining();
          if (isHashed) {
            hash.update(part.duplicate());
          }
          while (part.hasRemaining()) {
            out.write(part);
          }
        }
      }
      store = manifest.store(hash.digest());
      ByteBuffer embedded = ByteBuffer.wrap(box(store));
      if (embedded.limit() != inserted) {
        throw new IllegalStateException("a manifest whose size depends on its hash");
      }
      out.position(boxes.getFirst().size());
      while (embedded.hasRemaining()) {
        out.write(embedded);
      }
    }
    return store;
  }

  /** The next bytes of a box: all of it where it has offsets, which are moved. */
  private ByteBuffer part(FileChannel in, FileBox box, long done, int inserted)
      throws IOException, Refused {
    if (!WITH_OFFSETS.contains(box.type())) {
      return FileBox.bytes(in, box.at() + done, (int) Math.min(BUFFER, box.size() - done));
    }
    if (box.size() > MAX_INDEX_BYTES) {
      throw new Refused(
          FailureCode.TOO_LARGE,
          "The film's index has more than 512 MiB; sign it in parts, as renders of their own.");
    }
    ByteBuffer all = FileBox.bytes(in, box.at(), (int) box.size());
    new ChunkOffsets(boxes.getFirst().size(), inserted).move(all);
    return all;
  }
}
