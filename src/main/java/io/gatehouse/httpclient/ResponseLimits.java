package io.gatehouse.httpclient;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Limits the cost of a called system: the time of a whole call, however slowly data arrives, and
 * how much of a response is read. Time-outs alone limit each pause only.
 */
@Component("response-limits")
class ResponseLimits implements HttpClientConfigurer, ExecChainHandler, DisposableBean {

  private static final Duration LONGEST_CALL = Duration.ofSeconds(15);
  private static final Duration LONGEST_BODY = Duration.ofSeconds(2);
  private static final int LARGEST_ANSWER = 64 * 1024;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "call-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client.addExecInterceptorFirst("response-limits", this);
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    ClassicHttpResponse response;
    ScheduledFuture<?> deadline = cancelAfter(LONGEST_CALL, scope.originalRequest);
    try {
      response = chain.proceed(request, scope);
    } finally {
      deadline.cancel(false);
    }
    ScheduledFuture<?> end = cancelAfter(LONGEST_BODY, scope.originalRequest);
    try {
      shorten(response, scope);
      return response;
    } finally {
      end.cancel(false);
    }
  }

  private ScheduledFuture<?> cancelAfter(Duration time, ClassicHttpRequest request) {
    return clock.schedule(() -> cancel(request), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void cancel(ClassicHttpRequest request) {
    if (request instanceof HttpUriRequestBase cancellable) {
      cancellable.cancel();
    }
  }

  /**
   * Reads a short body, and closes the connection for one that is long, slow or broken: once there
   * is a status, nothing else is needed of a response.
   */
  private static void shorten(ClassicHttpResponse response, ExecChain.Scope scope) {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return;
    }
    byte[] start = new byte[0];
    try {
      InputStream content = entity.getContent();
      start = content == null ? start : content.readNBytes(LARGEST_ANSWER + 1);
      if (start.length <= LARGEST_ANSWER) {
        entity.close();
      } else {
        scope.execRuntime.discardEndpoint();
      }
    } catch (IOException e) {
      scope.execRuntime.discardEndpoint();
    }
    response.setEntity(
        new ByteArrayEntity(
            start,
            0,
            Math.min(start.length, LARGEST_ANSWER),
            ContentType.parseLenient(entity.getContentType())));
  }

  @Override
  public void destroy() {
    clock.shutdownNow();
  }
}
