package io.gatehouse.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.broker.BrokerAvailability;
import io.gatehouse.broker.DiskBarrier;
import io.gatehouse.events.CloudEvent;
import io.gatehouse.tracing.EventLine;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.Receipt;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.Webhook;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The policy around the durable send. Of equal events that arrive at the same time one is sent, and
 * the others share its outcome: the broker confirms a duplicate as soon as it has seen the first,
 * which may be before the first is on disk. After a confirmed send the exchange has its receipt;
 * after any other, a refusal.
 */
@Component("single-flight")
public class SingleFlight implements Policy {

  private static final Logger LOG = LoggerFactory.getLogger(SingleFlight.class);

  private static final int MOST_IN_DOUBT = 100_000;

  private final Map<String, CompletableFuture<Optional<Receipt>>> inFlight =
      new ConcurrentHashMap<>();

  /** Keys of failed sends: the broker may have the event, but not yet on disk. */
  private final Cache<String, Boolean> inDoubt =
      Caffeine.newBuilder().maximumSize(MOST_IN_DOUBT).executor(Runnable::run).build();

  private final DiskBarrier diskBarrier;
  private final Executor routes;
  private final BrokerAvailability bus;

  @Autowired
  SingleFlight(DiskBarrier diskBarrier, RouteThreads routes, BrokerAvailability bus) {
    this(diskBarrier, routes.executor(), bus);
  }

  /**
   * A policy.
   *
   * @param routes runs what follows the outcome of another event or of the disk barrier
   * @param bus the state of the bus at the last probe
   */
  SingleFlight(DiskBarrier diskBarrier, Executor routes, BrokerAvailability bus) {
    this.diskBarrier = diskBarrier;
    this.routes = routes;
    this.bus = bus;
  }

  @Override
  public void beforeWrap(Route route, NamedNode definition) {
    // There is nothing to prepare.
  }

  @Override
  public Processor wrap(Route route, Processor processor) {
    return new Sending(AsyncProcessorConverterHelper.convert(processor));
  }

  private final class Sending extends DelegateAsyncProcessor {

    Sending(AsyncProcessor send) {
      super(send);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      EventPublication publication = EventPublication.of(exchange);
      String key = publication.duplicateId();
      CompletableFuture<Optional<Receipt>> own = new CompletableFuture<>();
      CompletableFuture<Optional<Receipt>> first = inFlight.putIfAbsent(key, own);
      if (first != null) {
        first.thenAcceptAsync(
            receipt -> {
              publication.markDuplicate();
              settle(exchange, publication, receipt);
              callback.done(false);
            },
            routes);
        return false;
      }
      try {
        super.process(
            exchange,
            doneSync ->
                onDisk(exchange, publication)
                    .thenAccept(
                        stored -> {
                          Optional<Receipt> receipt =
                              stored ? Optional.of(publication.receipt()) : Optional.empty();
                          settle(exchange, publication, receipt);
                          finish(key, own, receipt);
                          callback.done(false);
                        }));
        return false;
      } catch (Throwable e) {
        inDoubt.put(key, true);
        finish(key, own, Optional.empty());
        throw e;
      }
    }

    private void finish(
        String key, CompletableFuture<Optional<Receipt>> own, Optional<Receipt> receipt) {
      inFlight.remove(key, own);
      own.complete(receipt);
    }

    /** Whether the event is certainly on disk now. */
    private CompletionStage<Boolean> onDisk(Exchange exchange, EventPublication publication) {
      if (exchange.getException() != null) {
        doubt(publication, exchange.getException());
        return CompletableFuture.completedFuture(false);
      }
      if (!diskBarrier.isAlwaysNeeded()
          && inDoubt.getIfPresent(publication.duplicateId()) == null) {
        return CompletableFuture.completedFuture(true);
      }
      // The broker may have confirmed only because it has seen the failed send, or another
      // gateway's.
      return diskBarrier
          .settle()
          .handleAsync(
              (done, failure) -> {
                if (failure == null) {
                  inDoubt.invalidate(publication.duplicateId());
                } else {
                  doubt(publication, failure);
                }
                return failure == null;
              },
              routes);
    }

    private void doubt(EventPublication publication, Throwable failure) {
      inDoubt.put(publication.duplicateId(), true);
      CloudEvent event = publication.event();
      EventLine.about(LOG.atError(), event.id(), event.traceparent())
          .log(
              "The bus did not take an event ({}); at the last test write: {}",
              causes(failure),
              bus.sentence());
    }

    private void settle(
        Exchange exchange, EventPublication publication, Optional<Receipt> receipt) {
      if (receipt.isPresent()) {
        publication.markStored();
        Webhook.of(exchange).setReceipt(receipt.get());
      } else {
        exchange.setException(new RefusedException(Problem.Unavailable.SHORTLY));
      }
    }
  }

  /** The classes of a failure without their texts, which might quote what was sent. */
  private static String causes(Throwable failure) {
    StringBuilder causes = new StringBuilder(failure.getClass().getSimpleName());
    for (Throwable c = failure.getCause(); c != null; c = c.getCause()) {
      causes.append(" caused by ").append(c.getClass().getSimpleName());
    }
    return causes.toString();
  }
}
