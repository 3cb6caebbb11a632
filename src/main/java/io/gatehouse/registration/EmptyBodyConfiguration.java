package io.gatehouse.registration;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;

/**
 * Allows an operator's POST without a body: Spring reads one that declares no content type as
 * bytes, which endpoints otherwise reject. A body that is not JSON is still rejected.
 */
@Configuration(proxyBeanMethods = false)
class EmptyBodyConfiguration {

  @Bean
  EndpointMediaTypes endpointMediaTypes() {
    List<String> taken = new ArrayList<>(EndpointMediaTypes.DEFAULT.getConsumed());
    taken.add(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    return new EndpointMediaTypes(EndpointMediaTypes.DEFAULT.getProduced(), taken);
  }
}
