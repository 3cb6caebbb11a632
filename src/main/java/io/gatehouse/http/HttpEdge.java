package io.gatehouse.http;

import io.gatehouse.address.TrustedProxies;
import io.gatehouse.tracing.Tracing;
import io.gatehouse.webhook.BodyBudget;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.AbstractSecurityWebApplicationInitializer;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.web.filter.CharacterEncodingFilter;
import org.springframework.web.filter.RequestContextFilter;

/** Puts the webhook servlet into the container, and shuts what vendors do not need. */
@Configuration(proxyBeanMethods = false)
class HttpEdge {

  /** How long a sender may be silent in the middle of a body. */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private static final String TOKENS = "/oauth2/*";

  @Bean
  ServletRegistrationBean<WebhookServlet> webhookServlet(
      Doors doors,
      Opening opening,
      TrustedProxies proxies,
      SenderLimits limits,
      Answers answers,
      HttpFirewall firewall,
      RequestMeters meters,
      Tracing tracing,
      BodyBudget bodies,
      @Value("${gatehouse.http.most-in-flight:160}") int mostInFlight) {
    ServletRegistrationBean<WebhookServlet> registration =
        new ServletRegistrationBean<>(
            new WebhookServlet(
                new Entrance(firewall, opening, doors),
                proxies,
                limits,
                answers,
                meters,
                tracing,
                new Semaphore(mostInFlight),
                bodies),
            "/*");
    registration.setName("webhooks");
    registration.setAsyncSupported(true);
    return registration;
  }

  @Bean
  FilterRegistrationBean<TokenRequests> tokenRequests(
      TrustedProxies proxies, SenderLimits limits, Answers answers, RequestMeters meters) {
    FilterRegistrationBean<TokenRequests> registration =
        new FilterRegistrationBean<>(new TokenRequests(proxies, limits, answers, meters));
    registration.addUrlPatterns(TOKENS);
    registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER - 1);
    return registration;
  }

  /** Vendors' requests prove themselves in their routes; Spring Security is for tokens alone. */
  @Bean
  DelegatingFilterProxyRegistrationBean tokenSecurity() {
    DelegatingFilterProxyRegistrationBean registration =
        new DelegatingFilterProxyRegistrationBean(
            AbstractSecurityWebApplicationInitializer.DEFAULT_FILTER_NAME);
    registration.addUrlPatterns(TOKENS);
    registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER);
    return registration;
  }

  /** RFC 6749, appendix B: the form fields of a request for a token are UTF-8. */
  @Bean
  FilterRegistrationBean<CharacterEncodingFilter> tokenEncoding() {
    FilterRegistrationBean<CharacterEncodingFilter> registration =
        new FilterRegistrationBean<>(new CharacterEncodingFilter("UTF-8"));
    registration.addUrlPatterns(TOKENS);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  /** Nothing here asks for the current request. */
  @Bean
  FilterRegistrationBean<RequestContextFilter> noRequestContext() {
    FilterRegistrationBean<RequestContextFilter> registration =
        new FilterRegistrationBean<>(new RequestContextFilter());
    registration.setEnabled(false);
    return registration;
  }

  /** What is not for the token endpoint is the servlet's to answer, and operators' to guard. */
  @Bean
  @Order(2)
  SecurityFilterChain everythingElse() {
    return new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE);
  }

  /** Of paths the firewall is strict; which methods there are, each door says: 405 and Allow. */
  @Bean
  HttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }

  /** Answers what the firewall finds suspicious like any other broken request. */
  @Bean
  RequestRejectedHandler rejectedRequests(Answers answers) {
    return (request, response, exception) ->
        answers.write(Answer.of(new io.gatehouse.webhook.Refusal.Malformed()), response);
  }

  /** Makes the container's own error pages say nothing but the status. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> plainErrors() {
    return factory -> {
      factory.addConnectorCustomizers(connector -> connector.setAllowTrace(true));
      factory.addContextCustomizers(
          context -> {
            if (context.getParent() instanceof org.apache.catalina.core.StandardHost host) {
              host.setErrorReportValveClass(PlainErrors.class.getName());
            }
          });
    };
  }

  /** Otherwise a silence in a body may be as long as one between requests. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> shortPauses() {
    return factory ->
        factory.addConnectorCustomizers(
            connector -> {
              if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                http.setDisableUploadTimeout(false);
                http.setConnectionUploadTimeout((int) LONGEST_PAUSE.toMillis());
              }
            });
  }
}
