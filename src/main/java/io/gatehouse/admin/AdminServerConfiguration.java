package io.gatehouse.admin;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * The operators' server, which has a Spring context of its own: this class is not found by
 * component scanning, but named in {@code META-INF/spring}.
 */
class AdminServerConfiguration {

  @Bean
  static WebServerFactoryCustomizer<TomcatServletWebServerFactory> operatorsErrors(
      Environment environment) {
    return new Errors(ManagementPortType.get(environment) == ManagementPortType.DIFFERENT);
  }

  /** After Spring's own, which names a page that only forwards to another. */
  private record Errors(boolean isOwnServer)
      implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
      if (!isOwnServer) {
        return;
      }
      factory.getErrorPages().clear();
      factory.addContextCustomizers(
          context -> {
            if (context.getParent() instanceof StandardHost host) {
              host.setErrorReportValveClass(ProblemValve.class.getName());
            }
          });
    }

    @Override
    public int getOrder() {
      return LOWEST_PRECEDENCE;
    }
  }
}
