/** Our streams in other people's players. */
@NullMarked
package io.patchwork.worker.players;

import org.jspecify.annotations.NullMarked;
