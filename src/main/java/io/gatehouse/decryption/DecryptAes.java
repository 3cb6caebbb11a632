package io.gatehouse.decryption;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secrets;
import io.gatehouse.webhook.BodyProcessor;
import io.gatehouse.webhook.UnreadableException;
import io.gatehouse.webhook.Webhook;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The step behind the kamelet {@code decrypt-aes}: decrypts a body of the form {@code {"data": …}}
 * and makes the plaintext the message body. Whatever is wrong with a body, the outcome is the same.
 */
public final class DecryptAes extends BodyProcessor implements CamelContextAware {

  private static final String UNDECRYPTABLE = "undecryptable";

  private CamelContext camelContext;
  private Secrets secrets;
  private String key;
  private KeyDerivation keyDerivation;
  private AesMode mode;
  private Encoding encoding;
  private IvLayout iv;
  private Expected encrypted;

  /** Whether bodies are encrypted, according to the account's setting. */
  enum Expected {
    /** Always encrypted. */
    TRUE,
    /** Never encrypted. */
    FALSE,
    /** The body itself shows it. */
    EITHER
  }

  public void setSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The reference to the secret from which the key is derived. */
  public void setKey(String key) {
    this.key = key;
  }

  /** How the key's 32 bytes are derived from the secret. */
  public void setKeyDerivation(String keyDerivation) {
    this.keyDerivation = choose(KeyDerivation.class, "keyDerivation", keyDerivation);
  }

  public void setMode(String mode) {
    this.mode = choose(AesMode.class, "mode", mode);
  }

  /** How bytes are encoded in the JSON. */
  public void setEncoding(String encoding) {
    this.encoding = choose(Encoding.class, "encoding", encoding);
  }

  /** Where the initialization vector is. */
  public void setIv(String iv) {
    this.iv = choose(IvLayout.class, "iv", iv);
  }

  /** Whether bodies are encrypted. */
  public void setEncrypted(String encrypted) {
    this.encrypted = choose(Expected.class, "encrypted", encrypted);
  }

  private static <E extends Enum<E>> E choose(Class<E> choices, String parameter, String word) {
    String wanted = plain(word);
    return Arrays.stream(choices.getEnumConstants())
        .filter(choice -> plain(choice.name()).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new BadSettingException(
                    "%s: \"%s\" is none of %s."
                        .formatted(
                            parameter,
                            word,
                            Arrays.toString(choices.getEnumConstants())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'))));
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  @Override
  protected void doInit() {
    if (iv == IvLayout.KOMPAR && mode != AesMode.CBC) {
      throw new BadSettingException(
          "mode: \"%s\" does not go with iv: kompar, which is a vector for CBC.".formatted(mode));
    }
    if (encrypted == Expected.FALSE) {
      return;
    }
    if (secrets.resolve(key).isEmpty()) {
      throw new BadSettingException(
          "%1$s is not set: bodies are configured to be encrypted; give it a value (environment variable %2$s), or switch encryption off."
              .formatted(Secrets.nameOf(key), Secrets.variable(Secrets.nameOf(key))));
    }
    for (String value : secrets.resolve(key).values()) {
      try {
        keyDerivation.derive(value);
      } catch (IllegalArgumentException e) {
        throw new BadSettingException(
            "%s %s; copy it again from where the vendor gave it."
                .formatted(Secrets.nameOf(key), e.getMessage()));
      }
    }
  }

  @Override
  protected void processReceived(Exchange exchange) {
    Webhook webhook = Webhook.of(exchange);
    Optional<Envelope> envelope = Envelope.read(webhook.body(), webhook::reserve);
    if (encrypted == Expected.EITHER && envelope.isEmpty()) {
      return;
    }
    if (encrypted == Expected.FALSE) {
      if (envelope.isPresent()) {
        throw new UnreadableException("unexpectedly-encrypted");
      }
      return;
    }
    Envelope sealed = envelope.orElseThrow(DecryptAes::fail);
    webhook.reserve(mode.inMemory(sealed.data().remaining()));
    exchange.getMessage().setBody(open(sealed).orElseThrow(DecryptAes::fail));
  }

  /** Tries every accepted key; at most one of them decrypts the envelope. */
  private Optional<byte[]> open(Envelope envelope) {
    for (String value : secrets.resolve(key).values()) {
      Optional<byte[]> plaintext = open(envelope, value);
      if (plaintext.isPresent()) {
        return plaintext;
      }
    }
    return Optional.empty();
  }

  private Optional<byte[]> open(Envelope envelope, String value) {
    try {
      byte[] aesKey = keyDerivation.derive(value);
      ByteBuffer data = encoding.decode(envelope.data());
      byte[] vector =
          switch (iv) {
            case AUTOMATIC -> bytes(data, mode.ivLength());
            case KOMPAR -> {
              ByteBuffer given = encoding.decode(envelope.iv());
              yield IvLayout.komparVector(bytes(given, given.remaining()));
            }
          };
      byte[] plaintext = mode.decrypt(camelContext, aesKey, vector, data);
      return looksLikeJson(plaintext) ? Optional.of(plaintext) : Optional.empty();
    } catch (Exception e) {
      // The kind of failure must not be visible to anybody: it would reveal something about the
      // plaintext.
      return Optional.empty();
    }
  }

  /** The next bytes. */
  private static byte[] bytes(ByteBuffer from, int count) {
    byte[] bytes = new byte[count];
    from.get(bytes);
    return bytes;
  }

  /**
   * Whether a plaintext starts as JSON does: a wrong key sometimes yields well-padded bytes, but
   * these do not.
   */
  private static boolean looksLikeJson(byte[] plaintext) {
    for (byte b : plaintext) {
      if (b == '{' || b == '[' || b == (byte) 0xEF) {
        return true;
      } else if (b > ' ' || b < 0) {
        return false;
      }
    }
    return false;
  }

  private static UnreadableException fail() {
    return new UnreadableException(UNDECRYPTABLE);
  }

  @Override
  public CamelContext getCamelContext() {
    return camelContext;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    this.camelContext = camelContext;
  }

  /** How bytes are encoded as text; both encodings are decoded strictly. */
  enum Encoding {
    BASE64 {
      @Override
      ByteBuffer decode(ByteBuffer text) {
        return Base64.getDecoder().decode(text.duplicate());
      }
    },
    HEX {
      @Override
      ByteBuffer decode(ByteBuffer text) {
        String digits =
            new String(
                text.array(),
                text.arrayOffset() + text.position(),
                text.remaining(),
                StandardCharsets.ISO_8859_1);
        return ByteBuffer.wrap(HexFormat.of().parseHex(digits));
      }
    };

    /**
     * Decodes the bytes.
     *
     * @param text in ASCII, with an array
     * @throws IllegalArgumentException if the text is not in this encoding
     */
    abstract ByteBuffer decode(ByteBuffer text);
  }

  /** Where the initialization vector is, and how it is encoded. */
  enum IvLayout {
    /** It precedes the ciphertext; in ECB there is none. */
    AUTOMATIC,
    /**
     * Kompar's: the member {@code iv} is base64 of 8 bytes, and the vector is the ASCII of their 16
     * lower-case hex digits; 16 bytes, as older senders use, are the vector itself.
     */
    KOMPAR;

    private static final int BLOCK = 16;

    /**
     * Kompar's vector from the decoded member {@code iv}.
     *
     * @throws IllegalArgumentException for any other length
     */
    static byte[] komparVector(byte[] decoded) {
      if (decoded.length == BLOCK) {
        return decoded;
      }
      if (decoded.length != BLOCK / 2) {
        throw new IllegalArgumentException("An iv has 8 or 16 bytes");
      }
      return HexFormat.of().formatHex(decoded).getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** How the 32 bytes of an AES-256 key are derived from the vendor's text. */
  enum KeyDerivation {
    /** The text is the key: exactly 32 characters, as ASCII bytes. */
    ASCII {
      @Override
      byte[] derive(String text) {
        return checked(text, text.length() == LENGTH, "must be exactly 32 ASCII characters long");
      }
    },
    /** The first 32 characters, as ASCII bytes. */
    FIRST_32_BYTES {
      @Override
      byte[] derive(String text) {
        return checked(text, text.length() >= LENGTH, "must be at least 32 ASCII characters long");
      }
    },
    /** The SHA-256 of the text in UTF-8. */
    SHA_256 {
      @Override
      byte[] derive(String text) {
        return DigestUtils.sha256(text);
      }
    };

    private static final int LENGTH = 32;

    /**
     * The key's bytes.
     *
     * @throws IllegalArgumentException with the required form, if the text cannot be a key
     */
    abstract byte[] derive(String text);

    private static byte[] checked(String text, boolean fits, String rule) {
      if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
        throw new IllegalArgumentException(rule + " but has other characters");
      }
      if (!fits) {
        throw new IllegalArgumentException(rule + " but is " + text.length());
      }
      return Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), LENGTH);
    }
  }
}
