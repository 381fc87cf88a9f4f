/**
 * Who is in a film through the films that it is made of, to any depth. A film's pictures are, for
 * each slice of time, cells that fill the frame, and in each cell the share of everybody who is
 * seen there; its sound is the same without cells. A film inside of a film is placed by its
 * rectangle and by the frames that are shown, so what is composed has this form again. Pure and
 * exact.
 */
@NullMarked
package io.patchwork.worker.attribution.ancestry;

import org.jspecify.annotations.NullMarked;
