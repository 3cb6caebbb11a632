package io.gatehouse.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Wire;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The response to an operator when an endpoint itself fails. */
class ProblemValveTest {

  @TempDir Path folder;

  private final Tomcat tomcat = new Tomcat();

  /** Fails as the request's path requests. */
  private static final class Failing extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      switch (request.getRequestURI()) {
        case "/throws" -> throw new IllegalStateException("Anna Exempel");
        case "/error" -> response.sendError(503, "Anna Exempel");
        default -> {
          response.setStatus(500);
          response.getWriter().write("own words");
        }
      }
    }
  }

  @BeforeEach
  void start() throws Exception {
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector();
    Context context = tomcat.addContext("", folder.toString());
    Tomcat.addServlet(context, "failing", new Failing()).addMapping("/*");
    ((StandardHost) tomcat.getHost()).setErrorReportValveClass(ProblemValve.class.getName());
    tomcat.start();
  }

  @AfterEach
  void stop() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }

  private Answer get(String path) {
    return Wire.exchange(tomcat.getConnector().getLocalPort(), Request.get(path));
  }

  @Test
  void anEndpointThatThrowsIsAProblemWithoutItsWords() {
    Answer answer = get("/throws");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
    assertThat(answer.json().path("detail").asText())
        .isEqualTo("The gateway failed to answer; its log says why.");
    assertThat(answer.body()).doesNotContain("Anna", "Exception", "<");
  }

  @Test
  void anErrorThatIsSentIsAProblemWithoutItsWords() {
    Answer answer = get("/error");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("status").asInt()).isEqualTo(503);
    assertThat(answer.body()).doesNotContain("Anna");
  }

  @Test
  void anAnswerThatIsThereStaysAsItIs() {
    assertThat(get("/own").body()).isEqualTo("own words");
  }
}
