package io.gatehouse.delivery;

import static io.gatehouse.delivery.Receivers.await;
import static io.gatehouse.delivery.Receivers.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import java.nio.file.Path;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that no gateway wrote, in a queue that delivery reads. */
class BusMessagesTest {

  @TempDir private static Path folder;

  private static Receivers receivers;

  @BeforeAll
  static void start() {
    receivers = Receivers.with(folder).start();
  }

  @AfterAll
  static void stop() {
    receivers.close();
  }

  /** A value whose deserialisation would be noticed. */
  static final class Bomb implements java.io.Serializable {

    private static final long serialVersionUID = 1L;
    private static volatile boolean exploded;

    private void readObject(java.io.ObjectInputStream in) {
      exploded = true;
    }
  }

  private interface Making {
    Message with(Session session) throws JMSException;
  }

  private static void put(Making making) throws JMSException {
    try (ActiveMQConnectionFactory factory = factory();
        Connection connection = factory.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      session.createProducer(session.createQueue("kyc.identity")).send(making.with(session));
    }
  }

  private static ActiveMQConnectionFactory factory() {
    return new ActiveMQConnectionFactory(
        "tcp://127.0.0.1:" + receivers.gateway().brokerPort(), "bus", "bus");
  }

  private static Message marked(Message message, String id) throws JMSException {
    message.setStringProperty("cloudEvents_specversion", "1.0");
    message.setStringProperty("cloudEvents_id", id);
    message.setStringProperty("cloudEvents_source", "/test");
    message.setStringProperty("cloudEvents_type", "kyc.identity.approved");
    return message;
  }

  @Test
  void anObjectMessageBecomesADeadLetterWithoutBeingReadBack() throws JMSException {
    String id = id("object");
    put(session -> marked(session.createObjectMessage(new Bomb()), id));

    try (ActiveMQConnectionFactory factory = factory();
        Connection connection = factory.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer =
            session.createConsumer(
                session.createQueue("kyc.dead-letter"), "cloudEvents_id = '" + id + "'")) {
      connection.start();
      Message deadLetter = consumer.receive(20_000);
      assertThat(deadLetter).isInstanceOf(ObjectMessage.class);
      assertThat(deadLetter.getStringProperty("cloudEvents_reason")).isEqualTo("unreadable");
    }
    assertThat(Bomb.exploded).isFalse();
    assertThat(receivers.requestsOf(id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CamelHttpUri",
        "CAmelHttpUri",
        "camelhttpuri",
        "CamelHttpPath",
        "CamelHttpQuery",
        "CamelHttpMethod",
        "CamelHttpRawQuery",
        "CamelHttpHost",
        "Authorization",
        "Host",
        "X_Marked",
        "CamelJmsDestinationName",
        "CamelRestHttpUri",
        "JMS_AMQP_CamelHttpUri"
      })
  void aPropertyOfTheMessageChangesNothingOfTheRequest(String property) throws JMSException {
    String id = id("property");
    put(
        session -> {
          Message message = marked(session.createTextMessage("{\"a\":1}"), id);
          message.setStringProperty(property, "http://127.0.0.1:1/{{crm.token}}");
          return message;
        });

    await().until(() -> receivers.requestsOf(id).size() == 1);
    LoggedRequest request = receivers.requestsOf(id).get(0);
    assertThat(request.getUrl()).isEqualTo("/events");
    assertThat(request.getMethod().getName()).isEqualTo("POST");
    assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + Receivers.TOKEN);
    assertThat(request.getHeaders().all())
        .noneMatch(header -> header.values().toString().contains("127.0.0.1:1/"));
  }

  @Test
  void aByteOrderMarkInFrontOfTheDataDoesNotBreakTheEvent() throws JMSException {
    String id = id("mark");
    put(session -> marked(session.createTextMessage("\uFEFF{\"a\":1.50}"), id));

    await().until(() -> receivers.requestsOf(id).size() == 1);
    assertThat(receivers.requestsOf(id).get(0).getBodyAsString())
        .endsWith("\"data\":{\"a\":1.50}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain words", "{\"a\":1}, \"id\":\"forged\"", "{", "", "{}{}"})
  void textThatIsNoJsonIsAStringAndCannotAddAttributes(String text) throws JMSException {
    String id = id("words");
    put(session -> marked(session.createTextMessage(text), id));

    await().until(() -> receivers.requestsOf(id).size() == 1);
    assertThat(Receivers.json(receivers.requestsOf(id).get(0)).path("data").asText())
        .isEqualTo(text);
  }

  @Test
  void aPropertyWithAnAttributesPrefixIsAnAttributeAndNoHeader() throws JMSException {
    String id = id("attribute");
    put(
        session -> {
          Message message = marked(session.createTextMessage("{\"a\":1}"), id);
          message.setStringProperty("cloudEvents_extra", "kept");
          return message;
        });

    await().until(() -> receivers.requestsOf(id).size() == 1);
    assertThat(Receivers.json(receivers.requestsOf(id).get(0)).path("extra").asText())
        .isEqualTo("kept");
  }

  @Test
  void aKeyThatIsNoHeaderTextIsEncodedTheSameEachTime() throws JMSException {
    String id = "ключ 1%" + id("key");
    put(session -> marked(session.createTextMessage("{}"), id));

    String key = DeliverHttp.headerText(id);
    await().until(() -> receivers.requestsOf(key).size() == 1);
    assertThat(key).startsWith("%D0%BA%D0%BB%D1%8E%D1%87%201%25key-");
  }
}
