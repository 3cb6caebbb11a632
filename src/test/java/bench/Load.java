package bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;

/**
 * Requests over connections that are kept as long as the server keeps them. Each connection sends
 * its next request when it has the whole response to the last one, or, at a given rate, when that
 * request is due; latency then counts from when it was due.
 */
final class Load {

  private static final long HIGHEST = TimeUnit.SECONDS.toNanos(60);
  private static final int DIGITS = 3;

  private final int port;
  private final int connections;
  private final LongFunction<byte[]> requests;
  private final long nanosBetween;
  private final AtomicLong next;
  private final Histogram latencies = new Histogram(HIGHEST, DIGITS);
  private final Map<Integer, Long> answers = new TreeMap<>();
  private long begin;
  private long end;
  private CountDownLatch open;
  private Bootstrap bootstrap;

  private Load(
      int port,
      int connections,
      LongFunction<byte[]> requests,
      AtomicLong numbers,
      long nanosBetween) {
    this.port = port;
    this.connections = connections;
    this.requests = requests;
    this.next = numbers;
    this.nanosBetween = nanosBetween;
  }

  /** The result: responses by status, 0 for a broken connection, and latencies in nanoseconds. */
  record Outcome(Map<Integer, Long> answers, Histogram latencies, double seconds) {

    /** Answers with 200 a second. */
    double rate() {
      return answers.getOrDefault(200, 0L) / seconds;
    }

    double micros(double percentile) {
      return latencies.getValueAtPercentile(percentile) / 1_000.0;
    }

    boolean isClean() {
      return answers.keySet().equals(java.util.Set.of(200));
    }
  }

  /**
   * Sends as fast as responses arrive.
   *
   * @param numbers gives each request its number, which no other run has
   */
  static Outcome asFastAsAnswersCome(
      int port, int connections, Duration time, AtomicLong numbers, LongFunction<byte[]> requests) {
    return new Load(port, connections, requests, numbers, 0).run(time);
  }

  /** Sends so many requests a second, evenly. */
  static Outcome atRate(
      int port,
      int connections,
      Duration time,
      AtomicLong numbers,
      double perSecond,
      LongFunction<byte[]> requests) {
    long between = Math.round(TimeUnit.SECONDS.toNanos(1) * connections / perSecond);
    return new Load(port, connections, requests, numbers, between).run(time);
  }

  private Outcome run(Duration time) {
    // One thread does all, so that nothing here needs a lock and little of the machine is used.
    NioEventLoopGroup loop = new NioEventLoopGroup(1);
    open = new CountDownLatch(connections);
    begin = System.nanoTime();
    end = begin + time.toNanos();
    bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new HttpResponseDecoder(), new Sender());
                  }
                });
    for (int i = 0; i < connections; i++) {
      bootstrap.connect("127.0.0.1", port);
    }
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    return new Outcome(answers, latencies, seconds);
  }

  private final class Sender extends SimpleChannelInboundHandler<HttpObject> {

    private long sent;
    private long due;
    private int status;
    private boolean stays;

    @Override
    public void channelActive(ChannelHandlerContext context) {
      due = System.nanoTime() + (long) (nanosBetween * Math.random());
      send(context);
    }

    private void send(ChannelHandlerContext context) {
      long now = System.nanoTime();
      if (now >= end) {
        context.close();
        return;
      }
      if (nanosBetween > 0 && now < due) {
        context.executor().schedule(() -> send(context), due - now, TimeUnit.NANOSECONDS);
        return;
      }
      sent = nanosBetween > 0 ? due : now;
      due += nanosBetween;
      context.writeAndFlush(Unpooled.wrappedBuffer(requests.apply(next.getAndIncrement())));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
      if (part instanceof HttpResponse head) {
        status = head.status().code();
        stays = HttpUtil.isKeepAlive(head);
      }
      if (part instanceof LastHttpContent) {
        latencies.recordValue(Math.min(System.nanoTime() - sent, HIGHEST));
        answers.merge(status, 1L, Long::sum);
        sent = 0;
        if (stays) {
          send(context);
        } else {
          context.close();
        }
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (sent != 0) {
        answers.merge(0, 1L, Long::sum);
      }
      if (System.nanoTime() < end) {
        bootstrap.connect("127.0.0.1", port);
      } else {
        open.countDown();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  /** Waits, without needing to be notified. */
  static void rest(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }
}
