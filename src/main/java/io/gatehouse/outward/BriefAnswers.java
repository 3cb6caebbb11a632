package io.gatehouse.outward;

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
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Bounds what a called system can cost: the time of a whole call, however slowly it drips, and what
 * is read of an answer. Time-outs alone bound each pause only.
 */
@Component("brief-answers")
class BriefAnswers implements HttpClientConfigurer, ExecChainHandler, DisposableBean {

  private static final Duration LONGEST_CALL = Duration.ofSeconds(20);
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
    client.addExecInterceptorFirst("brief-answers", this);
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    ScheduledFuture<?> deadline =
        clock.schedule(
            () -> cancel(scope.originalRequest), LONGEST_CALL.toMillis(), TimeUnit.MILLISECONDS);
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      shorten(response);
      return response;
    } finally {
      deadline.cancel(false);
    }
  }

  private static void cancel(ClassicHttpRequest request) {
    if (request instanceof HttpUriRequestBase cancellable) {
      cancellable.cancel();
    }
  }

  /** Reads a short body, and hangs up on a longer one: its status is all that is needed of it. */
  private static void shorten(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return;
    }
    InputStream content = entity.getContent();
    byte[] start = content == null ? new byte[0] : content.readNBytes(LARGEST_ANSWER + 1);
    if (start.length > LARGEST_ANSWER) {
      response.setEntity(null);
      response.close();
    } else {
      entity.close();
      response.setEntity(
          new ByteArrayEntity(
              start, org.apache.hc.core5.http.ContentType.parseLenient(entity.getContentType())));
    }
  }

  @Override
  public void destroy() {
    clock.shutdownNow();
  }
}
