package bench;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Tomcat that reads a body and answers 200: nothing on this machine can be faster over HTTP. */
@Configuration(proxyBeanMethods = false)
@Import(Hand.Parts.class)
class Floor {

  private static final byte[] ANSWER =
      "{\"status\":\"accepted\",\"id\":\"e196291bd9dcf7d736af416c5c81acc6-5ce4\"}"
          .getBytes(StandardCharsets.UTF_8);

  public static void main(String[] arguments) {
    SpringApplication.run(Floor.class, arguments);
  }

  @Bean
  ServletRegistrationBean<Answering> answering() {
    return new ServletRegistrationBean<>(new Answering(), "/*");
  }

  static final class Answering extends jakarta.servlet.http.HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      request.getInputStream().readAllBytes();
      response.setContentType("application/json");
      response.setContentLength(ANSWER.length);
      response.getOutputStream().write(ANSWER);
    }
  }
}
