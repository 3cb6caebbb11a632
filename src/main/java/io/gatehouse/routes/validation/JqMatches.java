package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.webhook.UnreadableException;
import java.nio.charset.StandardCharsets;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.OnigUtils;
import org.joni.Matcher;
import org.joni.Option;
import org.joni.Region;
import org.joni.exception.JOniException;

/**
 * The matches of a regular expression in a text, one after the other. jackson-jq's own search has
 * no time limit, and never ends for an expression that matches the empty text.
 */
final class JqMatches {

  /** How many positions are tried between two readings of the clock. */
  private static final int TOGETHER = 64;

  private final OnigUtils.Pattern pattern;
  private final byte[] text;
  private final boolean all;
  private final boolean longest;
  private int from;
  private Matcher found;

  /**
   * Starts a search.
   *
   * @param flags jq's, such as {@code gi}
   * @throws JsonQueryException if the expression or a flag is invalid
   */
  JqMatches(JsonNode text, JsonNode expression, JsonNode flags) throws JsonQueryException {
    if (!text.isTextual() || !expression.isTextual() || !(flags.isTextual() || flags.isNull())) {
      throw new JsonQueryException("A text, a regular expression and flags are texts");
    }
    String marks = flags.isNull() ? null : flags.textValue();
    try {
      this.pattern = new OnigUtils.Pattern(expression.textValue(), marks);
    } catch (JOniException e) {
      throw new JsonQueryException(e);
    }
    this.text = text.textValue().getBytes(StandardCharsets.UTF_8);
    this.all = OnigUtils.isGlobal(marks);
    this.longest = marks != null && marks.contains("l");
  }

  /**
   * Moves to the next match.
   *
   * @return false if there is none
   * @throws UnreadableException if the search takes too long
   */
  boolean next() {
    // As in jq, the search ends once a match has reached the end.
    if (found != null && (!all || from >= text.length)) {
      return false;
    }
    JqLimit.current().applied();
    Matcher matcher = search();
    if (matcher == null) {
      from = text.length;
      return false;
    }
    found = matcher;
    boolean empty = matcher.getEnd() == matcher.getBegin();
    from = empty ? behindCharacter(matcher.getEnd()) : matcher.getEnd();
    return true;
  }

  /**
   * Searches a few positions at a time: joni reads the clock while it tries one position, and not
   * between two.
   */
  private Matcher search() {
    int at = from;
    while (true) {
      int to = longest ? text.length : Math.min(at + TOGETHER, text.length);
      while (to < text.length && (text[to] & 0xC0) == 0x80) {
        to++;
      }
      Matcher matcher = pattern.regex.matcher(text, 0, text.length, JqLimit.current().nanosLeft());
      try {
        if (matcher.searchInterruptible(at, to, Option.NONE) >= 0) {
          return matcher;
        }
      } catch (InterruptedException e) {
        // The search also reports this if its time is over.
        throw new UnreadableException(JqLimit.REASON);
      }
      if (to == text.length) {
        return null;
      }
      at = to;
    }
  }

  /** The position after a character, whose further bytes begin with the bits 10. */
  private int behindCharacter(int at) {
    int next = at + 1;
    while (next < text.length && (text[next] & 0xC0) == 0x80) {
      next++;
    }
    return next;
  }

  int begin() {
    return found.getBegin();
  }

  int end() {
    return found.getEnd();
  }

  /** The number of groups. */
  int groups() {
    Region region = found.getRegion();
    return region == null ? 0 : region.getNumRegs() - 1;
  }

  /** The start of a group, in bytes; negative if it did not take part. */
  int begin(int group) {
    return found.getRegion().getBeg(group);
  }

  int end(int group) {
    return found.getRegion().getEnd(group);
  }

  /** A group's name; null where it has none. */
  String name(int group) {
    return pattern.names[group];
  }

  /** A part of the text. */
  String part(int begin, int end) {
    return new String(text, begin, end - begin, StandardCharsets.UTF_8);
  }

  byte[] text() {
    return text;
  }
}
