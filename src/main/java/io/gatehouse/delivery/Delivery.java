package io.gatehouse.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatehouse.delivery.DeliveryOutcome.NotDeliveredException;
import io.gatehouse.delivery.ResponseCheck.RetryableCodes;
import io.gatehouse.httpclient.BearerSources.BearerSource;
import io.gatehouse.tracing.TraceStage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** One event and its delivery to one receiving system. */
public final class Delivery {

  private static final String PROPERTY = "gatehouse.delivery";

  private static final int ROOM_FOR_ATTRIBUTES = 2048;
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final String receiver;
  private final QueuedEvent event;
  private State state;
  private boolean superseded;
  private boolean skipped;
  private Call call = Call.NONE;
  private byte[] cloudEvent;
  private TraceStage stage = TraceStage.UNTRACED;
  private long begun;

  /**
   * The state that an event reports of its subject, and when that state began.
   *
   * @param family the name of the states that follow one another
   */
  record State(String family, java.time.Instant since) {}

  /**
   * How the event was sent to the receiver.
   *
   * @param bearer of the token that the request carried, to be discarded if the receiver rejects it
   * @param conflictsInKeyOnly whether a conflict can only be about the idempotency key: a
   *     CloudEvent is new each time, while an update of a record may conflict with another update
   * @param again codes in an error response after which another attempt may succeed
   */
  record Call(Optional<BearerSource> bearer, boolean conflictsInKeyOnly, RetryableCodes again) {

    /** What holds for a request that another step than {@code deliver-http} has made. */
    private static final Call NONE = new Call(Optional.empty(), false, RetryableCodes.NONE);
  }

  Delivery(String receiver, QueuedEvent event) {
    this.receiver = receiver;
    this.event = event;
  }

  /** The delivery of an exchange. */
  static Delivery of(Exchange exchange) {
    Delivery delivery = exchange.getProperty(PROPERTY, Delivery.class);
    if (delivery == null) {
      throw new IllegalStateException(
          "This step belongs in a route that starts with kamelet:take-from-queue");
    }
    return delivery;
  }

  /** Starts the call to the receiver, in this stage of the event's trace. */
  void begin(TraceStage attempt) {
    stage = attempt;
    begun = System.nanoTime();
  }

  TraceStage stage() {
    return stage;
  }

  /** The duration of the call to the receiver. */
  Duration taken() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** The value of the request's header {@code traceparent}; null if the event has none. */
  String traceparent() {
    return stage.traceparentAfter(event.traceparent());
  }

  void travelWith(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
  }

  /** The receiving system's name: its queue's without the prefix {@code deliver.}. */
  String receiver() {
    return receiver;
  }

  QueuedEvent event() {
    return event;
  }

  /**
   * Sets the state that the event reports, so that older ones are recognised once it is delivered.
   */
  void setState(State state) {
    this.state = state;
  }

  Optional<State> state() {
    return Optional.ofNullable(state);
  }

  /** Records how the event is sent. */
  void setCall(Call call) {
    this.call = call;
  }

  Call call() {
    return call;
  }

  /** Marks the event as one that the receiver does not need. */
  void skip() {
    skipped = true;
  }

  boolean isSkipped() {
    return skipped;
  }

  /** Marks the event as superseded: the receiver already knows something newer. */
  void supersede() {
    superseded = true;
    cloudEvent = null;
  }

  boolean isSuperseded() {
    return superseded;
  }

  /**
   * The event in CloudEvents' structured JSON mode, in UTF-8, with the vendor's JSON unchanged.
   * Binary data is in {@code data_base64} (CloudEvents JSON format 1.0, section 3.1).
   */
  byte[] cloudEvent() {
    if (cloudEvent == null) {
      cloudEvent = writeCloudEvent();
    }
    return cloudEvent;
  }

  private byte[] writeCloudEvent() {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(event.data().length + ROOM_FOR_ATTRIBUTES);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
        json.writeStringField(attribute.getKey(), attribute.getValue());
      }
      if (superseded) {
        json.writeBooleanField("superseded", true);
      }
      json.writeStringField("datacontenttype", event.contentType());
      if (event.isText()) {
        json.writeFieldName("data");
        writeData(json, bytes, event.data());
      } else {
        json.writeBinaryField("data_base64", event.data());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A writer into memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void writeData(JsonGenerator json, OutputStream out, byte[] text)
      throws IOException {
    int begin = startsWithMark(text) ? MARK.length : 0;
    if (isJson(text, begin)) {
      // The generator accepts strings only, and a large text should not become one.
      json.writeRawValue("");
      json.flush();
      out.write(text, begin, text.length - begin);
    } else {
      json.writeString(new String(text, begin, text.length - begin, StandardCharsets.UTF_8));
    }
  }

  /** A byte-order mark is allowed at the start of a text, and not inside one (RFC 8259, 8.1). */
  private static boolean startsWithMark(byte[] text) {
    return text.length >= MARK.length && Arrays.equals(text, 0, MARK.length, MARK, 0, MARK.length);
  }

  private static boolean isJson(byte[] text, int begin) {
    // Given bytes, Jackson would take zeros in between for UTF-16.
    Reader reader =
        new InputStreamReader(
            new ByteArrayInputStream(text, begin, text.length - begin), StandardCharsets.UTF_8);
    try (JsonParser parser = JSON.createParser(reader)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The same as a tree, for a mapping.
   *
   * @throws NotDeliveredException if the data is not JSON
   */
  JsonNode tree() {
    try {
      return JSON.readTree(cloudEvent());
    } catch (IOException e) {
      throw new NotDeliveredException(DeliveryOutcome.Never.unmappable());
    }
  }
}
