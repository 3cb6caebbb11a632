package io.gatehouse.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.stereotype.Component;

/** {@code /actuator/operatorrecords}: who did what with parked messages. */
@Component
@Endpoint(id = OperatorRecordsEndpoint.ID)
class OperatorRecordsEndpoint {

  static final String ID = "operatorrecords";

  private final OperatorRecords records;

  OperatorRecordsEndpoint(OperatorRecords records) {
    this.records = records;
  }

  @ReadOperation
  WebEndpointResponse<Map<String, Object>> list(@Nullable Integer page, @Nullable Integer size) {
    Page wanted = Page.of(page, size);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("total", records.count());
    answer.put("page", wanted.number());
    answer.put("size", wanted.size());
    answer.put("records", records.page(wanted));
    return new WebEndpointResponse<>(answer);
  }
}
