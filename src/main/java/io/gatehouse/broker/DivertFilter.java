package io.gatehouse.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.apache.activemq.artemis.selector.filter.Filterable;
import org.apache.activemq.artemis.selector.impl.SelectorParser;

/** Whether a divert's filter can let a copy pass of which only the addresses are known. */
final class DivertFilter {

  private static final String ADDRESS = "AMQAddress";
  private static final Pattern TOKEN =
      Pattern.compile("'(?:[^']|'')*'|[()]|\\b[aA][nN][dD]\\b|[^'()\\s]+|\\s+");

  private DivertFilter() {}

  /**
   * Checks that Artemis can parse a filter.
   *
   * @throws FilterException if it cannot
   */
  static void check(String filter) throws FilterException {
    if (!isNone(filter)) {
      SelectorParser.parse(filter);
    }
  }

  private static boolean isNone(String filter) {
    return filter == null || filter.isBlank();
  }

  /**
   * Whether a copy may pass: yes, unless one of the filter's parts joined by AND depends only on
   * addresses, and rejects these.
   *
   * @param address the address to which the copy was sent
   * @param original the address to which its original was sent
   */
  static boolean mayPass(String filter, String address, String original) {
    if (isNone(filter)) {
      return true;
    }
    List<String> parts = parts(filter.strip());
    if (parts.size() > 1) {
      return parts.stream().allMatch(part -> mayPass(part, address, original));
    }
    try {
      return SelectorParser.parse(filter).matches(new Addresses(address, original));
    } catch (FilterException | UnknownException e) {
      return true;
    }
  }

  /**
   * The parts joined by AND; a BETWEEN is split too, and its halves are not valid filters. If there
   * is an OR beside it, which has lower precedence, the whole is one part.
   */
  private static List<String> parts(String filter) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int depth = 0;
    String bare = unwrapped(filter);
    Matcher token = TOKEN.matcher(bare);
    while (token.find()) {
      String text = token.group();
      depth += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
      if (depth == 0 && text.equalsIgnoreCase("or")) {
        return List.of(bare);
      }
      if (depth == 0 && text.equalsIgnoreCase("and")) {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        part.append(text);
      }
    }
    parts.add(part.toString().strip());
    return parts;
  }

  /** The filter without parentheses around the whole. */
  private static String unwrapped(String filter) {
    if (!filter.startsWith("(") || !filter.endsWith(")")) {
      return filter;
    }
    int depth = 0;
    Matcher token = TOKEN.matcher(filter);
    while (token.find()) {
      depth += token.group().equals("(") ? 1 : token.group().equals(")") ? -1 : 0;
      if (depth == 0 && token.end() < filter.length()) {
        return filter;
      }
    }
    return unwrapped(filter.substring(1, filter.length() - 1).strip());
  }

  /** A property that a copy may have or not. */
  private static final class UnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  private record Addresses(String address, String original) implements Filterable {

    @Override
    public Object getProperty(SimpleString name) {
      return switch (name.toString()) {
        case ADDRESS -> address;
        case MessageNames.ORIGINAL_ADDRESS -> original;
        default -> throw new UnknownException();
      };
    }

    @Override
    public <T> T getBodyAs(Class<T> type) {
      throw new UnknownException();
    }

    @Override
    public Object getLocalConnectionId() {
      throw new UnknownException();
    }
  }
}
