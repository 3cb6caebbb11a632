package io.gatehouse.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The keys that an external issuer publishes. Their address is discovered (OpenID Connect Discovery
 * 1.0, section 4) when the first token arrives, so that the gateway starts without the issuer. Keys
 * are cached, known ones remain valid while the issuer is unreachable, and unknown key ids cannot
 * cause more than one request every 30 seconds.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);
  private static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(30);
  private static final Duration OUTAGE = Duration.ofHours(4);
  private static final int LARGEST_DOCUMENT = 100 * 1024;

  private final String issuer;
  private final DefaultResourceRetriever retriever =
      new DefaultResourceRetriever(
          (int) PATIENCE.toMillis(), (int) PATIENCE.toMillis(), LARGEST_DOCUMENT);
  private final AtomicLong outages = new AtomicLong();
  private JWKSource<SecurityContext> discovered;
  private long nextDiscovery = System.nanoTime();

  IssuerKeys(String issuer) {
    this.issuer = issuer;
  }

  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
    JWKSource<SecurityContext> keys = source();
    long outagesBefore = outages.get();
    List<JWK> found = keys.get(selector, context);
    if (found.isEmpty() && outages.get() != outagesBefore) {
      // The key may be a new one that could not be fetched.
      throw new RemoteKeySourceException("The issuer is out of reach and the key is unknown", null);
    }
    return found;
  }

  private synchronized JWKSource<SecurityContext> source() throws KeySourceException {
    if (discovered == null) {
      if (System.nanoTime() - nextDiscovery < 0) {
        throw new RemoteKeySourceException("The issuer could not be reached a moment ago", null);
      }
      try {
        discovered = discover();
      } catch (KeySourceException e) {
        nextDiscovery = System.nanoTime() + PATIENCE.toNanos();
        throw e;
      }
    }
    return discovered;
  }

  private JWKSource<SecurityContext> discover() throws KeySourceException {
    try {
      String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
      URI configuration = URI.create(base + "/.well-known/openid-configuration");
      String document = retriever.retrieveResource(configuration.toURL()).getContent();
      Map<String, Object> members = JSONObjectUtils.parse(document);
      if (!issuer.equals(JSONObjectUtils.getString(members, "issuer"))) {
        throw new RemoteKeySourceException("The configuration is another issuer's", null);
      }
      URI keys = JSONObjectUtils.getURI(members, "jwks_uri");
      if (keys == null) {
        throw new RemoteKeySourceException("The issuer's configuration names no jwks_uri", null);
      }
      return JWKSourceBuilder.create(keys.toURL(), retriever)
          .cache(TIME_TO_LIVE.toMillis(), PATIENCE.toMillis())
          .rateLimited(BETWEEN_REFRESHES.toMillis())
          .outageTolerant(OUTAGE.toMillis(), event -> outages.incrementAndGet())
          .build();
    } catch (IOException | ParseException | IllegalArgumentException e) {
      throw new RemoteKeySourceException("The issuer's configuration cannot be read", e);
    }
  }
}
