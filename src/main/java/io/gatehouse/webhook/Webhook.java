package io.gatehouse.webhook;

import io.gatehouse.tracing.TraceStage;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * One vendor's request, and what its route has made of it so far. It is the only exchange property
 * of an event's way in, so that none of it, no header and no query parameter, is in the Camel
 * message unless a step copies it from here by name.
 */
public abstract class Webhook {

  private static final String PROPERTY = "gatehouse.webhook";

  private final String vendor;
  private final String path;
  private final BodyMemoryLimiter.Share memory;
  private final TraceStage stage;
  private boolean authentic;
  private byte[] text;
  private Publication publication;
  private Receipt receipt;
  private volatile ResponseListener whenAnswered = done -> {};

  /**
   * A request at the beginning of its route.
   *
   * @param memory from which {@link #reserve} takes; closed when the request is over
   * @param stage the stage of the event's trace that the request is
   */
  protected Webhook(String vendor, String path, BodyMemoryLimiter.Share memory, TraceStage stage) {
    this.vendor = Objects.requireNonNull(vendor, "vendor");
    this.path = Objects.requireNonNull(path, "path");
    this.memory = memory;
    this.stage = stage;
  }

  /** Returns the webhook of an exchange. */
  public static Webhook of(Exchange exchange) {
    Webhook webhook = exchange.getProperty(PROPERTY, Webhook.class);
    if (webhook == null) {
      throw new IllegalStateException(
          "This step belongs in a route that starts with platform-http: there is no webhook");
    }
    return webhook;
  }

  /** Sends this request through a route with the exchange. */
  public void enter(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
  }

  /** The vendor whose route received the request: the name of its route file. */
  public String vendor() {
    return vendor;
  }

  /** The request's path, exactly as the route declares it. */
  public String path() {
    return path;
  }

  /** The address that sent the request, after trusted proxies have been resolved. */
  public abstract InetAddress source();

  /** All values of a request header, in the order of arrival; empty if it is missing. */
  public abstract List<String> header(String name);

  /** All decoded values of a query parameter, in the order of arrival; empty if it is missing. */
  public abstract List<String> query(String name);

  /**
   * Allows a body of at most this many bytes, and immediately refuses one that declares a larger
   * size.
   *
   * @throws RefusedException with {@link Problem.TooLarge}
   */
  public abstract void limitBody(long bytes);

  /**
   * Receives the whole body, up to the limit, without holding a thread. None of it is read before.
   * {@link BodyProcessor} does this for its step.
   *
   * @param whenReceived runs later, on any thread, if the body is still being received; {@link
   *     #body()} then returns it, or throws why it did not arrive
   * @return true if the body has already been received; {@code whenReceived} does not run then
   * @throws RefusedException if the body is too large, encoded, or not declared to be JSON
   */
  public boolean receiveBody(Runnable whenReceived) {
    return true;
  }

  /**
   * The body as it was sent. The array must not be changed.
   *
   * @throws RefusedException if it did not arrive as it should: too large, too slow, interrupted
   * @throws IllegalStateException if it has not been received, see {@link BodyProcessor}
   */
  public abstract byte[] body();

  /**
   * Reserves memory for what is made from the body, before it is allocated. It is given back when
   * the request is over.
   *
   * @param bytes how many more bytes are needed
   * @throws RefusedException with {@link Problem.Unavailable}, if too little is left now
   * @throws UnreadableException with the reason {@code too-dense}, if the request would have more
   *     than one request may ever have
   */
  public final void reserve(long bytes) {
    memory.take(bytes);
  }

  /** Gives back the memory of the request, which is over. */
  protected final void release() {
    memory.close();
  }

  /** The declared content type; it is a JSON type once the body has been read. */
  public abstract String contentType();

  /** Whether a credentials step has authenticated the sender. */
  public boolean authentic() {
    return authentic;
  }

  /**
   * Marks the sender as authenticated. From here on rule 2 holds: no authentic request is refused.
   */
  public void markAuthentic() {
    authentic = true;
  }

  /**
   * The receipt of the first time, if the request is being replayed through its route. The sender
   * was authenticated then, so no step checks its credentials again. Empty for a new request.
   */
  public Optional<FirstReceipt> firstReceipt() {
    return Optional.empty();
  }

  /** The stage of the event's trace that this request is. */
  public TraceStage stage() {
    return stage;
  }

  /**
   * The vendor's text in UTF-8, decrypted and otherwise unchanged; null before it has been read.
   */
  public byte[] text() {
    return text;
  }

  /** Sets the text that goes to the bus. */
  public void setText(byte[] text) {
    this.text = text;
  }

  /** The event that the route publishes; null before. */
  public Publication publication() {
    return publication;
  }

  /** Sets the event that the route publishes next. */
  public void setPublication(Publication publication) {
    this.publication = publication;
  }

  /** Sets the receipt for an event that is on disk. */
  public void setReceipt(Receipt receipt) {
    this.receipt = receipt;
  }

  /** The receipt for the sender; empty unless the event is on disk (rule 1). */
  public Optional<Receipt> receipt() {
    return Optional.ofNullable(receipt);
  }

  /** Registers a listener that learns whether the 200 was sent. */
  public void whenAnswered(ResponseListener listener) {
    whenAnswered = listener;
  }

  /** Reports whether the 200 was sent. */
  protected final void answered(boolean done) {
    whenAnswered.written(done);
  }
}
