package io.patchwork.worker.cli;

import io.patchwork.worker.transcode.LadderProfiles;
import java.util.Iterator;

/** Names of the built-in ladder profiles, for help and completion. */
final class LadderNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return LadderProfiles.builtInNames().iterator();
  }
}
