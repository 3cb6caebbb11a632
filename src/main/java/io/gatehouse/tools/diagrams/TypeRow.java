package io.gatehouse.tools.diagrams;

/**
 * Maps one of a vendor's events to a canonical type.
 *
 * @param when the vendor's word, or a condition; empty for the default row
 * @param word whether {@code when} is a word of the vendor's
 * @param type canonical
 */
public record TypeRow(String when, boolean word, String type) {

  /** The queue: the type's first two words. */
  public String address() {
    return type.substring(0, type.lastIndexOf('.'));
  }

  /** The same with one more condition. */
  TypeRow under(String condition) {
    if (condition.isEmpty() || when.isEmpty()) {
      return new TypeRow(condition.isEmpty() ? when : condition, word && condition.isEmpty(), type);
    }
    return new TypeRow(condition + ", " + when, false, type);
  }
}
