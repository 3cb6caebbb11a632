package io.gatehouse.httpclient;

import io.gatehouse.settings.Secrets;
import java.util.Arrays;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ClientCredentialsOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
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
  private final ResponseLimits briefAnswers;
  private Tokens tokens;

  /** Name and secret according to the current settings. */
  private record Client(String id, String secret) {

    @Override
    public String toString() {
      return "***";
    }
  }

  private record Tokens(
      Client client,
      InMemoryOAuth2AuthorizedClientService kept,
      AuthorizedClientServiceOAuth2AuthorizedClientManager source) {}

  ClientCredentials(
      Secrets secrets, String name, String tokenUrl, String scope, ResponseLimits briefAnswers) {
    this.secrets = secrets;
    this.name = name;
    this.tokenUrl = tokenUrl;
    this.scope = scope;
    this.briefAnswers = briefAnswers;
  }

  @Override
  public synchronized String value() {
    Client client =
        new Client(first(name + ".oauth2.client-id"), first(name + ".oauth2.client-secret"));
    if (tokens == null || !tokens.client().equals(client)) {
      tokens = tokens(client);
    }
    OAuth2AuthorizedClient authorized = authorized(tokens);
    if (authorized == null) {
      throw new IllegalStateException("The token endpoint gave no token");
    }
    return authorized.getAccessToken().getTokenValue();
  }

  private static OAuth2AuthorizedClient authorized(Tokens tokens) {
    try {
      return tokens
          .source()
          .authorize(
              OAuth2AuthorizeRequest.withClientRegistrationId(PLACE).principal(GATEWAY).build());
    } catch (OAuth2AuthorizationException e) {
      throw new NoTokenException(e);
    }
  }

  @Override
  public synchronized void forget() {
    if (tokens != null) {
      tokens.kept().removeAuthorizedClient(PLACE, GATEWAY.getName());
    }
  }

  private String first(String property) {
    return secrets.named(property).values().get(0);
  }

  private Tokens tokens(Client client) {
    ClientRegistration.Builder registration =
        ClientRegistration.withRegistrationId(PLACE)
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .tokenUri(tokenUrl)
            .clientId(client.id())
            .clientSecret(client.secret());
    if (!scope.isBlank()) {
      registration.scope(Arrays.asList(scope.strip().split("\\s+")));
    }
    InMemoryClientRegistrationRepository registrations =
        new InMemoryClientRegistrationRepository(registration.build());
    InMemoryOAuth2AuthorizedClientService kept =
        new InMemoryOAuth2AuthorizedClientService(registrations);
    AuthorizedClientServiceOAuth2AuthorizedClientManager source =
        new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, kept);
    ClientCredentialsOAuth2AuthorizedClientProvider provider =
        new ClientCredentialsOAuth2AuthorizedClientProvider();
    RestClientClientCredentialsTokenResponseClient endpoint =
        new RestClientClientCredentialsTokenResponseClient();
    endpoint.setRestClient(restClient());
    provider.setAccessTokenResponseClient(endpoint);
    source.setAuthorizedClientProvider(provider);
    return new Tokens(client, kept, source);
  }

  /**
   * Spring Security's own client, with limits for time and response, and without redirects, which
   * the secret would follow.
   */
  private RestClient restClient() {
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
}
