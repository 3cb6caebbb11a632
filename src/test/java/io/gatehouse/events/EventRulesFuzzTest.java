package io.gatehouse.events;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.webhook.FakeWebhook;
import io.gatehouse.webhook.UnreadableException;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Any text becomes an event with an id, or is unreadable. */
class EventRulesFuzzTest {

  private static final CamelContext CAMEL = new DefaultCamelContext();
  private static final ObjectMapper JSON = new JsonReading().anyCase();
  private static final EventRules RULES =
      new EventRules(
          CAMEL,
          new EventRules.Written(
              ".Id",
              "[.type, .subject]",
              true,
              Duration.ofHours(2),
              ".subject",
              ".time",
              ".partner",
              ".type"));

  @FuzzTest
  void aTextBecomesAnEventOrIsUnreadable(FuzzedDataProvider data) throws Exception {
    Exchange exchange =
        FakeWebhook.withBody(data.consumeRemainingAsBytes()).in(new DefaultExchange(CAMEL));
    try {
      new ReadText().process(exchange);
      byte[] text = exchange.getMessage().getBody(byte[].class);
      exchange.getMessage().setBody(JSON.readValue(text, JsonNode.class));
      new TakeObject().process(exchange);
    } catch (UnreadableException | JacksonException | NumberFormatException e) {
      return;
    }
    EventRules.Reading reading = RULES.read(exchange);
    CloudEvent event = reading.event(reading.identity().key(), Instant.EPOCH);
    if (event.id().isBlank() || event.id().length() > 256 || event.attributes().containsValue("")) {
      throw new AssertionError("An event that the bus would not take");
    }
  }
}
