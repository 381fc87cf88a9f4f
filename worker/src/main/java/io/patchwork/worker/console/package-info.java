/**
 * The HTTP API and the page of operators. There is no database: {@code JobView} replays the event
 * log into a bounded view of the jobs, and everything else is read from the broker and the store
 * when somebody asks. Two consoles, or one that was started again, show the same. Reading is open
 * to whoever may connect; {@code Access} lets only those write who have the token.
 */
@NullMarked
package io.patchwork.worker.console;

import org.jspecify.annotations.NullMarked;
