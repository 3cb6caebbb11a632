package io.gatehouse.routes.deployment;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.camel.CamelContext;
import org.apache.camel.ManagementStatisticsLevel;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Turns off work for each exchange whose result nobody uses.
 *
 * <p>Camel copies an exchange for each kamelet that it passes, and back again, unless kamelets
 * count as first-class routes; for that, Camel asks its management agent, which exists with JMX
 * only. It also emits an event for each step once anybody listens for events, as Spring Boot does
 * to learn of the start.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ExchangeOptimization implements CamelContextConfiguration {

  @Override
  public void beforeApplicationStart(CamelContext context) {
    Class<?> agent = ManagementAgent.class;
    context
        .getManagementStrategy()
        .setManagementAgent(
            (ManagementAgent)
                Proxy.newProxyInstance(
                    agent.getClassLoader(), new Class<?>[] {agent}, ExchangeOptimization::answer));
  }

  @Override
  public void afterApplicationStart(CamelContext context) {
    context.getCamelContextExtension().setEventNotificationApplicable(false);
  }

  /** An agent that manages nothing. */
  private static Object answer(Object agent, Method question, Object[] arguments) {
    return switch (question.getName()) {
      case "getRegisterRoutesCreateByKamelet", "getRegisterRoutesCreateByTemplate" -> true;
      case "getStatisticsLevel" -> ManagementStatisticsLevel.Off;
      case "equals" -> agent == arguments[0];
      case "hashCode" -> System.identityHashCode(agent);
      case "toString" -> "manages nothing";
      default -> isYesOrNo(question) ? false : null;
    };
  }

  private static boolean isYesOrNo(Method question) {
    return question.getReturnType() == Boolean.class || question.getReturnType() == boolean.class;
  }
}
