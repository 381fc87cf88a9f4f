package io.patchwork.worker.ledger;

import java.util.Arrays;

/** Checks of proofs against roots (RFC 9162, 2.1.3.2 and 2.1.4.2). */
final class MerkleProof {

  private MerkleProof() {}

  /** Whether a leaf is at a place of the tree with that root. */
  static boolean isIncluded(byte[] leaf, long index, long size, byte[] path, byte[] root) {
    if (index < 0 || index >= size || path.length % MerkleTree.HASH_BYTES != 0) {
      return false;
    }
    byte[] hash = leaf;
    int at = 0;
    long last = size - 1;
    for (long place = index; last > 0; place >>= 1, last >>= 1) {
      if ((place & 1) == 0 && place == last) {
        continue;
      }
      if (at == path.length) {
        return false;
      }
      byte[] sibling = Arrays.copyOfRange(path, at, at + MerkleTree.HASH_BYTES);
      at += MerkleTree.HASH_BYTES;
      hash = (place & 1) == 1 ? MerkleTree.node(sibling, hash) : MerkleTree.node(hash, sibling);
    }
    return at == path.length && Arrays.equals(hash, root);
  }

  /** Whether a tree was only added to between two roots. */
  static boolean isConsistent(
      long firstSize, byte[] first, long secondSize, byte[] second, byte[] proof) {
    if (firstSize < 1 || firstSize > secondSize || proof.length % MerkleTree.HASH_BYTES != 0) {
      return false;
    }
    if (firstSize == secondSize) {
      return proof.length == 0 && Arrays.equals(first, second);
    }
    int at = 0;
    byte[] start = first;
    if (Long.bitCount(firstSize) != 1) {
      if (proof.length == 0) {
        return false;
      }
      start = Arrays.copyOf(proof, MerkleTree.HASH_BYTES);
      at = MerkleTree.HASH_BYTES;
    }
    int whole = Long.numberOfTrailingZeros(firstSize);
    long place = (firstSize - 1) >> whole;
    long last = (secondSize - 1) >> whole;
    byte[] ofFirst = start;
    byte[] ofSecond = start;
    for (; at < proof.length; at += MerkleTree.HASH_BYTES) {
      byte[] sibling = Arrays.copyOfRange(proof, at, at + MerkleTree.HASH_BYTES);
      if (last == 0) {
        return false;
      }
      if ((place & 1) == 1 || place == last) {
        ofFirst = MerkleTree.node(sibling, ofFirst);
        ofSecond = MerkleTree.node(sibling, ofSecond);
        while ((place & 1) == 0 && place != 0) {
          place >>= 1;
          last >>= 1;
        }
      } else {
        ofSecond = MerkleTree.node(ofSecond, sibling);
      }
      place >>= 1;
      last >>= 1;
    }
    return last == 0 && Arrays.equals(ofFirst, first) && Arrays.equals(ofSecond, second);
  }
}
