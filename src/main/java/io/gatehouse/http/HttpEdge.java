package io.gatehouse.http;

import io.gatehouse.address.TrustedProxies;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/** Puts the webhook servlet into the container, and shuts what vendors do not need. */
@Configuration(proxyBeanMethods = false)
class HttpEdge {

  /** How long a sender may be silent in the middle of a body. */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  @Bean
  ServletRegistrationBean<WebhookServlet> webhookServlet(
      Doors doors,
      Opening opening,
      TrustedProxies proxies,
      SenderLimits limits,
      Answers answers,
      @Value("${gatehouse.http.most-in-flight:160}") int mostInFlight) {
    ServletRegistrationBean<WebhookServlet> registration =
        new ServletRegistrationBean<>(
            new WebhookServlet(
                doors, opening, proxies, limits, answers, new Semaphore(mostInFlight)),
            "/*");
    registration.setName("webhooks");
    registration.setAsyncSupported(true);
    return registration;
  }

  @Bean
  FilterRegistrationBean<TokenRequests> tokenRequests(
      TrustedProxies proxies, SenderLimits limits, Answers answers) {
    FilterRegistrationBean<TokenRequests> registration =
        new FilterRegistrationBean<>(new TokenRequests(proxies, limits, answers));
    registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER - 1);
    return registration;
  }

  /** Webhooks prove themselves in their routes; here only the firewall in front applies. */
  @Bean
  @Order(2)
  SecurityFilterChain webhookChain(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .headers(AbstractHttpConfigurer::disable)
        .securityContext(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .build();
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
