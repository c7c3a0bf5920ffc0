package exops.lab;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallback;

/**
 * Lets in who signed for `kafka-cluster:Connect` in this cluster's region with a key that the lab knows, and says
 * no more to the others than MSK does. Options of the login module: `region`, and `keys` and `logins`, which are
 * the files of `AccessKeys` and `Logins`.
 */
public final class MskIamValidator implements AuthenticateCallbackHandler {
  private String region;
  private AccessKeys keys;
  private Logins logins;

  @Override
  public void configure(Map<String, ?> config, String mechanism, List<AppConfigurationEntry> entries) {
    Map<String, String> options = new HashMap<>();
    for (AppConfigurationEntry entry : entries) {
      entry.getOptions().forEach((name, value) -> options.put(name, String.valueOf(value)));
    }
    region = options.get("region");
    keys = new AccessKeys(options.get("keys"));
    logins = new Logins(options.get("logins"));
  }

  @Override
  public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (!(callback instanceof OAuthBearerValidatorCallback)) throw new UnsupportedCallbackException(callback);
      OAuthBearerValidatorCallback login = (OAuthBearerValidatorCallback) callback;
      login.token(check(login.tokenValue()));
    }
  }

  private OAuthBearerToken check(String value) throws IOException {
    String id = UUID.randomUUID().toString();
    String accessKeyId = "";
    try {
      IamToken token = IamToken.read(value);
      accessKeyId = token.accessKeyId();
      OAuthBearerToken accepted = token.check(keys.find(accessKeyId), region);
      logins.add(id, accessKeyId, value, "");
      return accepted;
    } catch (RefusedException refused) {
      logins.add(id, accessKeyId, value, refused.getMessage());
      throw new SaslAuthenticationException("[" + id + "]: Access denied");
    }
  }

  @Override
  public void close() {}
}
