package io.gatehouse.custody;

import jakarta.jms.ConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Camel's {@code jms} component as Gatehouse uses it. */
@Configuration(proxyBeanMethods = false)
class BusEndpoint {

  @Bean("jms")
  JmsComponent jms(ConnectionFactory busConnections) {
    JmsComponent jms = new JmsComponent();
    jms.setAutowiredEnabled(false);
    jms.setConnectionFactory(busConnections);
    jms.setHeaderFilterStrategy(new BusMessage.AllowedHeaders());
    jms.setDeliveryPersistent(true);
    jms.setDisableReplyTo(true);
    return jms;
  }
}
