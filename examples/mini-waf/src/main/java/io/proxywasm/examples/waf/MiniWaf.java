package io.proxywasm.examples.waf;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Header;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.web.QueryParameters;
import io.proxywasm.web.RequestTarget;
import java.util.List;

/** Looks for what attacks have in paths, queries, headers and bodies, after decoding them. */
public final class MiniWaf extends PluginContext {
  private Settings settings;
  private boolean readsBodies;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(MiniWaf::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    settings = SettingsReader.read(configuration);
    readsBodies = false;
    for (Settings.Rule rule : settings.rules()) {
      readsBodies |= rule.parts().contains(Settings.Part.BODY);
    }
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream();
  }

  /** Returns the rule that finds something in a part of a request. */
  private String found(Settings.Part part, String text) {
    String lower = lower(text);
    for (Settings.Rule rule : settings.rules()) {
      if (rule.parts().contains(part)) {
        for (String wanted : rule.contains()) {
          if (lower.contains(wanted)) {
            return rule.id();
          }
        }
      }
    }
    return null;
  }

  private static String lower(String text) {
    char[] lower = new char[text.length()];
    for (int i = 0; i < lower.length; i++) {
      char c = text.charAt(i);
      lower[i] = c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    return new String(lower);
  }

  private final class Stream extends HttpContext {
    private boolean form;

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      String rule = find(headers);
      if (rule != null && blocked(rule)) {
        return answer(rule);
      }
      form = headers.get("content-type", "").startsWith("application/x-www-form-urlencoded");
      return readsBodies && !endOfStream
          ? wholeRequestBody(settings.maxBodyBytes(), this::body)
          : Action.CONTINUE;
    }

    private String find(Headers headers) {
      RequestTarget target = RequestTarget.parse(headers.get(":path", ""));
      List<String> segments = target.segments();
      if (segments == null) {
        return "malformed-path";
      }
      String rule = found(Settings.Part.PATH, "/" + String.join("/", segments));
      if (rule == null) {
        rule = parameters(Settings.Part.QUERY, target.query());
      }
      for (Header header : headers) {
        if (rule == null && !header.name().startsWith(":")) {
          rule = found(Settings.Part.HEADERS, header.value());
        }
      }
      return rule;
    }

    private String parameters(Settings.Part part, String query) {
      QueryParameters parameters = QueryParameters.parse(query);
      String rule = null;
      for (int i = 0; i < parameters.size() && rule == null; i++) {
        rule = found(part, parameters.names().get(i));
        if (rule == null) {
          rule = found(part, parameters.values().get(i));
        }
      }
      return rule;
    }

    private void body(Body body) {
      String text = body.get().utf8();
      String rule = form ? parameters(Settings.Part.BODY, text) : found(Settings.Part.BODY, text);
      if (rule != null && blocked(rule)) {
        answer(rule);
      }
    }

    private boolean blocked(String rule) {
      boolean blocks = settings.mode() == Settings.Mode.BLOCK;
      Log.warn((blocks ? "blocked by " : "found by ") + rule);
      return blocks;
    }

    private Action answer(String rule) {
      return respond(403).header("x-waf-rule", rule).body("Forbidden").send();
    }
  }
}
