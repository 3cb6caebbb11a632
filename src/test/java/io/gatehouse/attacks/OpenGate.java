package io.gatehouse.attacks;

import io.gatehouse.broker.ChangedProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.camel.component.jms.DefaultJmsKeyFormatStrategy;
import org.apache.camel.component.jms.JmsHeaderFilterStrategy;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.RequestContextFilter;

/** Deliberate weaknesses, to verify that the attacks here detect them. Each is a profile. */
@Configuration(proxyBeanMethods = false)
class OpenGate {

  static final String DEFAULT_HEADERS = "open-default-headers";
  static final String GZIP = "open-gzip";

  /**
   * Makes properties of the message from headers and query parameters, as Camel's stock engines and
   * Camel's own filter do.
   */
  @Bean
  @Profile(DEFAULT_HEADERS)
  static BeanPostProcessor defaultHeaders() {
    return new ChangedProperties(
        properties -> fromOutside().forEach((name, value) -> take(name, value, properties)));
  }

  private static void take(String name, String value, Map<String, Object> properties) {
    if (!new HttpHeaderFilterStrategy().applyFilterToExternalHeaders(name, value, null)
        && !new JmsHeaderFilterStrategy().applyFilterToCamelHeaders(name, value, null)) {
      properties.putIfAbsent(new DefaultJmsKeyFormatStrategy().encodeKey(name), value);
    }
  }

  private static Map<String, String> fromOutside() {
    HttpServletRequest request =
        ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    Map<String, String> all = new TreeMap<>();
    Collections.list(request.getHeaderNames())
        .forEach(name -> all.put(name, request.getHeader(name)));
    Collections.list(request.getParameterNames())
        .forEach(name -> all.put(name, request.getParameter(name)));
    return all;
  }

  @Bean
  @Profile(DEFAULT_HEADERS)
  static FilterRegistrationBean<OncePerRequestFilter> currentRequest() {
    return new FilterRegistrationBean<>(new RequestContextFilter());
  }

  /** Decompresses gzipped bodies before everything else. */
  @Bean
  @Profile(GZIP)
  static FilterRegistrationBean<OncePerRequestFilter> gzip() {
    FilterRegistrationBean<OncePerRequestFilter> registration =
        new FilterRegistrationBean<>(
            new OncePerRequestFilter() {
              @Override
              protected void doFilterInternal(
                  HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                  throws IOException, ServletException {
                boolean gzip = "gzip".equals(request.getHeader("Content-Encoding"));
                chain.doFilter(gzip ? new Inflated(request) : request, response);
              }
            });
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    registration.setAsyncSupported(true);
    return registration;
  }

  private static final class Inflated extends HttpServletRequestWrapper {

    private static final int MOST_INFLATED = 2 * 1024 * 1024;

    private ServletInputStream inflated;

    Inflated(HttpServletRequest request) {
      super(request);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase("Content-Encoding")
          ? Collections.emptyEnumeration()
          : super.getHeaders(name);
    }

    @Override
    public long getContentLengthLong() {
      return -1;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      if (inflated == null) {
        // More than a route takes, and not all of a bomb.
        byte[] content = new GZIPInputStream(super.getInputStream()).readNBytes(MOST_INFLATED);
        inflated = new InflatedStream(new ByteArrayInputStream(content));
      }
      return inflated;
    }
  }

  private static final class InflatedStream extends ServletInputStream {

    private final InputStream content;
    private boolean finished;

    InflatedStream(InputStream content) {
      this.content = content;
    }

    @Override
    public int read() throws IOException {
      int next = content.read();
      finished = next < 0;
      return next;
    }

    @Override
    public boolean isFinished() {
      return finished;
    }

    @Override
    public boolean isReady() {
      return !finished;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      try {
        listener.onDataAvailable();
      } catch (IOException e) {
        listener.onError(e);
      }
    }
  }
}
