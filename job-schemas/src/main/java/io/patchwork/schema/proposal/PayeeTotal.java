package io.patchwork.schema.proposal;

import io.patchwork.schema.id.Id;

/**
 * What comes to one payee: due, less what an earlier proposal paid, and what was brought forward,
 * is payable and carried forward.
 *
 * @param amount sum of the payee's lines, due and held
 * @param paid due in the proposal that this one corrects, 0 where it corrects none
 * @param broughtForward what earlier proposals carried forward, below zero where too much was paid
 * @param payable to be paid out, 0 or more
 * @param carriedForward too little to be paid out, or below zero
 */
public record PayeeTotal(
    Id payee,
    String amount,
    String due,
    String held,
    String paid,
    String broughtForward,
    String payable,
    String carriedForward) {}
