package io.patchwork.worker.ledger;

import io.patchwork.schema.ledger.CarriedBytes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a checkpoint says of the ledger (C2SP tlog-checkpoint), without extension lines.
 *
 * @param origin name of the ledger and of its keys
 * @param size number of entries
 * @param root root of the tree of the entries, 32 bytes
 */
record Checkpoint(String origin, long size, CarriedBytes root) {

  private static final Pattern FORM =
      Pattern.compile("(\\S+)\\n([1-9][0-9]{0,11})\\n([A-Za-z0-9+/]{43}=)\\n");

  /**
   * Reads the text of a checkpoint.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Checkpoint parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a checkpoint");
    }
    return new Checkpoint(
        form.group(1), Long.parseLong(form.group(2)), new CarriedBytes(form.group(3)));
  }

  String text() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }
}
