package io.gatehouse.registration;

/** Why a call of a vendor's API failed, or was not made. */
enum ApiFailure {
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

  ApiFailure(int status) {
    this.status = status;
  }

  /** The status of the operators' endpoint. */
  int status() {
    return status;
  }
}
