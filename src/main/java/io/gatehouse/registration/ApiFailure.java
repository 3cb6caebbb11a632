package io.gatehouse.registration;

/** Why a vendor's API was called in vain, or not at all. */
enum ApiFailure {
  /** There is no such vendor, or it has no such call. */
  UNKNOWN(404),

  /** What the operator asked for cannot be meant. */
  UNUSABLE(400),

  /** Something broke in the gateway. */
  BROKEN(500),

  /** The vendor said no. */
  REFUSED(502),

  /** The vendor did not answer, or may not be asked now. */
  UNREACHABLE(503);

  private final int status;

  ApiFailure(int status) {
    this.status = status;
  }

  /** What the operators' endpoint answers. */
  int status() {
    return status;
  }
}
