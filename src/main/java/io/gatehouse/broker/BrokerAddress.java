package io.gatehouse.broker;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.remoting.impl.ssl.SSLSupport;
import org.apache.activemq.artemis.utils.ConfigurationHelper;

/**
 * One address of a broker URL.
 *
 * @param transport as the client parses the URL
 */
record BrokerAddress(TransportConfiguration transport) {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** What a test connection finds. */
  enum Kind {
    UNKNOWN_NAME("name-not-known", "its name is not known"),
    REFUSED("connection-refused", "the connection is refused"),
    SILENT("connect-timed-out", "the connection is not answered"),
    NOT_TRUSTED("certificate-not-trusted", "its certificate is not trusted"),
    NO_TLS("tls-failed", "it does not speak TLS as the URL says"),
    UNREACHABLE("unreachable", "there is no way to it"),
    NO_BROKER("no-broker", "it takes connections, and does not answer as the broker should");

    private final String word;
    private final String words;

    Kind(String word, String words) {
      this.word = word;
      this.words = words;
    }

    String word() {
      return word;
    }

    String words() {
      return words;
    }
  }

  /** The result of a test connection. */
  record Answer(BrokerAddress place, Kind kind) {}

  /** The addresses of a URL; none if it names them in another way, such as a discovery group. */
  static List<BrokerAddress> all(TransportConfiguration[] transports) {
    return transports == null
        ? List.of()
        : Arrays.stream(transports)
            .filter(one -> one.getParams().containsKey(TransportConstants.HOST_PROP_NAME))
            .map(BrokerAddress::new)
            .toList();
  }

  /** Host and port, and nothing else of the URL, which may contain passwords. */
  String name() {
    return host() + ":" + port();
  }

  private String host() {
    return text(TransportConstants.HOST_PROP_NAME);
  }

  private int port() {
    return ConfigurationHelper.getIntProperty(
        TransportConstants.PORT_PROP_NAME, TransportConstants.DEFAULT_PORT, transport.getParams());
  }

  /** Connects, performs the TLS handshake if TLS is configured, and disconnects. */
  Answer tryOut() {
    return new Answer(this, connect());
  }

  private Kind connect() {
    InetSocketAddress address = new InetSocketAddress(host(), port());
    if (address.isUnresolved()) {
      return Kind.UNKNOWN_NAME;
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, Math.toIntExact(PATIENCE.toMillis()));
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      return is(TransportConstants.SSL_ENABLED_PROP_NAME, false) ? greet(socket) : Kind.NO_BROKER;
    } catch (SocketTimeoutException e) {
      return Kind.SILENT;
    } catch (ConnectException e) {
      return Kind.REFUSED;
    } catch (IOException e) {
      return Kind.UNREACHABLE;
    }
  }

  /** Performs the TLS handshake with the client's own trust settings. */
  private Kind greet(Socket socket) {
    try (SSLSocket secure =
        (SSLSocket)
            trust()
                .createContext()
                .getSocketFactory()
                .createSocket(socket, host(), port(), false)) {
      if (is(TransportConstants.VERIFY_HOST_PROP_NAME, true)) {
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
      }
      secure.startHandshake();
      return Kind.NO_BROKER;
    } catch (Exception e) {
      // The library reads files and keys, which can fail in many ways; most are reported at the
      // start.
      return isOfCertificate(e) ? Kind.NOT_TRUSTED : Kind.NO_TLS;
    }
  }

  private static boolean isOfCertificate(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(CertificateException.class::isInstance);
  }

  private SSLSupport trust() {
    return new SSLSupport()
        .setTruststoreProvider(text(TransportConstants.TRUSTSTORE_PROVIDER_PROP_NAME))
        .setTruststoreType(
            Objects.requireNonNullElse(
                text(TransportConstants.TRUSTSTORE_TYPE_PROP_NAME),
                TransportConstants.DEFAULT_TRUSTSTORE_TYPE))
        .setTruststorePath(text(TransportConstants.TRUSTSTORE_PATH_PROP_NAME))
        .setTruststorePassword(text(TransportConstants.TRUSTSTORE_PASSWORD_PROP_NAME))
        .setTrustAll(is(TransportConstants.TRUST_ALL_PROP_NAME, false));
  }

  private String text(String parameter) {
    Object value = transport.getParams().get(parameter);
    return value == null ? null : value.toString();
  }

  private boolean is(String parameter, boolean usual) {
    Map<String, Object> parameters = transport.getParams();
    return ConfigurationHelper.getBooleanProperty(parameter, usual, parameters);
  }

  /** Does not include passwords. */
  @Override
  public String toString() {
    return name();
  }
}
