package exops.lab;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;

/** A presigned URL in base64url: https://github.com/aws/aws-msk-iam-auth#details */
final class IamToken {
  private static final DateTimeFormatter DATES = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
  private static final Duration LONGEST = Duration.ofMinutes(15);
  /** How far ahead of this clock a token may have been signed, as with AWS's other services. */
  private static final Duration AHEAD = Duration.ofMinutes(5);
  /** The signer adds who it is after it has signed. */
  private static final Set<String> UNSIGNED = Set.of("X-Amz-Signature", "User-Agent");

  private final String value;
  private final String host;
  /** As they came, encoded, in the order in which they are signed. */
  private final TreeMap<String, String> query;
  /** Access key, date, region, service, `aws4_request`. */
  private final String[] credential;

  private IamToken(String value, String host, TreeMap<String, String> query) throws RefusedException {
    this.value = value;
    this.host = host;
    this.query = query;
    credential = parameter("X-Amz-Credential").split("/");
    if (credential.length != 5) throw new RefusedException("malformed credential");
  }

  static IamToken read(String value) throws RefusedException {
    try {
      URI url = URI.create(new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8));
      TreeMap<String, String> query = new TreeMap<>();
      for (String pair : url.getRawQuery().split("&")) {
        String[] parts = pair.split("=", 2);
        query.put(parts[0], parts[1]);
      }
      return new IamToken(value, url.getHost(), query);
    } catch (RuntimeException error) {
      throw new RefusedException("malformed token");
    }
  }

  String accessKeyId() {
    return credential[0];
  }

  /** @param region the cluster's */
  OAuthBearerToken check(AccessKeys.Key key, String region) throws RefusedException {
    expect("action", "kafka-cluster:Connect", parameter("Action"));
    expect("algorithm", "AWS4-HMAC-SHA256", parameter("X-Amz-Algorithm"));
    expect("signed headers", "host", parameter("X-Amz-SignedHeaders"));
    expect("service", "kafka-cluster", credential[3]);
    expect("region", region, credential[2]);
    expect("host", "kafka." + region + ".amazonaws.com", host);
    if (!parameter("X-Amz-Date").startsWith(credential[1] + "T")) throw new RefusedException("wrong date of the scope");
    if (!key.sessionToken.equals(query.containsKey("X-Amz-Security-Token") ? parameter("X-Amz-Security-Token") : "")) {
      throw new RefusedException("wrong session token");
    }
    if (!isSignedWith(key.secret)) throw new RefusedException("wrong signature");
    Instant signed = signedAt();
    Instant end = signed.plus(lifetime());
    Instant now = Instant.now();
    if (signed.isAfter(now.plus(AHEAD))) throw new RefusedException("signed in the future, at " + signed);
    if (now.isAfter(end)) throw new RefusedException("expired at " + end);
    return accepted(key.arn, signed, end);
  }

  private boolean isSignedWith(String secret) throws RefusedException {
    String signedQuery = query.entrySet().stream()
        .filter(entry -> !UNSIGNED.contains(entry.getKey()))
        .map(Map.Entry::toString)
        .collect(Collectors.joining("&"));
    String request = String.join("\n", "GET", "/", signedQuery, "host:" + host, "", "host", Signing.sha256(new byte[0]));
    String[] scope = {credential[1], credential[2], credential[3], credential[4]};
    String text = String.join("\n", "AWS4-HMAC-SHA256", parameter("X-Amz-Date"), String.join("/", scope),
        Signing.sha256(request.getBytes(StandardCharsets.UTF_8)));
    byte[] right = Signing.signature(secret, scope, text).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(right, parameter("X-Amz-Signature").getBytes(StandardCharsets.UTF_8));
  }

  private Instant signedAt() throws RefusedException {
    try {
      return LocalDateTime.parse(parameter("X-Amz-Date"), DATES).toInstant(ZoneOffset.UTC);
    } catch (RuntimeException error) {
      throw new RefusedException("malformed date");
    }
  }

  /** The signer writes parts of a second too, when the credentials end before the usual time. */
  private Duration lifetime() throws RefusedException {
    try {
      Duration lifetime = Duration.ofMillis((long) (Double.parseDouble(parameter("X-Amz-Expires")) * 1000));
      if (lifetime.isNegative() || lifetime.compareTo(LONGEST) > 0) throw new RefusedException("valid for too long");
      return lifetime;
    } catch (NumberFormatException error) {
      throw new RefusedException("malformed lifetime");
    }
  }

  private String parameter(String name) throws RefusedException {
    String encoded = query.get(name);
    if (encoded == null) throw new RefusedException("no " + name);
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static void expect(String what, String right, String given) throws RefusedException {
    if (!right.equals(given)) throw new RefusedException("wrong " + what + ": " + String.valueOf(given).replaceAll("\\s", " "));
  }

  private OAuthBearerToken accepted(String arn, Instant signed, Instant end) {
    String token = value;
    return new OAuthBearerToken() {
      @Override
      public String value() {
        return token;
      }

      @Override
      public Set<String> scope() {
        return Set.of();
      }

      @Override
      public long lifetimeMs() {
        return end.toEpochMilli();
      }

      @Override
      public String principalName() {
        return arn;
      }

      @Override
      public Long startTimeMs() {
        return signed.toEpochMilli();
      }
    };
  }
}
