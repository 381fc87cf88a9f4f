package io.patchwork.worker.render.segment;

import io.patchwork.schema.id.Sha256;
import java.util.List;

/** Pieces that were there when they were marked and are gone, or what belongs to them. */
public final class PiecesMissing extends Exception {

  private final List<Sha256> pieces;

  public PiecesMissing(List<Sha256> pieces) {
    super(pieces.size() + " pieces are gone");
    this.pieces = List.copyOf(pieces);
  }

  public List<Sha256> pieces() {
    return pieces;
  }
}
