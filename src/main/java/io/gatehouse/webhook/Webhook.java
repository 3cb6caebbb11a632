package io.gatehouse.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * One vendor's request. It is an exchange property, so that none of it, no header and no query
 * parameter, is in the Camel message unless a step copies it from here by name.
 */
public interface Webhook {

  /** The exchange property that holds the webhook. */
  String PROPERTY = "gatehouse.webhook";

  /** The vendor whose route received the request: the name of its route file. */
  String vendor();

  /** The request's path, exactly as the route declares it. */
  String path();

  /** The address that sent the request, after trusted proxies have been resolved. */
  InetAddress source();

  /** All values of a request header, in the order of arrival; empty if it is missing. */
  List<String> header(String name);

  /** All decoded values of a query parameter, in the order of arrival; empty if it is missing. */
  List<String> query(String name);

  /**
   * Allows a body of at most this many bytes, and immediately refuses one that declares a larger
   * size.
   *
   * @throws RefusedException with {@link Refusal.TooLarge}
   */
  void limitBody(long bytes);

  /**
   * Receives the whole body, up to the limit, without holding a thread. None of it is read before.
   * {@link BodyProcessor} does this for its step.
   *
   * @param whenReceived runs later, on any thread, if the body is still being received; {@link
   *     #body()} then returns it, or throws why it did not arrive
   * @return true if the body has already been received; {@code whenReceived} does not run then
   * @throws RefusedException if the body is too large, encoded, or not declared to be JSON
   */
  default boolean receiveBody(Runnable whenReceived) {
    return true;
  }

  /**
   * The body as it was sent. The array must not be changed.
   *
   * @throws RefusedException if it did not arrive as it should: too large, too slow, interrupted
   * @throws IllegalStateException if it has not been received, see {@link BodyProcessor}
   */
  byte[] body();

  /**
   * Reserves memory for what is made from the body, before it is allocated. It is given back when
   * the request is over.
   *
   * @param bytes how many more bytes are needed
   * @throws RefusedException with {@link Refusal.Unavailable}, if too little is left now
   * @throws UnreadableException with the reason {@code too-dense}, if the request would have more
   *     than one request may ever have
   */
  void reserve(long bytes);

  /** The declared content type; it is a JSON type once the body has been read. */
  String contentType();

  /** Whether a credentials step has authenticated the sender. */
  boolean authentic();

  /**
   * Marks the sender as authenticated. From here on rule 2 holds: no authentic request is refused.
   */
  void markAuthentic();

  /**
   * The receipt of the first time, if the request is being replayed through its route. The sender
   * was authenticated then, so no step checks its credentials again. Empty for a new request.
   */
  default Optional<FirstReceipt> firstReceipt() {
    return Optional.empty();
  }

  /**
   * Registers a listener that learns whether the 200 was sent. A webhook without a connection never
   * calls it.
   */
  default void whenAnswered(ResponseListener listener) {}

  /** Returns the webhook of an exchange. */
  static Webhook of(Exchange exchange) {
    Webhook webhook = exchange.getProperty(PROPERTY, Webhook.class);
    if (webhook == null) {
      throw new IllegalStateException(
          "This step belongs into a route that starts with platform-http: there is no webhook");
    }
    return webhook;
  }
}
