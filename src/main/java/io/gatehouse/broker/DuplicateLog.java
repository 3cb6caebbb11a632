package io.gatehouse.broker;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.stereotype.Component;

/**
 * Short entries that the gateways keep on the bus for a time, to recognise duplicates. They are as
 * durable as the events, need no store of their own, and are visible to every gateway at the same
 * broker.
 */
@Component
public class DuplicateLog {

  static final String QUEUE = "gatehouse.notes";

  private static final int MOST_TOGETHER = 100;

  private final List<Waiting> waiting = new ArrayList<>();
  private boolean writing;
  private final JmsTemplate bus;
  private final DurableSender sends;

  DuplicateLog(JmsTemplate busTemplate, DurableSender sends) {
    this.bus = busTemplate;
    this.sends = sends;
  }

  /**
   * Writes an entry; when this is done it is on disk. Entries that arrive while others are being
   * written share a message: with a message each, they would cost as much as their events.
   */
  public CompletableFuture<Void> append(String entry, Duration timeToLive) {
    CompletableFuture<Void> stored = sends.outcome();
    synchronized (waiting) {
      waiting.add(new Waiting(entry, timeToLive, stored));
    }
    writeNext();
    return stored;
  }

  private void writeNext() {
    List<Waiting> batch;
    synchronized (waiting) {
      if (writing || waiting.isEmpty()) {
        return;
      }
      writing = true;
      List<Waiting> first = waiting.subList(0, Math.min(waiting.size(), MOST_TOGETHER));
      batch = List.copyOf(first);
      first.clear();
    }
    String text = batch.stream().map(Waiting::entry).collect(Collectors.joining("\n"));
    Duration longest =
        batch.stream().map(Waiting::timeToLive).max(Comparator.naturalOrder()).orElseThrow();
    sends
        .sendAside(QUEUE, OutgoingMessage.text(QUEUE, text, longest))
        .whenComplete(
            (done, failure) -> {
              synchronized (waiting) {
                writing = false;
              }
              writeNext();
              batch.forEach(one -> one.settle(failure));
            });
  }

  private record Waiting(String entry, Duration timeToLive, CompletableFuture<Void> stored) {

    void settle(Throwable failure) {
      if (failure == null) {
        stored.complete(null);
      } else {
        stored.completeExceptionally(failure);
      }
    }
  }

  /** Reads all entries, the oldest first, and does not remove them. */
  public void readAll(Consumer<String> reader) {
    bus.browse(QUEUE, (session, browser) -> read(browser, reader));
  }

  /** Reads the entries written since, by their gateways' clocks, and does not remove them. */
  public void readSince(Instant time, Consumer<String> reader) {
    bus.browseSelected(
        QUEUE,
        "JMSTimestamp >= " + time.toEpochMilli(),
        (session, browser) -> read(browser, reader));
  }

  private static Void read(QueueBrowser browser, Consumer<String> reader) throws JMSException {
    Enumeration<?> messages = browser.getEnumeration();
    while (messages.hasMoreElements()) {
      text((Message) messages.nextElement()).lines().forEach(reader);
    }
    return null;
  }

  private static String text(Message message) throws JMSException {
    return ((TextMessage) message).getText();
  }
}
