package io.gatehouse.registration;

import io.gatehouse.httpclient.CallFailure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.apache.camel.util.ObjectHelper;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.springframework.dao.DataAccessException;

/** A route's failure as a sentence. Only the kind of a failure is used, never its text. */
final class RouteFailureMessage {

  private RouteFailureMessage() {}

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
        ApiFailure.BROKEN,
        "The gateway failed to call %s (%s)."
            .formatted(vendor, failure.getClass().getSimpleName()));
  }

  /** The same, if the vendor has lost the URL that was registered before. */
  static RegistrationException afterRemoval(RegistrationException failure) {
    return new RegistrationException(
        failure.failure(),
        failure.getMessage() + " The URL before is removed and no new one is known to be there.");
  }

  private static RegistrationException unreachable(String sentence, Object... details) {
    return new RegistrationException(ApiFailure.UNREACHABLE, sentence.formatted(details));
  }

  private static <T> T find(Class<T> type, Throwable failure) {
    return ObjectHelper.getException(type, failure);
  }
}
