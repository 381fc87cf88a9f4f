package io.patchwork.schema.timeline;

/** Something done to an item; what it is lies in the schema's name and the effect's own. */
public record Effect(String schema, String name) {}
