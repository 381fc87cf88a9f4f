package io.patchwork.worker.ledger;

import io.patchwork.schema.id.Sha256;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** A Merkle tree over leaf hashes, with the proofs of RFC 9162, section 2.1. Hashes are SHA-256. */
final class MerkleTree {

  static final int HASH_BYTES = 32;

  /** From the leaves up; a node without a sibling stands in the level above as it is. */
  private final List<byte[][]> levels;

  private MerkleTree(List<byte[][]> levels) {
    this.levels = levels;
  }

  /**
   * The tree of leaf hashes.
   *
   * @param leaves at least one hash
   */
  static MerkleTree of(List<byte[]> leaves) {
    if (leaves.isEmpty()) {
      throw new IllegalArgumentException("a tree has a leaf");
    }
    List<byte[][]> levels = new ArrayList<>();
    levels.add(leaves.toArray(byte[][]::new));
    while (levels.getLast().length > 1) {
      byte[][] below = levels.getLast();
      byte[][] level = new byte[(below.length + 1) / 2][];
      for (int i = 0; i < level.length; i++) {
        level[i] = 2 * i + 1 == below.length ? below[2 * i] : node(below[2 * i], below[2 * i + 1]);
      }
      levels.add(level);
    }
    return new MerkleTree(levels);
  }

  /** The hash of a leaf that consists of these bytes, one after the other. */
  static byte[] leaf(byte[]... parts) {
    MessageDigest digest = Sha256.newDigest();
    digest.update((byte) 0);
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = Sha256.newDigest();
    digest.update((byte) 1);
    digest.update(left);
    digest.update(right);
    return digest.digest();
  }

  int size() {
    return levels.getFirst().length;
  }

  byte[] root() {
    return levels.getLast()[0].clone();
  }

  /**
   * The root of the tree of the first leaves alone.
   *
   * @param size 1 to the size of this tree
   */
  byte[] root(int size) {
    byte[] root = new byte[0];
    int end = size;
    for (int level = 0; end > 0; level++, end >>= 1) {
      if ((end & 1) == 1) {
        byte[] whole = levels.get(level)[end - 1];
        root = root.length == 0 ? whole : node(whole, root);
      }
    }
    return root.clone();
  }

  /** The inclusion proof of a leaf, its hashes one after the other. */
  byte[] inclusion(int index) {
    ByteArrayOutputStream path = new ByteArrayOutputStream();
    int at = index;
    for (byte[][] level : levels) {
      int sibling = at ^ 1;
      if (sibling < level.length) {
        path.writeBytes(level[sibling]);
      }
      at >>= 1;
    }
    return path.toByteArray();
  }

  /**
   * The proof that the tree of the first leaves was only added to, its hashes one after the other.
   *
   * @param size of the smaller tree, 1 to the size of this tree
   */
  byte[] consistency(int size) {
    ByteArrayOutputStream proof = new ByteArrayOutputStream();
    addConsistency(size, 0, size(), true, proof);
    return proof.toByteArray();
  }

  /** SUBPROOF of RFC 9162, 2.1.4.1, of the leaves from {@code start} on. */
  private void addConsistency(
      int first, int start, int count, boolean isKnown, ByteArrayOutputStream proof) {
    if (first == count) {
      if (!isKnown) {
        proof.writeBytes(range(start, count));
      }
      return;
    }
    int left = Integer.highestOneBit(count - 1);
    if (first <= left) {
      addConsistency(first, start, left, isKnown, proof);
      proof.writeBytes(range(start + left, count - left));
    } else {
      addConsistency(first - left, start + left, count - left, false, proof);
      proof.writeBytes(range(start, left));
    }
  }

  /** The hash of a subtree: complete, or at the right edge of this tree. */
  private byte[] range(int start, int count) {
    int level = Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    return levels.get(level)[start >> level];
  }
}
