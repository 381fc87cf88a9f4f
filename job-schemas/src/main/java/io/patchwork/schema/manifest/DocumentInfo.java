package io.patchwork.schema.manifest;

import org.jspecify.annotations.Nullable;

/**
 * Pages and text of a document.
 *
 * @param pages number of pages; absent for plain text
 * @param language of its text (ISO 639-3); absent where there is too little text
 * @param words number of words, by the rules of the script
 * @param characters number of characters
 * @param isWhole whether all of its text was read; a very long one is truncated
 */
public record DocumentInfo(
    @Nullable Integer pages,
    @Nullable String language,
    long words,
    long characters,
    boolean isWhole) {}
