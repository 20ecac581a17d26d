package io.proxywasm.host;

import io.proxywasm.abi.BufferType;
import io.proxywasm.abi.Status;
import io.proxywasm.host.guest.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A plugin's context for one HTTP stream: what Envoy's Wasm filter is. It turns what passes the
 * chain into callbacks, and their answers into what the chain shall do.
 */
final class HttpContext extends Context {
  /** What a filter answers to headers. */
  static final int CONTINUE = 0;

  static final int STOP = 1;
  static final int STOP_ALL_BUFFER = 3;
  static final int STOP_ALL_WATERMARK = 4;

  /** What a filter answers to a part of a body. */
  static final int STOP_AND_BUFFER = 1;

  static final int STOP_AND_WATERMARK = 2;
  static final int STOP_NO_BUFFER = 3;

  /** The reason of a stream that failed because its plugin has: Envoy's words. */
  static final String FAILED = "wasm_fail_stream";

  private static final String CLOSED = "wasm_close_stream";
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final int GRPC_UNAVAILABLE = 14;

  private final RootContext root;
  private final HttpFilterChain chain;
  private boolean started;
  private boolean streamFailed;
  private boolean localResponseSent;
  private boolean destroyed;
  private boolean logging;

  private @Nullable HeaderMap requestHeaders;
  private @Nullable HeaderMap requestTrailers;
  private @Nullable HeaderMap responseHeaders;
  private @Nullable HeaderMap responseTrailers;
  private @Nullable Buffer requestBody;
  private @Nullable Buffer responseBody;
  private boolean bufferingRequest;
  private boolean bufferingResponse;
  private boolean endOfStream;

  HttpContext(RootContext root, HttpFilterChain chain) {
    super(root.vm, root.vm.newContextId(), root.streamLogSource);
    this.root = root;
    this.chain = chain;
    vm.add(this);
  }

  @Override
  Context root() {
    return root;
  }

  private void create() {
    if (!created) {
      created = true;
      if (!vm.isFailed() && vm.has(Callback.ON_CONTEXT_CREATE)) {
        vm.onContextCreate(this, root.id);
        vm.finishCall();
      }
    }
  }

  /** Whether the VM is dead, and what that means for the stream was done. */
  private boolean failed() {
    if (!vm.isFailed()) {
      return false;
    }
    if (!open() && !streamFailed) {
      streamFailed = true;
      if (!localResponseSent) {
        localResponseSent = true;
        chain.sendLocalResponse(failure());
      }
    }
    return true;
  }

  /** What a client gets when a plugin is dead. */
  static LocalResponse failure() {
    return new LocalResponse(
        SERVICE_UNAVAILABLE, new byte[0], new HeaderMap(2), GRPC_UNAVAILABLE, FAILED);
  }

  /** Whether streams pass a dead plugin, and a response made for its death passes it as well. */
  private boolean open() {
    return root.config.failurePolicy() == FailurePolicy.FAIL_OPEN_AT_ONCE || streamFailed;
  }

  // The request.

  int decodeHeaders(HeaderMap headers, boolean end) {
    create();
    started = true;
    requestHeaders = headers;
    endOfStream = end;
    int status = CONTINUE;
    if (vm.isFailed()) {
      status = onFailedHeaders();
    } else if (vm.has(Callback.ON_REQUEST_HEADERS)) {
      status = afterHeaders(vm.onRequestHeaders(this, headers.size(), end));
    }
    if (status == CONTINUE) {
      requestHeaders = null;
    }
    return status;
  }

  /** Turns the answer to headers into a status; the call ends here. */
  private int afterHeaders(int answer) {
    int status;
    if (vm.isFailed()) {
      status = onFailedHeaders();
    } else if (vm.isNextIterationStopped() || answer < 0 || answer > STOP_ALL_WATERMARK) {
      status = STOP_ALL_WATERMARK;
    } else if (answer == STOP) {
      status = root.config.allowOnHeadersStopIteration() ? STOP : STOP_ALL_WATERMARK;
    } else {
      // ContinueAndEndStream is taken for Continue by Envoy.
      status = answer == STOP_ALL_BUFFER || answer == STOP_ALL_WATERMARK ? answer : CONTINUE;
    }
    vm.finishCall();
    return status;
  }

  private int onFailedHeaders() {
    boolean passes = open();
    return failed() && !passes ? STOP_ALL_WATERMARK : CONTINUE;
  }

  int decodeData(Buffer data, boolean end) {
    if (!started) {
      return CONTINUE;
    }
    if (!vm.isFailed() && !vm.has(Callback.ON_REQUEST_BODY)) {
      return CONTINUE;
    }
    if (bufferingRequest) {
      chain.request().add(data);
    }
    requestBody = data;
    endOfStream = end;
    int status;
    if (vm.isFailed()) {
      status = onFailedData();
    } else {
      Buffer whole = bufferingRequest ? chain.request().buffered() : data;
      status = afterData(vm.onRequestBody(this, whole == null ? 0 : whole.length(), end));
    }
    bufferingRequest = status == STOP_AND_BUFFER;
    if (status == CONTINUE) {
      requestBody = null;
    }
    return status;
  }

  private int afterData(int answer) {
    int status;
    if (vm.isFailed()) {
      status = onFailedData();
    } else if (vm.isNextIterationStopped() || answer < 0 || answer > STOP_NO_BUFFER) {
      status = STOP_NO_BUFFER;
    } else {
      status = answer;
    }
    vm.finishCall();
    return status;
  }

  private int onFailedData() {
    boolean passes = open();
    return failed() && !passes ? STOP_NO_BUFFER : CONTINUE;
  }

  int decodeTrailers(HeaderMap trailers) {
    if (!started) {
      return CONTINUE;
    }
    requestTrailers = trailers;
    int status = CONTINUE;
    if (vm.isFailed()) {
      status = onFailedTrailers();
    } else if (vm.has(Callback.ON_REQUEST_TRAILERS)) {
      status = afterTrailers(vm.onRequestTrailers(this, trailers.size()));
    }
    if (status == CONTINUE) {
      requestTrailers = null;
    }
    return status;
  }

  private int afterTrailers(int answer) {
    int status;
    if (vm.isFailed()) {
      status = onFailedTrailers();
    } else {
      status = vm.isNextIterationStopped() || answer != CONTINUE ? STOP : CONTINUE;
    }
    vm.finishCall();
    return status;
  }

  private int onFailedTrailers() {
    boolean passes = open();
    return failed() && !passes ? STOP : CONTINUE;
  }

  void decodeMetadata(HeaderMap metadata) {
    if (started && !vm.isFailed() && vm.has(Callback.ON_REQUEST_METADATA)) {
      vm.onRequestMetadata(this, metadata.size());
      vm.finishCall();
    }
  }

  // The response.

  int encodeHeaders(HeaderMap headers, boolean end) {
    if (!started) {
      return CONTINUE;
    }
    responseHeaders = headers;
    endOfStream = end;
    int status = CONTINUE;
    if (vm.isFailed()) {
      status = onFailedHeaders();
    } else if (vm.has(Callback.ON_RESPONSE_HEADERS)) {
      status = afterHeaders(vm.onResponseHeaders(this, headers.size(), end));
    }
    if (status == CONTINUE) {
      responseHeaders = null;
    }
    return status;
  }

  int encodeData(Buffer data, boolean end) {
    if (!started) {
      return CONTINUE;
    }
    if (!vm.isFailed() && !vm.has(Callback.ON_RESPONSE_BODY)) {
      return CONTINUE;
    }
    if (bufferingResponse) {
      chain.response().add(data);
    }
    responseBody = data;
    endOfStream = end;
    int status;
    if (vm.isFailed()) {
      status = onFailedData();
    } else {
      Buffer whole = bufferingResponse ? chain.response().buffered() : data;
      status = afterData(vm.onResponseBody(this, whole == null ? 0 : whole.length(), end));
    }
    bufferingResponse = status == STOP_AND_BUFFER;
    if (status == CONTINUE) {
      responseBody = null;
    }
    return status;
  }

  int encodeTrailers(HeaderMap trailers) {
    if (!started) {
      return CONTINUE;
    }
    responseTrailers = trailers;
    int status = CONTINUE;
    if (vm.isFailed()) {
      status = onFailedTrailers();
    } else if (vm.has(Callback.ON_RESPONSE_TRAILERS)) {
      status = afterTrailers(vm.onResponseTrailers(this, trailers.size()));
    }
    if (status == CONTINUE) {
      responseTrailers = null;
    }
    return status;
  }

  void encodeMetadata(HeaderMap metadata) {
    if (started && !vm.isFailed() && vm.has(Callback.ON_RESPONSE_METADATA)) {
      vm.onResponseMetadata(this, metadata.size());
      vm.finishCall();
    }
  }

  // The end.

  void log() {
    create();
    if (!vm.isFailed() && vm.has(Callback.ON_LOG)) {
      logging = true;
      vm.onLog(this);
      vm.finishCall();
      logging = false;
    }
  }

  void destroy() {
    if (destroyed) {
      return;
    }
    destroyed = true;
    requestHeaders = null;
    requestTrailers = null;
    responseHeaders = null;
    responseTrailers = null;
    requestBody = null;
    responseBody = null;
    if (created) {
      if (!vm.isFailed() && vm.has(Callback.ON_DONE)) {
        var unused = vm.onDone(this);
        vm.finishCall();
      }
      if (!vm.isFailed() && vm.has(Callback.ON_DELETE)) {
        vm.onDelete(this);
        vm.finishCall();
      }
    }
    vm.remove(this);
  }

  boolean isDestroyed() {
    return destroyed;
  }

  @Override
  void onVmFailed() {
    if (destroyed || !started) {
      return;
    }
    if (open() && !streamFailed) {
      chain.request().resume(this);
      chain.response().resume(this);
    } else {
      var unused = failed();
    }
  }

  // What hostcalls ask of it.

  @Override
  @Nullable StreamInfo info() {
    return chain.info();
  }

  @Override
  @Nullable HeaderMap map(int type) {
    return switch (type) {
      case REQUEST_HEADERS -> requestHeaders;
      case REQUEST_TRAILERS -> {
        if (requestTrailers == null && requestBody != null && endOfStream && !destroyed) {
          requestTrailers = chain.request().addTrailers();
        }
        yield requestTrailers;
      }
      case RESPONSE_HEADERS -> responseHeaders;
      case RESPONSE_TRAILERS -> {
        if (responseTrailers == null && responseBody != null && endOfStream && !destroyed) {
          responseTrailers = chain.response().addTrailers();
        }
        yield responseTrailers;
      }
      default -> null;
    };
  }

  @Override
  @Nullable HeaderMap readableMap(int type) {
    if (logging) {
      return switch (type) {
        case REQUEST_HEADERS -> orEmpty(chain.request().headers());
        case REQUEST_TRAILERS -> orEmpty(requestTrailers);
        case RESPONSE_HEADERS -> orEmpty(chain.response().headers());
        case RESPONSE_TRAILERS -> orEmpty(chain.response().trailers());
        default -> orEmpty(root.readableMap(type));
      };
    }
    return switch (type) {
      case REQUEST_HEADERS -> requestHeaders;
      case REQUEST_TRAILERS -> requestTrailers;
      case RESPONSE_HEADERS -> responseHeaders;
      case RESPONSE_TRAILERS -> responseTrailers;
      default -> root.readableMap(type);
    };
  }

  private static HeaderMap orEmpty(@Nullable HeaderMap map) {
    return map == null ? new HeaderMap(1) : map;
  }

  @Override
  @Nullable Buffer buffer(int type) {
    return switch (BufferType.of(type)) {
      case HTTP_REQUEST_BODY ->
          orEmpty(bufferingRequest ? chain.request().buffered() : requestBody);
      case HTTP_RESPONSE_BODY ->
          orEmpty(bufferingResponse ? chain.response().buffered() : responseBody);
      default -> root.buffer(type);
    };
  }

  private static Buffer orEmpty(@Nullable Buffer buffer) {
    return buffer == null ? new HeapBuffer() : buffer;
  }

  @Override
  boolean writable(int type) {
    return switch (BufferType.of(type)) {
      case HTTP_REQUEST_BODY ->
          (bufferingRequest ? chain.request().buffered() : requestBody) != null;
      case HTTP_RESPONSE_BODY ->
          (bufferingResponse ? chain.response().buffered() : responseBody) != null;
      default -> root.writable(type);
    };
  }

  @Override
  int continueStream(int type) {
    switch (type) {
      case 0 ->
          vm.afterCall(
              () -> {
                if (!destroyed) {
                  chain.request().resume(this);
                }
              });
      case 1 ->
          vm.afterCall(
              () -> {
                if (!destroyed) {
                  chain.response().resume(this);
                }
              });
      default -> {
        return super.continueStream(type);
      }
    }
    // Envoy forgets the request in both cases.
    requestHeaders = null;
    requestBody = null;
    requestTrailers = null;
    return Status.OK.code();
  }

  @Override
  int closeStream(int type) {
    if (type == 0 || type == 1) {
      if (chain.info().responseCodeDetails() == null) {
        chain.info().setResponseCodeDetails(CLOSED);
      }
      vm.afterCall(
          () -> {
            if (!destroyed) {
              chain.resetStream(CLOSED);
            }
          });
    }
    return Status.OK.code();
  }

  @Override
  void sendLocalResponse(LocalResponse response) {
    vm.afterCall(
        () -> {
          if (!destroyed) {
            chain.sendLocalResponse(response);
          }
        });
  }

  @Override
  void clearRouteCache() {
    if (!destroyed) {
      chain.clearRouteCache();
    }
  }
}
