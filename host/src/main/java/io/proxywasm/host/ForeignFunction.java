package io.proxywasm.host;

import io.proxywasm.abi.Status;
import org.jspecify.annotations.Nullable;

/**
 * A function of the host that plugins call by name, with {@code proxy_call_foreign_function}.
 * Called on the loop of the VM while a callback runs, so it must not block.
 */
@FunctionalInterface
public interface ForeignFunction {
  /** Does the call. An exception is logged and becomes {@link Status#INTERNAL_FAILURE}. */
  Result call(Caller caller, byte[] arguments);

  /** Who calls. Good only during the call. */
  interface Caller {
    /** The stream for which the plugin runs; null when it runs for none (a tick, a callout). */
    @Nullable StreamInfo stream();

    /** The configured name of the plugin. */
    String pluginName();

    /** Has the route of the stream chosen anew; without effect when there is no stream. */
    void clearRouteCache();
  }

  /**
   * What comes of a call.
   *
   * @param status {@link Status#OK} or why it was not done
   * @param bytes what the plugin gets, may be empty; without meaning after a failure
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Result(Status status, byte[] bytes) {
    private static final byte[] NOTHING = {};

    /** The call was done and gives nothing. */
    public static Result ok() {
      return new Result(Status.OK, NOTHING);
    }

    /** The call was done and gives these bytes. */
    public static Result ok(byte[] bytes) {
      return new Result(Status.OK, bytes);
    }

    /** The call was not done. */
    public static Result failed(Status status) {
      return new Result(status, NOTHING);
    }
  }
}
