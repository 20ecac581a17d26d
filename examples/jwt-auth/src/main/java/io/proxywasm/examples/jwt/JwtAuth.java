package io.proxywasm.examples.jwt;

import io.proxywasm.crypto.HostSignatures;
import io.proxywasm.jwt.Jwks;
import io.proxywasm.jwt.Jwt;
import io.proxywasm.jwt.JwtException;
import io.proxywasm.jwt.JwtVerifier;
import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Clock;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;

/** Lets only requests pass with a valid token, and tells the upstream whose it is. */
public final class JwtAuth extends PluginContext {
  private Settings settings;
  private JwtVerifier verifier;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(JwtAuth::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    settings = SettingsReader.read(configuration);
    verifier =
        JwtVerifier.builder(new HostSignatures())
            .keys(Jwks.parse(settings.jwks()))
            .issuer(settings.issuer().orElse(null))
            .audience(settings.audience().orElse(null))
            .leewaySeconds(settings.leewaySeconds())
            .build();
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream();
  }

  private final class Stream extends HttpContext {
    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      headers.remove(settings.subjectHeader());
      String path = headers.get(":path", "");
      for (String open : settings.publicPaths()) {
        if (path.startsWith(open)) {
          return Action.CONTINUE;
        }
      }
      try {
        Jwt token =
            verifier.verifyBearer(headers.get("authorization"), Clock.milliseconds() / 1000);
        String subject = token.subject();
        if (subject != null) {
          headers.set(settings.subjectHeader(), subject);
        }
        return Action.CONTINUE;
      } catch (JwtException refused) {
        Log.info(refused.toString());
        return respond(401)
            .header("www-authenticate", "Bearer error=\"invalid_token\"")
            .body("Unauthorized")
            .send();
      }
    }
  }
}
