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
 * no end in time, and none at all for an expression that matches the empty text.
 */
final class JqMatches {

  /** So many places are tried before the clock is looked at. */
  private static final int TOGETHER = 64;

  private final OnigUtils.Pattern pattern;
  private final byte[] text;
  private final boolean all;
  private final boolean longest;
  private int from;
  private Matcher found;

  /**
   * Begins.
   *
   * @param flags jq's, such as {@code gi}
   * @throws JsonQueryException where the expression or a flag is none
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
   * Goes on to the next match.
   *
   * @return false where there is none
   * @throws UnreadableException where the search takes too long
   */
  boolean next() {
    // As in jq, nothing more is tried once a match has come to the end.
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
   * Searches some places after the other: joni looks at the clock within what it tries at one
   * place, and not between two.
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
        // The search says so too where its time is over.
        throw new UnreadableException(JqLimit.REASON);
      }
      if (to == text.length) {
        return null;
      }
      at = to;
    }
  }

  /** A character's further bytes begin with the bits 10. */
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

  /** How many groups there are. */
  int groups() {
    Region region = found.getRegion();
    return region == null ? 0 : region.getNumRegs() - 1;
  }

  /** Where a group begins, in bytes; negative where it took no part. */
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
