package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import io.gatehouse.tools.contract.Contract;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.message.JmsTextMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsTextMessageFacade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An event is the same to every kind of consumer. */
class BusConsumersTest {

  private static final Gateway GATEWAY = Gateway.shared();

  static Stream<jakarta.jms.ConnectionFactory> clients() throws JMSException {
    return Stream.of(
        new ActiveMQConnectionFactory("tcp://127.0.0.1:" + GATEWAY.brokerPort()),
        new JmsConnectionFactory("amqp://127.0.0.1:" + GATEWAY.brokerPort()));
  }

  private static String send(String submission) {
    return GATEWAY
        .send(
            Request.post("/webhooks/argos?key=local-argos-key")
                .body(
                    "{\"webhook_trigger\":\"delete\",\"submission_id\":\""
                        + submission
                        + "\",\"delete_time\":\"2024-08-05 08:30:00\",\"comment\":\"Åsa 한국어\"}"))
        .id();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aConsumerReadsTheEventOverItsOwnProtocol(jakarta.jms.ConnectionFactory client)
      throws JMSException {
    String subject = "sb_" + client.getClass().getSimpleName();
    String id = send(subject);

    try (Connection connection = client.createConnection("bus", "bus");
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer =
            session.createConsumer(
                session.createQueue("kyc.identity"), "cloudEvents_id = '" + id + "'")) {
      connection.start();
      Message message = consumer.receive(5000);

      assertThat(message.getJMSDeliveryMode()).isEqualTo(jakarta.jms.DeliveryMode.PERSISTENT);
      assertThat(message.getStringProperty("cloudEvents_specversion")).isEqualTo("1.0");
      assertThat(message.getStringProperty("cloudEvents_type")).isEqualTo("kyc.identity.deleted");
      assertThat(message.getStringProperty("cloudEvents_source")).isEqualTo("/argos");
      assertThat(message.getStringProperty("cloudEvents_subject")).isEqualTo(subject);
      assertThat(message.getStringProperty("cloudEvents_time")).isEqualTo("2024-08-05T08:30:00Z");
      assertThat(message.getStringProperty("cloudEvents_traceparent"))
          .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
      assertThat(message.getStringProperty("JMSXGroupID")).isEqualTo("argos " + subject);
      assertThat(((TextMessage) message).getText()).contains("\"Åsa 한국어\"");
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void whatAConsumerReadsIsWhatTheContractSays(jakarta.jms.ConnectionFactory client)
      throws JMSException {
    String id = send("sb_contract_" + client.getClass().getSimpleName());

    try (Connection connection = client.createConnection("bus", "bus");
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer =
            session.createConsumer(
                session.createQueue("kyc.identity"), "cloudEvents_id = '" + id + "'")) {
      connection.start();
      Message message = consumer.receive(5000);

      Map<String, Object> properties = new TreeMap<>();
      Enumeration<?> names = message.getPropertyNames();
      while (names.hasMoreElements()) {
        String name = (String) names.nextElement();
        properties.put(name, message.getObjectProperty(name));
      }
      assertThat(properties).containsKeys("cloudEvents_id", "cloudEvents_subject");
      assertThat(
              Contract.committed()
                  .faults("kyc.identity", properties, ((TextMessage) message).getText()))
          .isEmpty();
    }
  }

  @Test
  void anAmqpConsumerSeesTheContentType() throws JMSException {
    String id = send("sb_content_type");
    try (Connection connection =
            new JmsConnectionFactory("amqp://127.0.0.1:" + GATEWAY.brokerPort())
                .createConnection("bus", "bus");
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer =
            session.createConsumer(
                session.createQueue("kyc.identity"), "cloudEvents_id = '" + id + "'")) {
      connection.start();
      JmsTextMessage message = (JmsTextMessage) consumer.receive(5000);

      AmqpJmsTextMessageFacade amqp = (AmqpJmsTextMessageFacade) message.getFacade();
      assertThat(amqp.getContentType().toString()).isEqualTo("application/json");
    }
  }
}
