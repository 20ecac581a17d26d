package io.proxywasm.sdk;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes a body while it passes, in constant memory, however long it is: {@link
 * HttpContext#rewriteRequestBody}, {@link HttpContext#rewriteResponseBody}. One object serves one
 * body.
 *
 * <p>A rewrite of your own takes chunks, which end anywhere. What it cannot decide yet it keeps a
 * copy of, says so in {@link #holds}, and writes it at the next chunk or in {@link #end}.
 */
public abstract class BodyRewrite {
  /** Makes a rewrite. */
  protected BodyRewrite() {}

  /**
   * Takes the next bytes.
   *
   * @param chunk the bytes, at least one; valid until the callback returns
   * @param out takes what is to be passed on
   */
  public abstract void write(Bytes chunk, BodyOutput out);

  /**
   * Ends the body.
   *
   * @param out takes what is still to be passed on
   */
  public void end(BodyOutput out) {}

  /**
   * Returns whether {@link #end} would write something if the body ended now. Then some of the body
   * stays in the host for a while: once it is passed on, nothing can be written if trailers follow.
   */
  public boolean holds() {
    return false;
  }

  /** Replaces each occurrence of some bytes, also across chunks; they must not be empty. */
  public static BodyRewrite replaceAll(Bytes search, Bytes replacement) {
    return new ReplaceRewrite(search.toByteArray(), replacement.toByteArray());
  }

  /** Replaces each occurrence of a text in UTF-8, also across chunks; it must not be empty. */
  public static BodyRewrite replaceAll(String search, String replacement) {
    return replaceAll(Bytes.utf8(search), Bytes.utf8(replacement));
  }

  /**
   * Changes line by line. Lines end with a line feed, and keep their ends.
   *
   * @param maxLength how many bytes a line may have; a longer one fails the stream
   * @param change takes a line without its line feed and carriage return, valid until it returns,
   *     and returns the new one, or null to drop it with its end
   */
  public static BodyRewrite lines(int maxLength, LineChange change) {
    return new LineRewrite(maxLength, change);
  }

  /** What is done to a line. */
  public interface LineChange {
    /** Returns the new line, the same one, or null to drop it. */
    @Nullable Bytes change(Bytes line);
  }

  /** Changes chunk by chunk, wherever they end; an operator that does not care about borders. */
  public static BodyRewrite chunks(UnaryOperator<Bytes> change) {
    return new BodyRewrite() {
      @Override
      public void write(Bytes chunk, BodyOutput out) {
        out.write(change.apply(chunk));
      }
    };
  }
}
