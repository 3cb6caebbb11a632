package io.gatehouse.broker;

import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;

/**
 * The address at which clients connect to the embedded broker.
 *
 * @param host a name or an address of this machine
 * @param port from 0, which means any free port, to 65535
 */
record Acceptor(String host, int port) {

  private static final String SETTING = "gatehouse.broker.acceptor";
  private static final int HIGHEST_PORT = 65_535;

  /** The size limit of one CORE frame after login: header and properties must fit. */
  private static final int LARGEST_FRAME = 1024 * 1024;

  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^:\\s\\[\\]]+)):([0-9]{1,9})");

  /**
   * Parses {@code host:port}, with an IPv6 address in brackets.
   *
   * @throws BadSettingException if it is anything else
   */
  static Acceptor parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches() || Integer.parseInt(form.group(3)) > HIGHEST_PORT) {
      throw bad(text, "is not host:port with a port from 0 to 65535, such as 0.0.0.0:61616");
    }
    String host = form.group(1) == null ? form.group(2) : form.group(1);
    return new Acceptor(host, Integer.parseInt(form.group(3)));
  }

  /** Checks that the address can be bound, since the broker reports a failure in pages of log. */
  void check() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException e) {
      throw bad(
          this,
          "names a host that is not known here; write an address of this machine, or 0.0.0.0 for all of them");
    } catch (BindException e) {
      throw bad(
          this,
          String.valueOf(e.getMessage()).contains("in use")
              ? "is in use by another process; end that one, or choose another port"
              : "is not an address of this machine, or its port may not be opened; write one that is, or 0.0.0.0 for all of them");
    } catch (IOException e) {
      throw bad(
          this,
          "cannot be listened at (%s); choose another host or port"
              .formatted(e.getClass().getSimpleName()));
    }
  }

  private static BadSettingException bad(Object given, String problem) {
    return new BadSettingException("%s: \"%s\" %s.".formatted(SETTING, given, problem));
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** CORE and AMQP only, which JMS clients and all other clients use. */
  TransportConfiguration transport() {
    return new TransportConfiguration(
        NettyAcceptorFactory.class.getName(),
        Map.of(
            TransportConstants.HOST_PROP_NAME,
            host,
            TransportConstants.PORT_PROP_NAME,
            port,
            TransportConstants.PROTOCOLS_PROP_NAME,
            "CORE,AMQP",
            "coreMaxFrameSize",
            LARGEST_FRAME),
        "clients");
  }
}
