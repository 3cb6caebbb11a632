package io.gatehouse.registration;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The step behind the kamelet {@code read-answer}: status, message and JSON of an API's response.
 */
public final class ReadAnswer implements Processor {

  private static final int LARGEST = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What may be shown to an operator: one or two sentences, without control characters. */
  private static final Pattern PRINTABLE = Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S} ]{1,200}");

  @Override
  public void process(Exchange exchange) throws IOException {
    Message answer = exchange.getMessage();
    int status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    JsonNode json = json(answer);
    String message = json.path("message").asText("");
    exchange.setVariable("status", status);
    exchange.setVariable("message", PRINTABLE.matcher(message).matches() ? message : "");
    answer.removeHeaders("*");
    answer.setBody(json);
  }

  private static JsonNode json(Message answer) throws IOException {
    try (InputStream body = answer.getBody(InputStream.class)) {
      byte[] bytes = body == null ? new byte[0] : body.readNBytes(LARGEST);
      JsonNode json = JSON.readTree(bytes);
      return json.isObject() ? json : JSON.createObjectNode();
    } catch (JacksonException e) {
      return JSON.createObjectNode();
    }
  }
}
