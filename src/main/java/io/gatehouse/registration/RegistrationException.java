package io.gatehouse.registration;

import io.gatehouse.httpclient.CallFailure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.apache.camel.util.ObjectHelper;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.springframework.dao.DataAccessException;

/** Ends a call. Its message is a sentence for the operator and contains no secret. */
final class RegistrationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  RegistrationException(Kind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** Why a call of a vendor's API failed, or was not made. */
  enum Kind {
    /** The vendor, or its webhook, does not exist. */
    UNKNOWN(404),

    /** The operator's request is invalid. */
    UNUSABLE(400),

    /** Something broke in the gateway. */
    BROKEN(500),

    /** The vendor rejected the call. */
    REFUSED(502),

    /** The vendor did not respond, or may not be called now. */
    UNREACHABLE(503);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    /** The status of the operators' endpoint. */
    int status() {
      return status;
    }
  }

  /** A route's failure as a sentence. Only the kind of a failure is used, never its text. */
  static RegistrationException of(String vendor, Throwable failure) {
    RegistrationException failed = find(RegistrationException.class, failure);
    if (failed != null) {
      return failed;
    }
    if (find(SocketTimeoutException.class, failure) != null
        && find(ConnectTimeoutException.class, failure) == null) {
      return unreachable(
          "%s did not answer in time, so it is not known whether it did anything; try again.",
          vendor);
    }
    IOException io = find(IOException.class, failure);
    if (io != null) {
      return unreachable(
          "%s cannot be reached (%s); check %s and the way there.",
          vendor, CallFailure.kind(io), ApiSettings.baseUrl(vendor));
    }
    DataAccessException database = find(DataAccessException.class, failure);
    if (database != null) {
      return unreachable(
          "The gateway's record of %s cannot be read or written (%s); try again.",
          vendor, database.getClass().getSimpleName());
    }
    return new RegistrationException(
        Kind.BROKEN,
        "The gateway failed to call %s (%s)."
            .formatted(vendor, failure.getClass().getSimpleName()));
  }

  private static RegistrationException unreachable(String sentence, Object... details) {
    return new RegistrationException(Kind.UNREACHABLE, sentence.formatted(details));
  }

  private static <T> T find(Class<T> type, Throwable failure) {
    return ObjectHelper.getException(type, failure);
  }

  /** The same, if the vendor has lost the URL that was registered before. */
  RegistrationException afterRemoval() {
    return new RegistrationException(
        kind, getMessage() + " The URL before is removed and no new one is known to be there.");
  }
}
