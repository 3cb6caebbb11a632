package io.gatehouse.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.coyote.http11.Http11NioProtocol;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

/** The container's own responses, for which no servlet is called. */
class ProblemErrorValveTest {

  private static final int PATIENCE = 10_000;
  private static final String REQUEST =
      "POST /webhooks/kompliant HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";

  /** A connector that is paused just when it has read the first line of a request. */
  public static final class Pausing extends Http11NioProtocol {

    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public boolean isPaused() {
      return asked.getAndIncrement() > 0;
    }
  }

  @Test
  void aPathThatIsNotThereIsToldWithoutAWordAboutTheContainer() throws IOException {
    assertThat(answer(new TomcatServletWebServerFactory(0)))
        .startsWith("HTTP/1.1 404")
        .contains("application/problem+json")
        .endsWith("{\"title\":\"Not Found\",\"status\":404}");
  }

  @Test
  void aRequestThatComesWhileTheConnectorPausesIsToComeAgain() throws IOException {
    TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
    factory.setProtocol(Pausing.class.getName());

    assertThat(answer(factory))
        .startsWith("HTTP/1.1 503")
        .contains("Retry-After: 10")
        .endsWith("{\"title\":\"Service Unavailable\",\"status\":503}");
  }

  private static String answer(TomcatServletWebServerFactory factory) throws IOException {
    new WebConfiguration()
        .plainErrors(new RequestMetrics(new SimpleMeterRegistry()))
        .customize(factory);
    WebServer server = factory.getWebServer();
    server.start();
    try (Socket sender = new Socket("127.0.0.1", server.getPort())) {
      sender.setSoTimeout(PATIENCE);
      sender.getOutputStream().write(REQUEST.getBytes(US_ASCII));
      StringBuilder answer = new StringBuilder();
      for (int next = sender.getInputStream().read();
          next >= 0 && next != '}';
          next = sender.getInputStream().read()) {
        answer.append((char) next);
      }
      return answer.append('}').toString();
    } finally {
      server.stop();
    }
  }
}
