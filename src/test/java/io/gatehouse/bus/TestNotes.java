package io.gatehouse.bus;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.core.MessageCreator;

/** Notes that go nowhere, and how often somebody waited for the disk. */
public final class TestNotes {

  private final AtomicInteger settled = new AtomicInteger();

  public Notes notes() {
    return new Notes(
        null,
        new JmsTemplate() {
          @Override
          public void send(String queue, MessageCreator message) {
            settled.incrementAndGet();
          }

          @Override
          public void afterPropertiesSet() {
            // There is no connection to check.
          }
        });
  }

  public int settled() {
    return settled.get();
  }
}
