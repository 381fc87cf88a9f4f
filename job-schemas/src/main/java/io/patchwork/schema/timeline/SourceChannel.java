package io.patchwork.schema.timeline;

/**
 * A channel of a clip's media that an editor plays.
 *
 * @param track number of the sound track in the file, from 0
 * @param channel number of the channel in the track, from 0
 */
public record SourceChannel(int track, int channel) {}
