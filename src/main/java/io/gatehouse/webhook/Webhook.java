package io.gatehouse.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * One vendor's request. It travels as an exchange property, so that nothing of it, no header and no
 * query parameter, is in the Camel message unless a step takes it from here by name.
 */
public interface Webhook {

  /** The exchange property that holds the webhook. */
  String PROPERTY = "gatehouse.webhook";

  /** Which vendor's route took the request: the name of its route file. */
  String vendor();

  /** The path the request came to, exactly as the route declares it. */
  String path();

  /** Whose address the request came from, once trusted proxies are looked through. */
  InetAddress source();

  /** Every value of a request header, in the order of arrival; empty where it is missing. */
  List<String> header(String name);

  /** Every decoded value of a query parameter, in the order of arrival; empty where missing. */
  List<String> query(String name);

  /**
   * Allows a body of at most this many bytes, and refuses at once one that declares to be larger.
   *
   * @throws RefusedException with {@link Refusal.TooLarge}
   */
  void limitBody(long bytes);

  /**
   * Has the whole body received, up to the limit, without holding a thread. Nothing of it is read
   * before. A {@link BodyProcessor} does this for its step.
   *
   * @param whenReceived runs later, on any thread, where the body is still on its way; then {@link
   *     #body()} has it, or says why it does not come
   * @return whether the body is there already; {@code whenReceived} does not run then
   * @throws RefusedException where the body is too large, encoded, or not declared to be JSON
   */
  default boolean receiveBody(Runnable whenReceived) {
    return true;
  }

  /**
   * The body as it was sent. The array is not to be changed.
   *
   * @throws RefusedException where it did not come as it should: too large, too slow, broken off
   * @throws IllegalStateException where it has not been received, see {@link BodyProcessor}
   */
  byte[] body();

  /**
   * Sets memory aside for what becomes of the body, before it is taken; it is given back when the
   * request is over.
   *
   * @param bytes how much more it is to be
   * @throws RefusedException with {@link Refusal.Unavailable}, where too little is left now
   * @throws UnreadableException with the reason {@code too-dense}, where the request would have
   *     more than one request may ever have
   */
  void reserve(long bytes);

  /** What the body is declared to be; a JSON type, once the body has been read. */
  String contentType();

  /** Whether a credentials step has found the sender to be who it should be. */
  boolean authentic();

  /** Says that the sender has proved who it is; from here on rule 2 (custody is total) holds. */
  void vouchFor();

  /**
   * How the request came the first time, where it is put through its route again; it was proved
   * then, so no step asks it for proof. Nothing where it comes now.
   */
  default Optional<FirstReceipt> earlier() {
    return Optional.empty();
  }

  /**
   * Has the listener told what becomes of the 200 to the sender. A webhook without a connection
   * tells nobody.
   */
  default void whenAnswered(ResponseListener listener) {}

  /** The webhook that an exchange carries. */
  static Webhook of(Exchange exchange) {
    Webhook webhook = exchange.getProperty(PROPERTY, Webhook.class);
    if (webhook == null) {
      throw new IllegalStateException(
          "This step belongs into a route that starts with platform-http: there is no webhook");
    }
    return webhook;
  }
}
