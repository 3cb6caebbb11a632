package io.gatehouse.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tomcat's HTTP/1.1 over NIO that consults a {@link ConnectionLimiter} about each connection.
 * Tomcat itself counts connections in total only, and lets new ones wait if there are too many.
 */
public final class LimitedHttpProtocol extends Http11NioProtocol {

  private static final Logger LOG = LoggerFactory.getLogger(LimitedHttpProtocol.class);

  /** The room that Tomcat's own limit leaves for connections that are being closed. */
  private static final int MARGIN = 256;

  /** Created by Tomcat from the name of the class. */
  public LimitedHttpProtocol() {
    super(new Endpoint());
  }

  /** Sets the limiter; to be called before the start. */
  void limitBy(ConnectionLimiter limiter) {
    ((Endpoint) getEndpoint()).limiter = limiter;
    setMaxConnections(limiter.most() + MARGIN);
  }

  @Override
  protected Processor createProcessor() {
    return new StrictHttp11Processor(this, getAdapter());
  }

  /** Closes idle connections: no new request is served from here on, so nobody should send one. */
  @Override
  public void pause() throws Exception {
    super.pause();
    ((Endpoint) getEndpoint()).limiter.closeIdle();
  }

  private static final class Endpoint extends NioEndpoint {

    private final Map<SocketChannel, ClientConnection> clients = new ConcurrentHashMap<>();
    private ConnectionLimiter limiter;

    @Override
    public void setHandler(Handler<NioChannel> handler) {
      super.setHandler(new Observed(handler));
    }

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
      ClientConnection connection =
          new ClientConnection(source(socket), () -> closeByContainer(socket));
      if (!isAdmitted(connection)) {
        destroySocket(socket);
        return true;
      }
      clients.put(socket, connection);
      if (super.setSocketOptions(socket)) {
        return true;
      }
      forget(socket);
      return false;
    }

    /**
     * Tomcat would log an exception that is thrown from here, and would count the connection for
     * ever.
     */
    private boolean isAdmitted(ClientConnection connection) {
      try {
        return limiter.admit(connection);
      } catch (RuntimeException e) {
        LOG.error("A connection could not be counted: {}", e.getClass().getName());
        return false;
      }
    }

    private static InetAddress source(SocketChannel socket) {
      try {
        return ((InetSocketAddress) socket.getRemoteAddress()).getAddress();
      } catch (IOException e) {
        // It has already been closed; for which source it counts does not matter.
        return InetAddress.getLoopbackAddress();
      }
    }

    private void forget(SocketChannel socket) {
      ClientConnection connection = clients.remove(socket);
      if (connection != null) {
        limiter.remove(connection);
      }
    }

    /** Closes a connection as Tomcat's poller does after a long silence. */
    private void closeByContainer(SocketChannel socket) {
      SocketWrapperBase<NioChannel> wrapper = connections.get(socket);
      if (wrapper != null) {
        wrapper.setError(new SocketTimeoutException());
        if (!processSocket(wrapper, SocketEvent.ERROR, true)) {
          wrapper.close();
        }
      }
    }

    /** Reports each connection's state to its {@link ClientConnection}. */
    private final class Observed implements Handler<NioChannel> {

      private final Handler<NioChannel> handler;

      Observed(Handler<NioChannel> handler) {
        this.handler = handler;
      }

      @Override
      public SocketState process(SocketWrapperBase<NioChannel> wrapper, SocketEvent event) {
        ClientConnection connection = of(wrapper);
        if (connection == null) {
          return handler.process(wrapper, event);
        }
        if (connection.isProcessed()) {
          return later(wrapper, event);
        }
        connection.begin();
        try {
          SocketState state = handler.process(wrapper, event);
          report(connection, state, wrapper);
          return state;
        } finally {
          connection.end();
        }
      }

      /**
       * Ignores one report of Tomcat. Having read the last chunk of a body without blocking, Tomcat
       * (10.1 and 11.0) processes the connection again within the same processing, as if another
       * request had begun. It reports a moment later as well that all is read.
       */
      private SocketState later(SocketWrapperBase<NioChannel> wrapper, SocketEvent event) {
        if (event != SocketEvent.OPEN_READ) {
          processSocket(wrapper, event, true);
        }
        return SocketState.LONG;
      }

      private void report(
          ClientConnection connection, SocketState state, SocketWrapperBase<NioChannel> wrapper) {
        if (state == SocketState.OPEN) {
          connection.awaitsRequest();
        } else if (state == SocketState.LONG && !isAsync(wrapper)) {
          connection.awaitsHead();
        }
      }

      private boolean isAsync(SocketWrapperBase<NioChannel> wrapper) {
        return wrapper.getCurrentProcessor() instanceof Processor processor && processor.isAsync();
      }

      private ClientConnection of(SocketWrapperBase<NioChannel> wrapper) {
        return clients.get(wrapper.getSocket().getIOChannel());
      }

      @Override
      public Object getGlobal() {
        return handler.getGlobal();
      }

      @Override
      public void release(SocketWrapperBase<NioChannel> wrapper) {
        handler.release(wrapper);
        forget(wrapper.getSocket().getIOChannel());
      }

      @Override
      public void pause() {
        handler.pause();
      }

      @Override
      public void recycle() {
        handler.recycle();
      }
    }
  }
}
