package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * jq's functions that trim white space, which jackson-jq does not have. A regular expression would
 * restart its search for trailing space at each blank of the text.
 */
final class JqTrims {

  /** By name and number of arguments. */
  static final Map<String, Function> FUNCTIONS =
      Map.of(
          "trim/0", trim(true, true), "ltrim/0", trim(true, false), "rtrim/0", trim(false, true));

  private static final int NEXT_LINE = 0x85;

  private JqTrims() {}

  private static Function trim(boolean before, boolean behind) {
    return (scope, arguments, in, path, output, version) -> {
      if (!in.isTextual()) {
        throw new JsonQueryException("What is trimmed is a text");
      }
      String text = in.textValue();
      int begin = 0;
      int end = text.length();
      while (before && begin < end && isSpace(text.charAt(begin))) {
        begin++;
      }
      while (behind && end > begin && isSpace(text.charAt(end - 1))) {
        end--;
      }
      output.emit(TextNode.valueOf(text.substring(begin, end)), null);
    };
  }

  /** Whether Unicode defines the character as white space. */
  private static boolean isSpace(char character) {
    return Character.isSpaceChar(character)
        || (character >= '\t' && character <= '\r')
        || character == NEXT_LINE;
  }
}
