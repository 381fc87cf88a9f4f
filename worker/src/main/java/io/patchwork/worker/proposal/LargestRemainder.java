package io.patchwork.worker.proposal;

import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.failure.Failure;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Divides whole units by the method of largest remainders (Hamilton, Hare quota): everybody gets
 * the whole units of their quota, and what is left goes to the largest remainders. Ties go to the
 * larger share, then to the smaller id in order of code points. An amount below zero is the mirror
 * image.
 */
final class LargestRemainder {

  /** Order of code points, which is not that of {@code String} beyond U+FFFF. */
  static final Comparator<String> BY_CODE_POINT = LargestRemainder::compare;

  private record Quota(String id, BigInteger share, BigInteger whole, BigInteger rest) {}

  private LargestRemainder() {}

  private static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        // Surrogates stand for what is beyond all other characters.
        boolean isSameKind = Character.isSurrogate(left) == Character.isSurrogate(right);
        return isSameKind ? left - right : Character.isSurrogate(left) ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }

  /**
   * Divides an amount.
   *
   * @param shares 0 or more by id; they need not come to one
   * @throws Failure.Refused if no share is above zero and there is something to divide
   */
  static SortedMap<String, BigInteger> divide(BigInteger amount, Map<String, Fraction> shares)
      throws Failure.Refused {
    List<String> ids = shares.keySet().stream().sorted(BY_CODE_POINT).toList();
    CommonDenominator whole = CommonDenominator.of(ids.stream().map(shares::get).toList());
    BigInteger sum = whole.numeratorSum();
    if (sum.signum() == 0 && amount.signum() != 0) {
      throw InvalidProposal.because(
          "There is an amount to divide and nobody has a share of it; name other renders, or weights"
              + " above zero.");
    }
    BigInteger size = amount.abs();
    BigInteger left = size;
    List<Quota> quotas = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      BigInteger share = whole.numerators().get(i);
      BigInteger[] quota =
          sum.signum() == 0
              ? new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO}
              : size.multiply(share).divideAndRemainder(sum);
      quotas.add(new Quota(ids.get(i), share, quota[0], quota[1]));
      left = left.subtract(quota[0]);
    }
    // The sort is stable, and ids are in order.
    quotas.sort(Comparator.comparing(Quota::rest).thenComparing(Quota::share).reversed());
    SortedMap<String, BigInteger> units = new TreeMap<>(BY_CODE_POINT);
    for (Quota each : quotas) {
      BigInteger mine = each.whole;
      if (left.signum() > 0) {
        mine = mine.add(BigInteger.ONE);
        left = left.subtract(BigInteger.ONE);
      }
      units.put(each.id, amount.signum() < 0 ? mine.negate() : mine);
    }
    return units;
  }

  /**
   * A line that takes part.
   *
   * @param claimant the payee, or whatever stands for somebody who is not known
   * @param share 0 or more
   */
  record Part(String line, String claimant, Fraction share) {}

  /**
   * Divides an amount once among payees, then each payee's units among their lines.
   *
   * @return minor units by line; together they are the amount
   * @throws Failure.Refused if no share is above zero and there is something to divide
   */
  static Map<String, BigInteger> divideAmongPayees(BigInteger amount, List<Part> parts)
      throws Failure.Refused {
    Map<String, List<Part>> claimants = new HashMap<>();
    for (Part each : parts) {
      claimants.computeIfAbsent(each.claimant, key -> new ArrayList<>()).add(each);
    }
    Map<String, Fraction> totals = new HashMap<>();
    for (Map.Entry<String, List<Part>> each : claimants.entrySet()) {
      totals.put(
          each.getKey(), CommonDenominator.sum(each.getValue().stream().map(Part::share).toList()));
    }
    Map<String, BigInteger> units = new HashMap<>();
    for (Map.Entry<String, BigInteger> claimant : divide(amount, totals).entrySet()) {
      Map<String, Fraction> shares = new HashMap<>();
      for (Part each : claimants.getOrDefault(claimant.getKey(), List.of())) {
        shares.put(each.line, each.share);
      }
      units.putAll(divide(claimant.getValue(), shares));
    }
    return units;
  }
}
