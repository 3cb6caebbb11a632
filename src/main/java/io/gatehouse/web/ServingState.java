package io.gatehouse.web;

import io.gatehouse.auth.TokenEndpoint;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Whether requests are served: from the moment that every route has started until shutdown begins.
 * The port is open before that, and a sender must not get 404 meanwhile.
 */
@Component
class ServingState {

  private final TokenEndpoint tokenEndpoint;
  private volatile boolean open;

  ServingState(TokenEndpoint tokenEndpoint) {
    this.tokenEndpoint = tokenEndpoint;
  }

  boolean isOpen() {
    return open;
  }

  boolean isTokenEndpoint(String path) {
    return TokenEndpoint.PATH.equals(path) && tokenEndpoint.isOpen();
  }

  @EventListener(ApplicationReadyEvent.class)
  void open() {
    open = true;
  }

  @EventListener(ContextClosedEvent.class)
  void close() {
    open = false;
  }
}
