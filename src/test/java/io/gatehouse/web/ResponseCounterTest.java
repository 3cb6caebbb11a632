package io.gatehouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.AsyncEvent;
import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What is counted if the container ends a request that nobody has answered. */
class ResponseCounterTest {

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final MockHttpServletResponse response = new MockHttpServletResponse();
  private final MockAsyncContext async =
      new MockAsyncContext(new MockHttpServletRequest(), response);
  private final AsyncResponder reply =
      AsyncResponder.to(
          async,
          new ResponseWriter(),
          ClientConnection.current(),
          null,
          new ResponseCounter(new RequestMetrics(registry), "acme"));
  private final AsyncEvent event = new AsyncEvent(async);

  private String counted() {
    return registry.find("gatehouse.requests").timers().stream()
        .map(timer -> timer.getId().getTag("status") + " x " + timer.count())
        .collect(Collectors.joining(", "));
  }

  @Test
  void aTimeOutOfTheContainersIsTheAnswerThatItGives() {
    reply.onTimeout(event);
    reply.onComplete(event);

    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getHeader("Retry-After")).isEqualTo("10");
    assertThat(counted()).isEqualTo("503 x 1");
  }

  @Test
  void aConnectionThatFailsHasNobodyThere() {
    reply.onError(new AsyncEvent(async, new IOException("reset")));
    reply.onComplete(event);

    assertThat(counted()).isEqualTo("499 x 1");
  }

  @Test
  void whatFailsInTheGatewayIsTheContainers500() {
    reply.onError(new AsyncEvent(async, new IllegalStateException("on purpose")));
    reply.onComplete(event);

    assertThat(counted()).isEqualTo("500 x 1");
  }

  @Test
  void whatEndsWithoutAnAnswerHasNobodyThere() {
    reply.onComplete(event);

    assertThat(counted()).isEqualTo("499 x 1");
  }
}
