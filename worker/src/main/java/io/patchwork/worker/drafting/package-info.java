/**
 * Proposals drafted from what a store has of renders and people, by a command or by a job; both go
 * one way.
 */
@NullMarked
package io.patchwork.worker.drafting;

import org.jspecify.annotations.NullMarked;
