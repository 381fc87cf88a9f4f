package io.patchwork.worker.ledger;

import io.patchwork.schema.ledger.CarriedBytes;
import io.patchwork.schema.ledger.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Every statement that differs in one bit from another, in what it carries. */
final class StatementBits {

  private StatementBits() {}

  /** Hands on the statements of which one bit of line, salt, paths, entry or checkpoint differs. */
  static void flip(Statement statement, Consumer<Statement> flipped) {
    flipOwn(statement, flipped);
    flipShared(statement, flipped);
  }

  /** The same of what is the person's own: line, salt and path. */
  static void flipOwn(Statement statement, Consumer<Statement> flipped) {
    Statement.Line line = statement.lines().getFirst();
    flip(
        line.line(),
        bytes -> of(statement, new Statement.Line(line.index(), bytes, line.path(), line.salt())),
        flipped);
    flip(
        line.path(),
        bytes -> of(statement, new Statement.Line(line.index(), line.line(), bytes, line.salt())),
        flipped);
    flip(
        line.salt(),
        bytes -> of(statement, new Statement.Line(line.index(), line.line(), line.path(), bytes)),
        flipped);
  }

  /** The same of what all statements of a proposal share: entry, its path and checkpoint. */
  static void flipShared(Statement statement, Consumer<Statement> flipped) {
    flip(
        statement.entry(),
        bytes ->
            new Statement(
                statement.checkpoint(),
                bytes,
                statement.entryPath(),
                statement.format(),
                statement.lines()),
        flipped);
    flip(
        statement.entryPath(),
        bytes ->
            new Statement(
                statement.checkpoint(),
                statement.entry(),
                bytes,
                statement.format(),
                statement.lines()),
        flipped);
    flip(
        statement.checkpoint(),
        bytes ->
            new Statement(
                bytes,
                statement.entry(),
                statement.entryPath(),
                statement.format(),
                statement.lines()),
        flipped);
  }

  private static Statement of(Statement statement, Statement.Line line) {
    return new Statement(
        statement.checkpoint(),
        statement.entry(),
        statement.entryPath(),
        statement.format(),
        List.of(line));
  }

  private static void flip(
      CarriedBytes carried,
      Function<CarriedBytes, Statement> changed,
      Consumer<Statement> flipped) {
    byte[] bytes = carried.bytes();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      flipped.accept(changed.apply(CarriedBytes.of(bytes)));
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }
}
