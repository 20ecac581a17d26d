package io.proxywasm.host;

import io.proxywasm.abi.BufferType;
import io.proxywasm.abi.MapType;
import io.proxywasm.abi.Status;
import io.proxywasm.host.guest.Callback;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A plugin's context in one VM: its configuration, ticks, queues and callouts. */
final class RootContext extends Context {
  final PluginConfig config;

  /** What a line of a stream's log begins with; the plugin's own lines have no name. */
  final String streamLogSource;

  /** Hears of the queues that this plugin has registered, from any thread. */
  private final SharedState.QueueConsumer queueConsumer;

  private final Set<Integer> queues = new HashSet<>();
  private final Map<Integer, Cancellable> httpCalls = new HashMap<>();
  private final Map<Integer, GrpcCallout> grpcCalls = new HashMap<>();
  private long tickMillis;
  private @Nullable Cancellable tick;
  private boolean configuring;
  private boolean pendingDone;
  private boolean deleted;
  private @Nullable Runnable onDeleted;

  // What the callback that is running may read.
  private @Nullable HeaderMap callHeaders;
  private @Nullable HeaderMap callTrailers;
  private @Nullable Buffer callBody;
  private @Nullable HeaderMap grpcInitialMetadata;
  private @Nullable HeaderMap grpcTrailingMetadata;
  private @Nullable Buffer grpcMessage;
  private int statusCode;
  private String statusMessage = "";

  RootContext(Vm vm, PluginConfig config) {
    super(vm, vm.newContextId(), "wasm log" + suffix(config.rootId(), config.vmId()));
    this.config = config;
    this.streamLogSource = "wasm log" + suffix(config.name(), config.rootId(), config.vmId());
    this.queueConsumer = queueId -> vm.loop.execute(() -> onQueueReady(queueId));
    vm.add(this);
  }

  private static String suffix(String... parts) {
    StringBuilder suffix = new StringBuilder();
    for (String part : parts) {
      if (!part.isEmpty()) {
        suffix.append(' ').append(part);
      }
    }
    return suffix.toString();
  }

  @Override
  Context root() {
    return this;
  }

  /** {@code on_context_create}, {@code on_vm_start}: whether the plugin agrees. */
  boolean start() {
    configuring = true;
    vm.onContextCreate(this, 0);
    configuring = false;
    created = true;
    // Envoy takes a plugin of which the context could not be made; its streams fail.
    boolean agreed = vm.isFailed() || !vm.has(Callback.ON_VM_START) || vm.onVmStart(this);
    vm.finishCall();
    return agreed;
  }

  /** {@code on_configure}: whether the plugin agrees. */
  boolean configure() {
    if (vm.isFailed()) {
      return true;
    }
    int size = config.configuration().length;
    configuring = true;
    boolean agreed = vm.onConfigure(this, size);
    configuring = false;
    vm.finishCall();
    return agreed;
  }

  /** Gets the configuration as ABI 0.1.0 asks for it. */
  byte[] configuration() {
    return configuring ? config.configuration() : vm.config.vmConfiguration();
  }

  // Ticks.

  void setTickPeriod(long millis) {
    if (tick != null) {
      tick.cancel();
      tick = null;
    }
    tickMillis = millis;
    if (millis > 0 && !deleted) {
      scheduleTick();
    }
  }

  private void scheduleTick() {
    tick = vm.loop.schedule(this::onTick, tickMillis, TimeUnit.MILLISECONDS);
  }

  private void onTick() {
    tick = null;
    if (deleted || vm.isFailed() || tickMillis == 0) {
      return;
    }
    if (vm.has(Callback.ON_TICK)) {
      vm.onTick(this);
      vm.finishCall();
    }
    if (tick == null && tickMillis > 0 && !deleted) {
      scheduleTick();
    }
  }

  /** Registers a queue; the result is its id, or 0. */
  int registerQueue(String name) {
    int id = vm.services.state().registerQueue(vm.config.vmId(), name, queueConsumer);
    if (id != 0) {
      queues.add(id);
    }
    return id;
  }

  private void onQueueReady(int queueId) {
    if (!deleted && !vm.isFailed() && vm.has(Callback.ON_QUEUE_READY)) {
      vm.onQueueReady(this, queueId);
      vm.finishCall();
    }
  }

  // Callouts.

  int httpCall(
      String cluster, HeaderMap headers, byte[] body, HeaderMap trailers, int timeoutMillis) {
    if (timeoutMillis < 0 || !vm.services.callouts().hasCluster(cluster)) {
      return Status.BAD_ARGUMENT.code();
    }
    if (!headers.contains(":path") || !headers.contains(":method") || !isHost(headers)) {
      return Status.BAD_ARGUMENT.code();
    }
    if (body.length > 0) {
      headers.set("content-length", Integer.toString(body.length));
    }
    int id = vm.nextHttpCallId();
    var request =
        new Callouts.HttpRequest(vm.loop, cluster, headers, body, trailers, timeoutMillis);
    Cancellable call = vm.services.callouts().httpCall(request, new HttpAnswer(id));
    if (call == null) {
      return Status.INTERNAL_FAILURE.code();
    }
    httpCalls.put(id, call);
    vm.hostcalls().output().number(id);
    return Status.OK.code();
  }

  private static boolean isHost(HeaderMap headers) {
    return headers.contains(":authority") || headers.contains("host");
  }

  /** Hears the answer of an HTTP call. */
  private final class HttpAnswer implements Callouts.HttpListener {
    private final int id;

    HttpAnswer(int id) {
      this.id = id;
    }

    @Override
    public void onResponse(HeaderMap headers, byte[] body, HeaderMap trailers) {
      if (httpCalls.remove(id) == null) {
        return;
      }
      callHeaders = headers;
      callTrailers = trailers.isEmpty() ? null : trailers;
      callBody = new HeapBuffer(body);
      onHttpCallResponse(id, headers.size(), body.length, trailers.size());
      callHeaders = null;
      callTrailers = null;
      callBody = null;
    }

    @Override
    public void onFailure(String reason) {
      if (httpCalls.remove(id) == null) {
        return;
      }
      statusCode = Status.BROKEN_CONNECTION.code();
      statusMessage = "reset";
      onHttpCallResponse(id, 0, 0, 0);
      statusMessage = "";
    }
  }

  private void onHttpCallResponse(int callId, int headers, int bodySize, int trailers) {
    if (!vm.isFailed() && vm.has(Callback.ON_HTTP_CALL_RESPONSE)) {
      vm.onHttpCallResponse(this, callId, headers, bodySize, trailers);
      vm.finishCall();
    }
  }

  int grpc(
      boolean unary,
      byte[] grpcService,
      String service,
      String method,
      HeaderMap initialMetadata,
      byte @Nullable [] message,
      int timeoutMillis) {
    GrpcTarget target = GrpcTarget.parse(grpcService);
    if (target == null) {
      return Status.PARSE_FAILURE.code();
    }
    if (target.cluster().isEmpty()) {
      return Status.BAD_ARGUMENT.code();
    }
    if (!vm.services.callouts().hasCluster(target.cluster())) {
      return target.isName() ? Status.PARSE_FAILURE.code() : Status.INTERNAL_FAILURE.code();
    }
    int id = unary ? vm.nextGrpcCallId() : vm.nextGrpcStreamId();
    HeaderMap metadata = target.metadata().copy();
    metadata.addAll(initialMetadata);
    var request =
        new Callouts.GrpcRequest(
            vm.loop, target.cluster(), service, method, metadata, unary, timeoutMillis);
    GrpcCallout callout = new GrpcCallout(this, id);
    Callouts.GrpcStream stream = vm.services.callouts().grpcStream(request, callout);
    if (stream == null) {
      return Status.INTERNAL_FAILURE.code();
    }
    callout.opened(stream);
    grpcCalls.put(id, callout);
    if (message != null) {
      stream.send(message, true);
    }
    vm.hostcalls().output().number(id);
    return Status.OK.code();
  }

  int grpcSend(int id, byte[] message, boolean endStream) {
    if (!Vm.isGrpcStream(id)) {
      return Status.BAD_ARGUMENT.code();
    }
    GrpcCallout call = grpcCalls.get(id);
    if (call == null) {
      return Status.NOT_FOUND.code();
    }
    call.send(message, endStream);
    return Status.OK.code();
  }

  private static boolean isGrpc(int id) {
    return Vm.isGrpcCall(id) || Vm.isGrpcStream(id);
  }

  int grpcCancel(int id) {
    if (!isGrpc(id)) {
      return Status.BAD_ARGUMENT.code();
    }
    GrpcCallout call = grpcCalls.remove(id);
    if (call == null) {
      return Status.NOT_FOUND.code();
    }
    call.cancel();
    return Status.OK.code();
  }

  int grpcClose(int id) {
    if (!isGrpc(id)) {
      return Status.BAD_ARGUMENT.code();
    }
    GrpcCallout call = grpcCalls.get(id);
    if (call == null) {
      return Status.NOT_FOUND.code();
    }
    if (Vm.isGrpcCall(id)) {
      grpcCalls.remove(id);
      call.cancel();
    } else if (call.closeLocal()) {
      grpcCalls.remove(id);
    }
    return Status.OK.code();
  }

  void onGrpcInitialMetadata(int id, HeaderMap metadata) {
    if (!grpcCalls.containsKey(id) || vm.isFailed()) {
      return;
    }
    if (vm.has(Callback.ON_GRPC_RECEIVE_INITIAL_METADATA)) {
      grpcInitialMetadata = metadata;
      vm.onGrpcReceiveInitialMetadata(this, id, metadata.size());
      vm.finishCall();
      grpcInitialMetadata = null;
    }
  }

  void onGrpcMessage(int id, byte[] message) {
    if (!grpcCalls.containsKey(id) || vm.isFailed()) {
      return;
    }
    if (vm.has(Callback.ON_GRPC_RECEIVE)) {
      grpcMessage = new HeapBuffer(message);
      vm.onGrpcReceive(this, id, message.length);
      vm.finishCall();
      grpcMessage = null;
    }
    if (Vm.isGrpcCall(id)) {
      grpcCalls.remove(id);
    }
  }

  void onGrpcTrailingMetadata(int id, HeaderMap metadata) {
    if (!grpcCalls.containsKey(id) || vm.isFailed()) {
      return;
    }
    if (vm.has(Callback.ON_GRPC_RECEIVE_TRAILING_METADATA)) {
      grpcTrailingMetadata = metadata;
      vm.onGrpcReceiveTrailingMetadata(this, id, metadata.size());
      vm.finishCall();
      grpcTrailingMetadata = null;
    }
  }

  void onGrpcClose(int id, int status, String message) {
    GrpcCallout call = grpcCalls.get(id);
    if (call == null || vm.isFailed()) {
      return;
    }
    if (vm.has(Callback.ON_GRPC_CLOSE)) {
      statusCode = status;
      statusMessage = message;
      vm.onGrpcClose(this, id, status);
      vm.finishCall();
      statusMessage = "";
    }
    if (Vm.isGrpcCall(id) || call.closeRemote()) {
      grpcCalls.remove(id);
    }
  }

  int statusCode() {
    return statusCode;
  }

  String statusMessage() {
    return statusMessage;
  }

  // The end.

  /**
   * Tells the plugin that it is over.
   *
   * @param whenDeleted what to do when it has agreed
   */
  void shutDown(Runnable whenDeleted) {
    onDeleted = whenDeleted;
    boolean agreed = vm.isFailed() || !vm.has(Callback.ON_DONE) || vm.onDone(this);
    vm.finishCall();
    if (agreed) {
      delete();
    } else {
      pendingDone = true;
    }
  }

  int done() {
    if (!pendingDone) {
      return Status.NOT_FOUND.code();
    }
    pendingDone = false;
    vm.afterCall(this::delete);
    return Status.OK.code();
  }

  /** Ends without a word, as when the VM is dead or a plugin never says that it is done. */
  void delete() {
    if (deleted) {
      return;
    }
    pendingDone = false;
    if (!vm.isFailed()) {
      if (vm.has(Callback.ON_DELETE)) {
        vm.onDelete(this);
        vm.finishCall();
      }
    }
    release();
    Runnable action = onDeleted;
    if (action != null) {
      action.run();
    }
  }

  /** Cancels what is under way. */
  void release() {
    deleted = true;
    setTickPeriod(0);
    httpCalls.values().forEach(Cancellable::cancel);
    httpCalls.clear();
    grpcCalls.values().forEach(GrpcCallout::cancel);
    grpcCalls.clear();
    queues.forEach(id -> vm.services.state().withdraw(id, queueConsumer));
    queues.clear();
    vm.remove(this);
  }

  /** What a callout gave can be read, but not changed. */
  @Override
  @Nullable HeaderMap readableMap(int type) {
    return switch (MapType.of(type)) {
      case HTTP_CALL_RESPONSE_HEADERS -> callHeaders;
      case HTTP_CALL_RESPONSE_TRAILERS -> callTrailers;
      case GRPC_CALL_INITIAL_METADATA -> grpcInitialMetadata;
      case GRPC_CALL_TRAILING_METADATA -> grpcTrailingMetadata;
      default -> null;
    };
  }

  @Override
  boolean writable(int type) {
    return BufferType.of(type) == BufferType.GRPC_CALL_MESSAGE && grpcMessage != null;
  }

  @Override
  @Nullable Buffer buffer(int type) {
    return switch (BufferType.of(type)) {
      case HTTP_CALL_RESPONSE_BODY -> callBody;
      case GRPC_CALL_MESSAGE -> grpcMessage == null ? new HeapBuffer() : grpcMessage;
      case VM_CONFIGURATION -> new HeapBuffer(vm.config.vmConfiguration());
      case PLUGIN_CONFIGURATION -> configuring ? new HeapBuffer(config.configuration()) : null;
      default -> new HeapBuffer();
    };
  }
}
