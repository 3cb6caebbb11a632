package io.gatehouse.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** The answer with a page of a list. */
  Map<String, Object> answer(long total, String name, List<Map<String, Object>> lines) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("total", total);
    answer.put("page", number);
    answer.put("size", size);
    answer.put(name, lines);
    return answer;
  }
}
