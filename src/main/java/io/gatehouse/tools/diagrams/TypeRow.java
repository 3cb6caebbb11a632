package io.gatehouse.tools.diagrams;

/**
 * Which of a vendor's events becomes which canonical type.
 *
 * @param when the vendor's word, or a condition; empty for all that meets no other row
 * @param word whether {@code when} is a word of the vendor's
 * @param type canonical
 */
public record TypeRow(String when, boolean word, String type) {

  /** The queue: the type's first two words. */
  public String address() {
    return type.substring(0, type.lastIndexOf('.'));
  }

  /** The same under one more condition. */
  TypeRow under(String condition) {
    if (condition.isEmpty() || when.isEmpty()) {
      return new TypeRow(condition.isEmpty() ? when : condition, word && condition.isEmpty(), type);
    }
    return new TypeRow(condition + ", " + when, false, type);
  }
}
