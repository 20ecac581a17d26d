package io.proxywasm.sdk;

/**
 * Rewrites chunk by chunk. While the rewrite holds something back, the chunk that it has seen stays
 * in the host's buffer: if trailers follow, the host takes the rest only in its place.
 */
@Cold
final class RewrittenBody extends BodyHandler {
  /** How much stays in the host's buffer before it is passed on nevertheless. */
  private static final int MOST_BUFFERED = 128 * 1024;

  private final BodyRewrite rewrite;
  private final BodyOutput out = new BodyOutput();

  /** How many bytes of the host's buffer the rewrite has seen. */
  private int seen;

  RewrittenBody(BodyRewrite rewrite) {
    this.rewrite = rewrite;
  }

  @Override
  Action onBody(Body body, boolean endOfStream) {
    Bytes chunk = body.size() > seen ? body.get(seen, body.size() - seen) : Bytes.empty();
    if (!chunk.isEmpty()) {
      rewrite.write(chunk, out);
    }
    if (endOfStream) {
      rewrite.end(out);
    } else if (rewrite.holds() && body.size() < MOST_BUFFERED) {
      seen = body.size();
      out.keep();
      return Action.PAUSE;
    }
    if (seen == 0 && out.isOnly(chunk)) {
      out.clear();
    } else if (body.size() > 0 || out.length() > 0) {
      out.replace(body);
    }
    seen = 0;
    if (endOfStream) {
      finish();
    }
    return Action.CONTINUE;
  }

  @Override
  void onTrailers(Body body) {
    rewrite.end(out);
    if (seen > 0) {
      out.replace(body);
    } else if (out.length() > 0) {
      throw new IllegalStateException(
          "trailers came when the last "
              + Digits.of(out.length())
              + " bytes of the body were not passed on; the host takes none after trailers");
    }
    finish();
  }
}
