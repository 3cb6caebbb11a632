package io.gatehouse.admin;

/** The requested part of a long list. */
record Page(int number, int size) {

  private static final int USUAL = 50;
  private static final int LARGEST = 500;

  /** The page of these parameters, either of which may be null. */
  static Page of(Integer page, Integer size) {
    Page wanted = new Page(page == null ? 0 : page, size == null ? USUAL : size);
    if (wanted.number < 0 || wanted.size < 1 || wanted.size > LARGEST) {
      throw OperationException.badRequest(
          "page is 0 or more, and size 1 to %d.".formatted(LARGEST));
    }
    return wanted;
  }

  long first() {
    return (long) number * size;
  }

  /** Whether the page contains the entry with this many entries before it. */
  boolean holds(long before) {
    return before >= first() && before < first() + size;
  }
}
