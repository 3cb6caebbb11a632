package io.gatehouse.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Changes the properties of each message before it is sent. */
public final class ChangedProperties implements BeanPostProcessor {

  private final Consumer<Map<String, Object>> change;

  public ChangedProperties(Consumer<Map<String, Object>> change) {
    this.change = change;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof DurableSender sender ? new Changed(sender) : bean;
  }

  private final class Changed extends DurableSender {

    private final DurableSender sender;

    Changed(DurableSender sender) {
      super(List.of(), Duration.ofMinutes(1));
      this.sender = sender;
    }

    @Override
    public void send(String key, OutgoingMessage message, CompletableFuture<Void> confirmed) {
      Map<String, Object> properties = new HashMap<>(message.properties());
      change.accept(properties);
      sender.send(
          key,
          new OutgoingMessage(message.queue(), message.body(), properties, message.timeToLive()),
          confirmed);
    }

    @Override
    List<SendProgress> progress() {
      return sender.progress();
    }

    @Override
    CompletableFuture<Void> sendAside(String key, OutgoingMessage message) {
      return sender.sendAside(key, message);
    }

    @Override
    CompletableFuture<Void> outcome() {
      return sender.outcome();
    }

    @Override
    public void destroy() {
      sender.destroy();
      super.destroy();
    }
  }
}
