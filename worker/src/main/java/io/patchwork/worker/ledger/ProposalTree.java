package io.patchwork.worker.ledger;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.ledger.CarriedBytes;
import io.patchwork.schema.ledger.ProposalLines;
import io.patchwork.schema.ledger.Statement;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The tree of a proposal's lines. A leaf is the line's salt and its bytes; leaves are in the order
 * of their hashes, so that a place tells nothing.
 */
final class ProposalTree {

  /** Maximum size of the document of a proposal's lines. */
  static final int MAX_LINES_BYTES = 64 << 20;

  private final List<Leaf> leaves;
  private final MerkleTree tree;
  private final Map<Id, List<Integer>> places = new HashMap<>();

  private ProposalTree(List<Leaf> leaves) {
    this.leaves = leaves;
    this.tree = MerkleTree.of(leaves.stream().map(Leaf::hash).toList());
    for (int i = 0; i < leaves.size(); i++) {
      places.computeIfAbsent(leaves.get(i).line.handle(), none -> new ArrayList<>()).add(i);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared, only read
  private record Leaf(ProposalLines.Line line, byte[] salt, byte[] hash) {}

  /**
   * The tree of lines in any order.
   *
   * @throws Refused if there is no line, or one twice
   */
  static ProposalTree of(LedgerSecret secret, Id proposal, List<ProposalLines.Line> lines)
      throws Refused {
    if (lines.isEmpty()) {
      throw new Refused(
          FailureCode.LEDGER_REFUSED,
          "The proposal " + proposal + " has no line; record one that has.");
    }
    List<Leaf> leaves = new ArrayList<>();
    for (ProposalLines.Line line : lines) {
      byte[] bytes = line.line().bytes();
      byte[] salt = secret.salt(proposal, bytes);
      leaves.add(new Leaf(line, salt, MerkleTree.leaf(salt, bytes)));
    }
    leaves.sort(Comparator.comparing(Leaf::hash, Arrays::compareUnsigned));
    for (int i = 1; i < leaves.size(); i++) {
      if (Arrays.equals(leaves.get(i - 1).hash, leaves.get(i).hash)) {
        throw new Refused(
            FailureCode.LEDGER_REFUSED,
            "The proposal "
                + proposal
                + " has a line of "
                + leaves.get(i).line.handle()
                + " twice; leave one out.");
      }
    }
    return new ProposalTree(leaves);
  }

  int size() {
    return leaves.size();
  }

  Sha256 root() {
    return new Sha256(HexFormat.of().formatHex(tree.root()));
  }

  /** The lines in the order of the leaves. */
  List<ProposalLines.Line> lines() {
    return leaves.stream().map(Leaf::line).toList();
  }

  Sha256 leaf(int index) {
    return new Sha256(HexFormat.of().formatHex(leaves.get(index).hash));
  }

  /** The lines of a person with their proofs; none if the person has none. */
  List<Statement.Line> of(Id handle) {
    return places.getOrDefault(handle, List.of()).stream().map(this::line).toList();
  }

  private Statement.Line line(int index) {
    Leaf leaf = leaves.get(index);
    return new Statement.Line(
        index,
        leaf.line.line(),
        CarriedBytes.of(tree.inclusion(index)),
        CarriedBytes.of(leaf.salt));
  }
}
