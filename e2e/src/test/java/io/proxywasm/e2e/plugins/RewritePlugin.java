package io.proxywasm.e2e.plugins;

import io.proxywasm.json.JsonElements;
import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.BodyOutput;
import io.proxywasm.sdk.BodyRewrite;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;
import org.jspecify.annotations.Nullable;

/** Rewrites bodies while they pass, as the headers {@code request} and {@code response} say. */
public final class RewritePlugin extends HttpContext {
  private String response = "";

  public static void main(String[] args) {
    ProxyWasm.http(RewritePlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    response = headers.get("response", "");
    String request = headers.get("request", "");
    return switch (request) {
      case "" -> Action.CONTINUE;
      case "limit" -> wholeRequestBody(10, body -> body.replace("[" + body.get() + "]"));
      case "limit-pass" ->
          wholeRequestBody(10, body -> body.replace("small"), () -> Action.CONTINUE);
      case "limit-answer" ->
          wholeRequestBody(
              10, body -> body.replace("small"), () -> respond(422).body("too much").send());
      default -> rewriteRequestBody(rewrite(request));
    };
  }

  @Override
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    if (endOfStream || response.isEmpty()) {
      return Action.CONTINUE;
    }
    return response.equals("limit")
        ? wholeResponseBody(10, body -> body.replace("[" + body.get() + "]"))
        : rewriteResponseBody(rewrite(response));
  }

  /** A failure must not let half of a body pass. */
  @Override
  protected boolean failOpen() {
    return true;
  }

  private static BodyRewrite rewrite(String name) {
    return switch (name) {
      case "replace" -> BodyRewrite.replaceAll("needle", "pin");
      case "grow" -> BodyRewrite.replaceAll("e", "<the letter e>");
      case "nothing" -> BodyRewrite.replaceAll("no such text", "");
      case "lines" -> BodyRewrite.lines(20, RewritePlugin::line);
      case "elements" ->
          new JsonElements(20, element -> element.contentEquals("2") ? null : element);
      case "suffix" -> new Suffix();
      case "hash" -> new Hash();
      case "bad-chunk" -> new Failing("a chunk");
      case "bad-end" -> new Failing("the end");
      case "late" -> new Late();
      default -> throw new IllegalStateException(name);
    };
  }

  private static @Nullable Bytes line(Bytes line) {
    if (line.contentEquals("drop")) {
      return null;
    }
    return line.startsWith("#") ? Bytes.utf8("comment") : line;
  }

  /** Adds something at the end, and so must hold back the end. */
  private static final class Suffix extends BodyRewrite {
    @Override
    public void write(Bytes chunk, BodyOutput out) {
      out.write(chunk);
    }

    @Override
    public void end(BodyOutput out) {
      out.write(" the end");
    }

    @Override
    public boolean holds() {
      return true;
    }
  }

  /** Fails at a chunk or at the end. */
  private static final class Failing extends BodyRewrite {
    private final String where;

    Failing(String where) {
      this.where = where;
    }

    @Override
    public void write(Bytes chunk, BodyOutput out) {
      if (where.equals("a chunk") && chunk.utf8().contains("bad")) {
        throw new IllegalStateException("thrown at " + where);
      }
      out.write(chunk);
    }

    @Override
    public void end(BodyOutput out) {
      if (where.equals("the end")) {
        throw new IllegalStateException("thrown at " + where);
      }
    }
  }

  /** Adds something at the end, and does not say before that it holds something back. */
  private static final class Late extends BodyRewrite {
    @Override
    public void write(Bytes chunk, BodyOutput out) {
      out.write(chunk);
    }

    @Override
    public void end(BodyOutput out) {
      out.write("late");
    }
  }

  /** Changes nothing, and tells what it saw. */
  private static final class Hash extends BodyRewrite {
    private int sum;
    private int length;

    @Override
    public void write(Bytes chunk, BodyOutput out) {
      for (byte value : chunk.toByteArray()) {
        sum = sum * 31 + value;
      }
      length += chunk.length();
      out.write(chunk);
    }

    @Override
    public void end(BodyOutput out) {
      Log.info("hash " + length + " " + sum);
    }
  }
}
