package io.gatehouse.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.coyote.Adapter;
import org.apache.coyote.ErrorState;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.res.StringManager;

/**
 * Tomcat's HTTP/1.1 where the RFCs say more of a request's head than Tomcat does (10.1 and 11.0).
 *
 * <ul>
 *   <li>A request line that is too large is answered 414 (RFC 9110, section 15.5.15), headers that
 *       are too large or too many 431 (RFC 6585, section 5), neither of them 400.
 *   <li>A {@code Host} may have underscores (RFC 3986, section 3.2.2), as the names of services in
 *       Docker Compose do.
 *   <li>{@code OPTIONS *} comes to the servlet, in place of an answer of Tomcat's own.
 * </ul>
 */
final class StrictHttp11Processor extends Http11Processor {

  private static final int URI_TOO_LONG = 414;
  private static final int HEADERS_TOO_LARGE = 431;

  // The text of an exception is the only sign of these that Tomcat gives.
  private static final String TOO_LARGE =
      StringManager.getManager(Http11Processor.class).getString("iib.requestheadertoolarge.error");
  private static final StringManager OF_HEADERS = StringManager.getManager(MimeHeaders.class);
  private static final String TOO_MANY = "headers.maxCountFail";

  private static final byte[] NO_ROUTE = "/*".getBytes(StandardCharsets.US_ASCII);

  private final AbstractHttp11Protocol<?> protocol;
  private int tooLarge;

  StrictHttp11Processor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
    super(protocol, adapter);
    this.protocol = protocol;
  }

  @Override
  public SocketState service(SocketWrapperBase<?> connection) throws IOException {
    tooLarge = 0;
    return super.service(connection);
  }

  @Override
  protected void setErrorState(ErrorState errorState, Throwable failure) {
    if (isTooLarge(failure)) {
      tooLarge = request.requestURI().isNull() ? URI_TOO_LONG : HEADERS_TOO_LARGE;
      response.setHeader("Connection", "close");
    }
    if (tooLarge != 0) {
      // Otherwise Tomcat would make it a 400 again because of what follows, such as a missing Host.
      response.setStatus(tooLarge);
    }
    super.setErrorState(errorState, failure);
  }

  private boolean isTooLarge(Throwable failure) {
    if (failure instanceof IllegalArgumentException) {
      return TOO_LARGE.equals(failure.getMessage());
    }
    return failure instanceof IllegalStateException
        && OF_HEADERS
            .getString(TOO_MANY, protocol.getMaxHeaderCount())
            .equals(failure.getMessage());
  }

  /** Checks the host, which is the last part of a head that Tomcat examines. */
  @Override
  protected void parseHost(MessageBytes host) {
    if (request.requestURI().equals("*") && "OPTIONS".equals(request.getMethod())) {
      request.requestURI().setBytes(NO_ROUTE, 0, NO_ROUTE.length);
    }
    ByteChunk value = host == null ? null : host.getByteChunk();
    if (value == null || value.isNull() || value.indexOf('_', 0) < 0) {
      super.parseHost(host);
    } else {
      parseHostWithUnderscores(value.toString());
    }
  }

  /**
   * Parses the host with each underscore replaced by a letter, which is allowed in the same places.
   */
  private void parseHostWithUnderscores(String host) {
    byte[] letters = host.replace('_', 'x').getBytes(StandardCharsets.ISO_8859_1);
    MessageBytes checked = MessageBytes.newInstance();
    checked.setBytes(letters, 0, letters.length);
    super.parseHost(checked);
    if (!getErrorState().isError()) {
      int end = request.serverName().getLength();
      request.serverName().setString(host.substring(0, end));
    }
  }
}
