package io.patchwork.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MerkleTreeTest {

  private static List<byte[]> leaves(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> MerkleTree.leaf(("leaf " + i).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  /** The tests of Certificate Transparency's log, Apache-2.0. */
  @Test
  void rootsAreThoseOfCertificateTransparency() {
    List<byte[]> leaves =
        Stream.of(
                "",
                "00",
                "10",
                "2021",
                "3031",
                "40414243",
                "5051525354555657",
                "606162636465666768696a6b6c6d6e6f")
            .map(hex -> MerkleTree.leaf(HexFormat.of().parseHex(hex)))
            .toList();

    assertThat(
            IntStream.rangeClosed(1, 8)
                .mapToObj(size -> MerkleTree.of(leaves.subList(0, size)).root())
                .map(HexFormat.of()::formatHex))
        .containsExactly(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
  }

  @Test
  void everyLeafIsIncludedAtItsPlaceAndAtNoOther() {
    for (int size = 1; size <= 34; size++) {
      List<byte[]> leaves = leaves(size);
      MerkleTree tree = MerkleTree.of(leaves);
      for (int i = 0; i < size; i++) {
        byte[] path = tree.inclusion(i);
        for (int place = 0; place < size; place++) {
          assertThat(MerkleProof.isIncluded(leaves.get(i), place, size, path, tree.root()))
              .as("%d at %d of %d", i, place, size)
              .isEqualTo(place == i);
        }
        assertThat(
                MerkleProof.isIncluded(
                    leaves.get(i), i, size, new byte[path.length + 32], tree.root()))
            .isFalse();
      }
      assertThat(
              MerkleProof.isIncluded(leaves.getFirst(), size, size, tree.inclusion(0), tree.root()))
          .isFalse();
    }
  }

  @Test
  void aTreeThatWasOnlyAddedToIsConsistentWithItself() {
    List<byte[]> leaves = leaves(34);
    for (int second = 1; second <= 34; second++) {
      MerkleTree tree = MerkleTree.of(leaves.subList(0, second));
      for (int first = 1; first <= second; first++) {
        byte[] before = MerkleTree.of(leaves.subList(0, first)).root();
        byte[] proof = tree.consistency(first);

        assertThat(tree.root(first)).as("%d of %d", first, second).isEqualTo(before);
        assertThat(MerkleProof.isConsistent(first, before, second, tree.root(), proof))
            .as("%d and %d", first, second)
            .isTrue();
      }
    }
  }

  @Test
  void aTreeOfWhichALeafWasChangedIsNotConsistentWhateverTheProof() {
    List<byte[]> leaves = leaves(34);
    List<byte[]> changed =
        Stream.concat(Stream.of(MerkleTree.leaf(new byte[1])), leaves.stream().skip(1)).toList();
    for (int first = 1; first < 34; first++) {
      byte[] before = MerkleTree.of(leaves.subList(0, first)).root();
      MerkleTree after = MerkleTree.of(changed);

      for (byte[] proof :
          List.of(after.consistency(first), MerkleTree.of(leaves).consistency(first))) {
        assertThat(MerkleProof.isConsistent(first, before, 34, after.root(), proof)).isFalse();
      }
    }
  }
}
