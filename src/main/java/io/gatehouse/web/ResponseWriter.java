package io.gatehouse.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Writes responses. They contain nothing of the request. */
@Component
class ResponseWriter {

  private final ObjectMapper json = new ObjectMapper();

  void write(WebhookResponse answer, HttpServletResponse response) throws IOException {
    byte[] body = head(answer, response);
    response.getOutputStream().write(body);
    response.flushBuffer();
  }

  /** Sets status and headers, and returns the body to write. */
  byte[] head(WebhookResponse answer, HttpServletResponse response) throws IOException {
    byte[] body = json.writeValueAsBytes(answer.body());
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setContentType(answer.contentType());
    response.setContentLength(body.length);
    return body;
  }
}
