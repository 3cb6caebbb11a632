package io.gatehouse.admin;

import io.gatehouse.settings.Secrets;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** Applies {@link OperatorAccess} to every endpoint that monitoring does not need. */
@Configuration(proxyBeanMethods = false)
class AdminSecurityConfiguration {

  @Bean
  @Order(0)
  SecurityFilterChain operatorsChain(HttpSecurity http, Secrets secrets) throws Exception {
    return http.securityMatcher(
            EndpointRequest.toAnyEndpoint().excluding("health", "prometheus").excludingLinks())
        .addFilterAt(new OperatorAccess(secrets), AuthorizationFilter.class)
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .build();
  }
}
