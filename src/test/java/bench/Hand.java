package bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.TextMessage;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.jms.JmsException;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a good engineer would write by hand for Kompliant alone: a controller that checks address
 * and partner, parses, finds the identity, sends durably to the same broker, waits, and responds.
 */
@Configuration(proxyBeanMethods = false)
@Import(Hand.Parts.class)
class Hand {

  /** A web server, and the gateway's own broker, with which it is compared. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration(
      exclude = {
        SecurityAutoConfiguration.class,
        UserDetailsServiceAutoConfiguration.class,
        ManagementWebSecurityAutoConfiguration.class,
        DataSourceAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        CamelAutoConfiguration.class
      },
      excludeName =
          "org.springframework.boot.autoconfigure.security.oauth2.client.servlet.OAuth2ClientAutoConfiguration")
  @ConfigurationPropertiesScan("io.gatehouse.broker")
  @EnableScheduling
  @ComponentScan("io.gatehouse.broker")
  static class Parts {}

  public static void main(String[] arguments) {
    SpringApplication.run(Hand.class, arguments);
  }

  @RestController
  static class Kompliant {

    private static final int SESSIONS = 256;
    private static final Set<String> SOURCES =
        Set.of("3.230.141.132", "35.166.77.7", "52.27.236.245", "54.86.192.161");
    private static final Set<String> PARTNERS = Set.of("rockoutpay");
    private static final Map<String, String> TYPES =
        Map.of(
            "decision_analytics_completed", "kyc.business.assessed",
            "mbtrust_success", "kyc.onboarding.provisioned",
            "mbtrust_failure", "kyc.onboarding.provisioning-failed");

    private final IpAddressMatcher proxies = new IpAddressMatcher("127.0.0.0/8");
    private final ObjectMapper json = new ObjectMapper();
    private final JmsTemplate bus;

    Kompliant(@Qualifier("briefConnections") ConnectionFactory connections) {
      CachingConnectionFactory cached = new CachingConnectionFactory(connections);
      cached.setSessionCacheSize(SESSIONS);
      this.bus = new JmsTemplate(cached);
      bus.setExplicitQosEnabled(true);
      bus.setDeliveryPersistent(true);
    }

    @PostMapping("/webhooks/kompliant")
    ResponseEntity<Map<String, String>> take(
        HttpServletRequest request,
        @RequestHeader(name = "X-Forwarded-For", required = false) String forwarded,
        @RequestParam("partner_id") String partner,
        @RequestBody byte[] body)
        throws UnknownHostException {
      if (!SOURCES.contains(source(request.getRemoteAddr(), forwarded))
          || !PARTNERS.contains(partner)) {
        return ResponseEntity.status(403).build();
      }
      String text = new String(body, StandardCharsets.UTF_8);
      JsonNode event;
      try {
        event = json.readTree(text);
      } catch (JsonProcessingException e) {
        return ResponseEntity.badRequest().build();
      }
      String type = TYPES.get(event.path("event").asText());
      String subject = event.path("application_id").asText();
      if (type == null || subject.isEmpty()) {
        return ResponseEntity.badRequest().build();
      }
      String id = digest(type + "\n" + event.path("event").asText() + "\n" + subject);
      try {
        send(text, type, subject, partner, id);
      } catch (JmsException e) {
        return ResponseEntity.status(503).header("Retry-After", "10").build();
      }
      return ResponseEntity.ok(Map.of("status", "accepted", "id", id));
    }

    private String source(String peer, String forwarded) throws UnknownHostException {
      return forwarded != null && proxies.matches(peer)
          ? InetAddress.getByName(forwarded.strip()).getHostAddress()
          : peer;
    }

    private void send(String text, String type, String subject, String partner, String id) {
      bus.send(
          type.substring(0, type.lastIndexOf('.')),
          session -> {
            TextMessage message = session.createTextMessage(text);
            message.setStringProperty("cloudEvents_specversion", "1.0");
            message.setStringProperty("cloudEvents_id", id);
            message.setStringProperty("cloudEvents_source", "/kompliant/" + partner);
            message.setStringProperty("cloudEvents_type", type);
            message.setStringProperty("cloudEvents_subject", subject);
            message.setStringProperty("cloudEvents_vendor", "kompliant");
            message.setStringProperty("cloudEvents_receivedtime", Instant.now().toString());
            message.setStringProperty("JMSXGroupID", "kompliant " + subject);
            message.setStringProperty("_AMQ_DUPL_ID", id);
            message.setStringProperty("JMS_AMQP_ContentType", "application/json");
            return message;
          });
    }

    private static String digest(String key) {
      try {
        return HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
