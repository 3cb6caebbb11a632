package io.gatehouse.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.webhook.UnreadableException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * The second half of the kamelet {@code read-json}: an event is a JSON object. A single object in
 * an array is unwrapped.
 */
@Component("take-object")
public class TakeObject implements Processor {

  @Override
  public void process(Exchange exchange) {
    JsonNode json = exchange.getMessage().getBody(JsonNode.class);
    if (json != null && json.isArray() && json.size() == 1) {
      json = json.get(0);
    }
    if (json == null || !json.isObject()) {
      throw new UnreadableException("not-an-object");
    }
    exchange.getMessage().setBody(json);
  }
}
