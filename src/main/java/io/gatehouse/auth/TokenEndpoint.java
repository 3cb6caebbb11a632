package io.gatehouse.auth;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.gatehouse.settings.Secrets;
import io.gatehouse.settings.SettingText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * {@code POST /oauth2/token}: client credentials (RFC 6749, section 4.4), with the client's name
 * and secret in a Basic header or as form fields. Whichever {@code scope} is requested, a token is
 * for sending webhooks, and the response states that (section 3.3). It serves the enabled vendors
 * in {@code gatehouse.oauth2.vendors} that have a {@code <vendor>.oauth2.client-id} and no external
 * issuer.
 */
@Configuration(proxyBeanMethods = false)
public class TokenEndpoint {

  /** The endpoint's path. */
  public static final String PATH = "/oauth2/token";

  private static final Duration TIME_TO_LIVE = Duration.ofHours(1);
  private static final String SCOPE = "webhooks";
  private static final OAuth2ErrorHttpMessageConverter ERRORS =
      new OAuth2ErrorHttpMessageConverter();

  private final Secrets secrets;
  private final Environment environment;
  private final List<String> vendors;

  TokenEndpoint(Secrets secrets, Environment environment, TokenProperties properties) {
    this.secrets = secrets;
    this.environment = environment;
    this.vendors =
        properties.vendors().stream()
            .filter(
                v ->
                    SettingText.isOn(
                        v + ".enabled", SettingText.of(environment, v + ".enabled"), true))
            .filter(v -> SettingText.of(environment, v + ".oauth2.issuer", "").isBlank())
            .toList();
  }

  /** Whether any vendor may fetch tokens here. */
  public boolean isOpen() {
    return vendors.stream().anyMatch(v -> !secrets.named(v + ".oauth2.client-id").isEmpty());
  }

  /** The operators' port, which has the same security chain, but does not serve vendors. */
  private int operatorsPort() {
    return environment.getProperty("local.management.port", Integer.class, -1);
  }

  @Bean
  @Order(1)
  SecurityFilterChain tokenEndpointChain(HttpSecurity http) throws Exception {
    return http.securityMatcher(
            request ->
                isOpen()
                    && request.getLocalPort() != operatorsPort()
                    && PATH.equals(request.getRequestURI())
                    && HttpMethod.POST.matches(request.getMethod()))
        .with(
            new OAuth2AuthorizationServerConfigurer(),
            server ->
                server
                    .registeredClientRepository(clients())
                    .clientAuthentication(
                        client ->
                            client
                                .authenticationConverters(this::readBasicOurselves)
                                .errorResponseHandler(TokenEndpoint::refuse))
                    .tokenEndpoint(
                        endpoint ->
                            endpoint.accessTokenRequestConverter(TokenEndpoint::forWebhooks))
                    .authorizationService(new StatelessAuthorizationService())
                    .authorizationServerSettings(
                        AuthorizationServerSettings.builder()
                            .issuer(JwtDecoders.OWN_ISSUER)
                            .build())
                    .tokenGenerator(
                        context ->
                            generatorFor(context.getRegisteredClient().getId()).generate(context)))
        .exceptionHandling(handling -> handling.authenticationEntryPoint(TokenEndpoint::refuse))
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .build();
  }

  /**
   * Answers a client that has sent wrong credentials or none (RFC 6749, section 5.2): the error's
   * code and no more, and with 401 the challenge.
   */
  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    SecurityContextHolder.clearContext();
    String code =
        failure instanceof OAuth2AuthenticationException known
            ? known.getError().getErrorCode()
            : OAuth2ErrorCodes.INVALID_CLIENT;
    ServletServerHttpResponse answer = new ServletServerHttpResponse(response);
    if (code.equals(OAuth2ErrorCodes.INVALID_CLIENT)) {
      answer.setStatusCode(HttpStatus.UNAUTHORIZED);
      answer.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, Credential.Basic.CHALLENGE);
    } else {
      answer.setStatusCode(HttpStatus.BAD_REQUEST);
    }
    ERRORS.write(new OAuth2Error(code), null, answer);
  }

  /** Adds the converter first, since it detects more than one kind of credentials. */
  private void readBasicOurselves(List<AuthenticationConverter> converters) {
    converters.removeIf(ClientSecretBasicAuthenticationConverter.class::isInstance);
    converters.add(0, new BasicClient(this::isClient));
  }

  /** A request for a token, with the only existing scope in place of the requested one. */
  private static Authentication forWebhooks(HttpServletRequest request) {
    return new OAuth2ClientCredentialsAuthenticationConverter().convert(request)
            instanceof OAuth2ClientCredentialsAuthenticationToken asked
        ? new OAuth2ClientCredentialsAuthenticationToken(
            (Authentication) asked.getPrincipal(), Set.of(SCOPE), asked.getAdditionalParameters())
        : null;
  }

  /**
   * Compares all clients, and both name and secret of each: the time taken must not reveal which is
   * wrong.
   */
  private boolean isClient(BasicClient.Pair given) {
    boolean found = false;
    for (String vendor : vendors) {
      found |=
          secrets.named(vendor + ".oauth2.client-id").matches(given.id())
              & secrets.named(vendor + ".oauth2.client-secret").matches(given.secret());
    }
    return found;
  }

  /** Compares a client's secret in constant time; the "encoded" value is the vendor's name. */
  @Bean
  PasswordEncoder clientSecrets() {
    return new PasswordEncoder() {
      @Override
      public String encode(CharSequence secret) {
        throw new UnsupportedOperationException("Secrets are never stored here");
      }

      @Override
      public boolean matches(CharSequence given, String vendor) {
        return secrets.named(vendor + ".oauth2.client-secret").matches(given.toString());
      }
    };
  }

  private RegisteredClientRepository clients() {
    return new RegisteredClientRepository() {
      @Override
      public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("Clients come from the settings");
      }

      @Override
      public RegisteredClient findById(String id) {
        return vendors.contains(id) ? client(id) : null;
      }

      @Override
      public RegisteredClient findByClientId(String clientId) {
        return vendors.stream()
            .filter(v -> secrets.named(v + ".oauth2.client-id").matches(clientId))
            .findFirst()
            .map(TokenEndpoint.this::client)
            .orElse(null);
      }
    };
  }

  private RegisteredClient client(String vendor) {
    return RegisteredClient.withId(vendor)
        .clientId(new DerivedTokenKeys(secrets, vendor).clientId())
        .clientSecret(vendor)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .scope(SCOPE)
        .tokenSettings(TokenSettings.builder().accessTokenTimeToLive(TIME_TO_LIVE).build())
        .build();
  }

  private JwtGenerator generatorFor(String vendor) {
    JWKSource<SecurityContext> keys = new DerivedTokenKeys(secrets, vendor).forSigning();
    JwtGenerator generator = new JwtGenerator(new NimbusJwtEncoder(keys));
    generator.setJwtCustomizer(context -> context.getJwsHeader().algorithm(MacAlgorithm.HS256));
    return generator;
  }

  /** Keeps no list of issued tokens: each one contains all that is needed. */
  private static final class StatelessAuthorizationService implements OAuth2AuthorizationService {

    @Override
    public void save(OAuth2Authorization authorization) {
      // A signed token needs no record.
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
      // There is no record to remove.
    }

    @Override
    public OAuth2Authorization findById(String id) {
      return null;
    }

    @Override
    public OAuth2Authorization findByToken(String token, OAuth2TokenType tokenType) {
      return null;
    }
  }
}
