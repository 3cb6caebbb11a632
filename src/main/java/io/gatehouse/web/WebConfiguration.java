package io.gatehouse.web;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.sources.TrustedProxies;
import io.gatehouse.tracing.Tracing;
import io.gatehouse.webhook.BodyMemoryLimiter;
import io.gatehouse.webhook.Problem;
import jakarta.servlet.Filter;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.AbstractSecurityWebApplicationInitializer;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.web.filter.RequestContextFilter;

/** Adds the webhook servlet to the container, and turns off what vendors do not need. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

  private static final int KB = 1024;

  /** What the container keeps for a connection with an incomplete request, besides its head. */
  private static final long HEAP_PER_CONNECTION = 72 * KB;

  private static final int MOST_CONNECTIONS = 8192;
  private static final int SHARE_OF_SOURCE = 2;
  private static final int PART_FOR_CONNECTIONS = 6;
  private static final int FEWEST_CONNECTIONS = 64;
  private static final int PART_FOR_BODIES = 8;

  @Bean
  ServletRegistrationBean<WebhookServlet> webhookServlet(
      WebhookRegistry registry,
      ServingState servingState,
      TrustedProxies proxies,
      SenderRateLimiter limits,
      ResponseWriter answers,
      HttpFirewall firewall,
      RequestMetrics meters,
      Tracing tracing,
      RequestsInFlight inFlight,
      BodyReadLimiter bodies,
      BodyMemoryLimiter memory,
      @Qualifier(AbstractSecurityWebApplicationInitializer.DEFAULT_FILTER_NAME)
          ObjectProvider<Filter> tokenSecurity) {
    ServletRegistrationBean<WebhookServlet> registration =
        new ServletRegistrationBean<>(
            new WebhookServlet(
                new RequestAdmission(firewall, servingState, registry),
                proxies,
                limits,
                answers,
                meters,
                tracing,
                inFlight,
                bodies,
                memory,
                new TokenRequests(proxies, limits, meters, tokenSecurity::getObject)),
            "/*");
    registration.setName("webhooks");
    registration.setAsyncSupported(true);
    return registration;
  }

  @Bean
  RequestsInFlight requestsInFlight(HttpProperties properties, ResponseThreads answers) {
    return new RequestsInFlight(properties.mostInFlight(), answers);
  }

  /**
   * A sender may have as many bodies in progress as connections; their bytes may use a part of the
   * heap.
   */
  @Bean
  BodyReadLimiter bodyReadLimiter(
      ConnectionLimiter connections,
      ResponseThreads answers,
      TomcatServerProperties tomcat,
      HttpProperties properties) {
    Duration deadline = properties.bodyDeadline();
    if (deadline.compareTo(tomcat.getConnectionTimeout()) >= 0) {
      throw new BadSettingException(
          "server.tomcat.connection-timeout must be longer than gatehouse.http.body-deadline, or a slow body ends without an answer.");
    }
    return new BodyReadLimiter(
        connections.mostPerSource(),
        Runtime.getRuntime().maxMemory() / PART_FOR_BODIES,
        deadline,
        answers);
  }

  /** As many connections as a part of the heap can hold, of which one source may have half. */
  @Bean
  ConnectionLimiter connectionLimiter(
      TrustedProxies proxies,
      ServerProperties server,
      TomcatServerProperties tomcat,
      HttpProperties properties) {
    long perConnection = HEAP_PER_CONNECTION + server.getMaxHttpRequestHeaderSize().toBytes();
    int mostConnections = properties.mostConnections();
    int mostPerSource = properties.mostConnectionsPerSource();
    int most =
        mostConnections > 0
            ? mostConnections
            : (int)
                Math.min(
                    Runtime.getRuntime().maxMemory() / PART_FOR_CONNECTIONS / perConnection,
                    MOST_CONNECTIONS);
    if (most < FEWEST_CONNECTIONS && mostConnections == 0) {
      throw new BadSettingException(
          "server.max-http-request-header-size: a connection may take %s for its head, and a sixth of the heap has room for %d of them; choose a smaller size, or give the gateway more memory."
              .formatted(server.getMaxHttpRequestHeaderSize(), most));
    }
    return new ConnectionLimiter(
        most,
        mostPerSource > 0 ? mostPerSource : Math.max(1, most / SHARE_OF_SOURCE),
        tomcat.getConnectionTimeout(),
        proxies::areTrusted);
  }

  @Bean
  TimeoutSweeper overdueRequests(
      RequestsInFlight inFlight, BodyReadLimiter bodies, ConnectionLimiter connections) {
    return new TimeoutSweeper(inFlight, bodies, connections);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> limitedConnections(
      ConnectionLimiter limiter) {
    return factory -> {
      factory.setProtocol(LimitedHttpProtocol.class.getName());
      factory.addConnectorCustomizers(
          connector -> ((LimitedHttpProtocol) connector.getProtocolHandler()).limitBy(limiter));
    };
  }

  /**
   * Spring Security handles requests for tokens only, and gets these from {@link TokenRequests}.
   */
  @Bean
  DelegatingFilterProxyRegistrationBean noSecurityFilter() {
    DelegatingFilterProxyRegistrationBean registration =
        new DelegatingFilterProxyRegistrationBean(
            AbstractSecurityWebApplicationInitializer.DEFAULT_FILTER_NAME);
    registration.setEnabled(false);
    return registration;
  }

  /** Nothing here needs the current request. */
  @Bean
  FilterRegistrationBean<RequestContextFilter> noRequestContext() {
    FilterRegistrationBean<RequestContextFilter> registration =
        new FilterRegistrationBean<>(new RequestContextFilter());
    registration.setEnabled(false);
    return registration;
  }

  /**
   * The servlet answers whatever is not for the token endpoint, and the operators' port has its own
   * protection.
   */
  @Bean
  @Order(2)
  SecurityFilterChain everythingElse() {
    return new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE);
  }

  /** The firewall checks paths strictly. Each route checks its own methods: 405 and Allow. */
  @Bean
  HttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }

  /** Answers what the firewall rejects like any other malformed request. */
  @Bean
  RequestRejectedHandler rejectedRequests(ResponseWriter answers) {
    return (request, response, exception) ->
        answers.write(WebhookResponse.of(new Problem.Malformed()), response);
  }

  /** Makes the container's own error pages show nothing but the status. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> plainErrors(RequestMetrics meters) {
    return factory -> {
      factory.addConnectorCustomizers(connector -> connector.setAllowTrace(true));
      factory.addContextCustomizers(
          context -> {
            if (context.getParent() instanceof org.apache.catalina.core.StandardHost host) {
              // The host creates one from the name of the class only if it does not find it.
              host.setErrorReportValveClass(ProblemErrorValve.class.getName());
              host.getPipeline().addValve(new ProblemErrorValve(meters));
            }
          });
    };
  }
}
