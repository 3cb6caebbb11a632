package io.gatehouse.routes.deployment;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.apache.camel.support.processor.DelegateSyncProcessor;

/**
 * Makes an error that a step throws, such as a stack overflow, a failure of its exchange. Camel
 * does so for exceptions only, and an error would bypass what ends an exchange: nothing would be
 * quarantined, and nobody answered before the time-out.
 */
final class ErrorsAsExceptions implements InterceptStrategy {

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
    if (target instanceof DelegateSyncProcessor step) {
      return new Caught(step, step.getProcessor());
    }
    return target instanceof AsyncProcessor ? target : new Caught(target, target);
  }

  private static final class Caught extends DelegateAsyncProcessor {

    private final Processor step;

    Caught(Processor target, Processor step) {
      super(target);
      this.step = step;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      try {
        step.process(exchange);
      } catch (Throwable e) {
        exchange.setException(e);
      }
      callback.done(true);
      return true;
    }
  }
}
