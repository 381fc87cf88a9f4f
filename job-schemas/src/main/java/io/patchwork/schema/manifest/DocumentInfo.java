package io.patchwork.schema.manifest;

import org.jspecify.annotations.Nullable;

/**
 * What a document or a text is.
 *
 * @param pages as it counts them itself; absent for what has none
 * @param language of its text (ISO 639-3), where there is enough to tell
 * @param words of its text, by the rules of its script
 * @param characters of its text
 * @param isWhole whether all of its text was read: very long ones are cut
 */
public record DocumentInfo(
    @Nullable Integer pages,
    @Nullable String language,
    long words,
    long characters,
    boolean isWhole) {}
