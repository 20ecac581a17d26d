package io.proxywasm.examples.chunk;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Digits;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;

/** Looks into each chunk of a request's body as it comes, and refuses it when a word is in one. */
public final class HttpBodyChunk extends HttpContext {
  private int seen;
  private int chunks;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.http(HttpBodyChunk::new);
  }

  @Override
  public Action onRequestBody(Body body, boolean endOfStream) {
    Log.info(
        "onRequestBody called: body size "
            + Digits.of(body.size())
            + ", read before "
            + Digits.of(seen)
            + ", end of stream "
            + endOfStream);
    if (body.size() > seen) {
      Bytes chunk = body.get(seen, body.size() - seen);
      seen = body.size();
      chunks++;
      Log.info("read chunk size: " + Digits.of(chunk.length()));
      if (chunk.contains("pattern")) {
        String found = "pattern found in chunk: " + Digits.of(chunks);
        Log.info(found);
        return respond(403).header("powered-by", "proxy-wasm-java").body(found).send();
      }
    }
    if (!endOfStream) {
      return Action.PAUSE; // The next call sees what has come so far, and the next chunk after it.
    }
    Log.info("pattern not found");
    return Action.CONTINUE;
  }
}
