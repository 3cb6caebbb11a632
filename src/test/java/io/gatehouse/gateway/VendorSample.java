package io.gatehouse.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * An event as a vendor sends it, from {@code src/test/resources/vendors}, whose content may be
 * changed: the credentials are created anew, with the secrets of the profile {@code local}.
 *
 * @param address its address on the bus
 * @param type its canonical type
 * @param event its JSON
 */
public record VendorSample(
    String vendor, String address, String type, Request request, ObjectNode event) {

  private static final Path VENDORS = Path.of("src/test/resources/vendors");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** All events of a vendor that have a known type and are alone in their requests. */
  public static List<VendorSample> of(String vendor) {
    try (Stream<Path> cases = Files.list(VENDORS.resolve(vendor))) {
      return cases
          .filter(folder -> Files.exists(folder.resolve("event.json")))
          .sorted()
          .flatMap(folder -> read(vendor, folder).stream())
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<VendorSample> read(String vendor, Path folder) {
    try {
      JsonNode expected = JSON.readTree(folder.resolve("event.json").toFile());
      String address = expected.path("address").asText();
      Request request = Request.read(folder.resolve("request.http"));
      boolean chunked = request.headers().toString().contains("Transfer-Encoding");
      if (address.equals("kyc.quarantine") || address.equals("kyc.unclassified") || chunked) {
        return Optional.empty();
      }
      Path opened = folder.resolve("data.json");
      byte[] text = Files.exists(opened) ? Files.readAllBytes(opened) : request.body();
      return JSON.readTree(text) instanceof ObjectNode event
          ? Optional.of(
              new VendorSample(
                  vendor, address, expected.at("/attributes/type").asText(), request, event))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      // Such as one behind a byte-order mark.
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same sender's request with this content. */
  public Request saying(JsonNode other) {
    String text = other.toString();
    return request.line().startsWith("POST /webhooks/kompar/applications")
        ? request.body(Kompar.encrypt(text))
        : signed(text);
  }

  private Request signed(String text) {
    long now = Instant.now().getEpochSecond();
    return switch (vendor) {
      case "sumsub" ->
          request
              .withoutHeader("X-Payload-Digest")
              .withoutHeader("X-Payload-Digest-Alg")
              .header("X-Payload-Digest-Alg", "HMAC_SHA256_HEX")
              .header("X-Payload-Digest", hmac("local-sumsub-signature-secret", text))
              .body(text);
      case "veriff" ->
          request
              .withoutHeader("X-HMAC-SIGNATURE")
              .header("X-HMAC-SIGNATURE", hmac("local-veriff-signature-secret", text))
              .body(text);
      case "persona" ->
          request
              .withoutHeader("Persona-Signature")
              .header(
                  "Persona-Signature",
                  "t=%d,v1=%s"
                      .formatted(now, hmac("local-persona-signature-secret", now + "." + text)))
              .body(text);
      default -> request.body(text);
    };
  }

  private static String hmac(String secret, String text) {
    return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret.getBytes(StandardCharsets.UTF_8))
        .hmacHex(text);
  }
}
