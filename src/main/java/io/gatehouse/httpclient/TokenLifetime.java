package io.gatehouse.httpclient;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.core.endpoint.DefaultMapOAuth2AccessTokenResponseConverter;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * How long a token is used: as long as its {@code expires_in}, less a minute. A response need not
 * have {@code expires_in} (RFC 6749, section 5.1; Salesforce's has none), which Spring Security
 * takes for an expired token; and a lifetime of a minute or less would leave nothing.
 */
final class TokenLifetime implements Converter<Map<String, Object>, OAuth2AccessTokenResponse> {

  /**
   * The lifetime in seconds of a token without one: the shortest session of Salesforce. A token
   * that expires sooner is rejected with 401, and a new one is fetched then.
   */
  static final long UNSAID = 900;

  /** How long before its expiry Spring Security stops using a token, in seconds. */
  private static final long UNUSED = 60;

  /** The maximum number of digits, since the time to parse a number grows with their square. */
  private static final int LONGEST_NUMBER = 40;

  /** No token is used for longer, in seconds. */
  private static final long LONGEST = 86_400;

  private final DefaultMapOAuth2AccessTokenResponseConverter converter =
      new DefaultMapOAuth2AccessTokenResponseConverter();

  @Override
  public OAuth2AccessTokenResponse convert(Map<String, Object> answer) {
    Map<String, Object> complete = new HashMap<>(answer);
    complete.put(
        OAuth2ParameterNames.EXPIRES_IN,
        Long.toString(seconds(answer.get(OAuth2ParameterNames.EXPIRES_IN))));
    return converter.convert(complete);
  }

  /**
   * The lifetime to use: half of a short one.
   *
   * @param expiresIn as in the response: a number, a text, or null
   */
  static long seconds(Object expiresIn) {
    long life = expiresIn == null ? 0 : number(expiresIn.toString().strip());
    if (life <= 0) {
      return UNSAID;
    }
    return life < 2 * UNUSED ? UNUSED + Math.max(life / 2, 1) : Math.min(life, LONGEST);
  }

  private static long number(String text) {
    if (text.length() > LONGEST_NUMBER) {
      return 0;
    }
    try {
      // It would take for ever to write out a text such as 1e999999999.
      return (long) Math.min(new BigDecimal(text).doubleValue(), LONGEST);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
