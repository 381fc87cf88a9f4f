package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * Where all of a picture would lie, before anything cuts it, at both ends of a use in which it
 * moves or is scaled. In between, it goes its way evenly in the output's time: a zoom in what it
 * shows of the source, an editor's keyframes in where the picture lies.
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"start", "end"})
public record Pan(Box start, Box end) {}
