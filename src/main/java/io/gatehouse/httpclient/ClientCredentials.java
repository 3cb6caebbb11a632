package io.gatehouse.httpclient;

import io.gatehouse.httpclient.BearerSources.BearerSource;
import io.gatehouse.httpclient.CallFailure.NoTokenException;
import io.gatehouse.settings.Secrets;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;
import org.springframework.core.convert.converter.Converter;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.ClientCredentialsOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.DefaultMapOAuth2AccessTokenResponseConverter;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;

/**
 * Tokens for client credentials (RFC 6749, section 4.4), fetched and kept by Spring Security until
 * they are about to expire. Each system has a cache of its own, so that no token is sent to another
 * system or with another scope.
 */
final class ClientCredentials implements BearerSource {

  private static final String PLACE = "place";
  private static final Timeout CONNECT = Timeout.ofSeconds(2);
  private static final Timeout READ = Timeout.ofSeconds(5);
  private static final Authentication GATEWAY =
      new AnonymousAuthenticationToken(
          PLACE, "gatehouse", AuthorityUtils.createAuthorityList("gateway"));

  private final Secrets secrets;
  private final String name;
  private final String tokenUrl;
  private final String scope;
  private final ClientCredentialsOAuth2AuthorizedClientProvider provider =
      new ClientCredentialsOAuth2AuthorizedClientProvider();

  private ClientRegistration client;
  private OAuth2AuthorizedClient authorized;

  ClientCredentials(
      Secrets secrets, String name, String tokenUrl, String scope, ResponseLimits briefAnswers) {
    this.secrets = secrets;
    this.name = name;
    this.tokenUrl = tokenUrl;
    this.scope = scope;
    RestClientClientCredentialsTokenResponseClient endpoint =
        new RestClientClientCredentialsTokenResponseClient();
    endpoint.setRestClient(restClient(briefAnswers));
    provider.setAccessTokenResponseClient(endpoint);
  }

  @Override
  public synchronized String value() {
    ClientRegistration now = client();
    if (client == null
        || !client.getClientId().equals(now.getClientId())
        || !client.getClientSecret().equals(now.getClientSecret())) {
      client = now;
      authorized = null;
    }
    OAuth2AuthorizationContext.Builder context =
        authorized == null
            ? OAuth2AuthorizationContext.withClientRegistration(client)
            : OAuth2AuthorizationContext.withAuthorizedClient(authorized);
    try {
      // Null says that the token is not about to expire.
      OAuth2AuthorizedClient fetched = provider.authorize(context.principal(GATEWAY).build());
      authorized = fetched == null ? authorized : fetched;
    } catch (OAuth2AuthorizationException e) {
      throw new NoTokenException(e);
    }
    return authorized.getAccessToken().getTokenValue();
  }

  @Override
  public synchronized void forget() {
    authorized = null;
  }

  /** Name and secret according to the current settings. */
  private ClientRegistration client() {
    ClientRegistration.Builder registration =
        ClientRegistration.withRegistrationId(PLACE)
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .tokenUri(tokenUrl)
            .clientId(first(name + ".oauth2.client-id"))
            .clientSecret(first(name + ".oauth2.client-secret"));
    if (!scope.isBlank()) {
      registration.scope(Arrays.asList(scope.strip().split("\\s+")));
    }
    return registration.build();
  }

  private String first(String property) {
    return secrets.named(property).values().get(0);
  }

  /**
   * Spring Security's own client, with limits for time and response, and without redirects, which
   * the secret would follow.
   */
  private static RestClient restClient(ResponseLimits briefAnswers) {
    HttpClientBuilder client =
        HttpClientBuilder.create()
            .useSystemProperties()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .useSystemProperties()
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom().setConnectTimeout(CONNECT).build())
                    .build())
            .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(READ).build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching();
    briefAnswers.configureHttpClient(client);
    HttpComponentsClientHttpRequestFactory requests =
        new HttpComponentsClientHttpRequestFactory(client.build());
    return RestClient.builder()
        .requestFactory(requests)
        .configureMessageConverters(
            converters ->
                converters
                    .addCustomConverter(new FormHttpMessageConverter())
                    .addCustomConverter(tokenAnswers()))
        .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
        .build();
  }

  private static OAuth2AccessTokenResponseHttpMessageConverter tokenAnswers() {
    OAuth2AccessTokenResponseHttpMessageConverter answers =
        new OAuth2AccessTokenResponseHttpMessageConverter();
    answers.setAccessTokenResponseConverter(new TokenLifetime());
    return answers;
  }

  /**
   * How long a token is used: as long as its {@code expires_in}, less a minute. A response need not
   * have {@code expires_in} (RFC 6749, section 5.1; Salesforce's has none), which Spring Security
   * takes for an expired token; and a lifetime of a minute or less would leave nothing.
   */
  static final class TokenLifetime
      implements Converter<Map<String, Object>, OAuth2AccessTokenResponse> {

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
}
