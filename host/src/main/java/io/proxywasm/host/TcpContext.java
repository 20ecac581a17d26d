package io.proxywasm.host;

import io.proxywasm.abi.BufferType;
import io.proxywasm.abi.PeerType;
import io.proxywasm.abi.Status;
import io.proxywasm.host.guest.Callback;
import org.jspecify.annotations.Nullable;

/** A plugin's context for one TCP connection: what Envoy's Wasm network filter is. */
final class TcpContext extends Context {
  private final RootContext root;
  private final TcpFilterChain chain;
  private @Nullable Buffer downstreamData;
  private @Nullable Buffer upstreamData;
  private boolean streamFailed;
  private boolean downstreamClosed;
  private boolean upstreamClosed;
  private boolean over;

  TcpContext(RootContext root, TcpFilterChain chain) {
    super(root.vm, root.vm.newContextId(), root.streamLogSource);
    this.root = root;
    this.chain = chain;
    vm.add(this);
  }

  @Override
  Context root() {
    return root;
  }

  /** Whether the connection goes on. */
  boolean newConnection() {
    created = true;
    if (!vm.isFailed() && vm.has(Callback.ON_CONTEXT_CREATE)) {
      vm.onContextCreate(this, root.id);
      vm.finishCall();
    }
    if (vm.isFailed()) {
      return passesFailure();
    }
    return !vm.has(Callback.ON_NEW_CONNECTION) || after(vm.onNewConnection(this));
  }

  private boolean after(int answer) {
    boolean goesOn = vm.isFailed() ? passesFailure() : answer == 0;
    vm.finishCall();
    return goesOn;
  }

  private boolean passesFailure() {
    if (root.config.failurePolicy() == FailurePolicy.FAIL_OPEN_AT_ONCE) {
      return true;
    }
    if (!streamFailed) {
      streamFailed = true;
      chain.closeDownstream(HttpContext.FAILED);
    }
    return false;
  }

  boolean downstreamData(Buffer data, boolean end) {
    downstreamData = data;
    boolean goesOn =
        vm.isFailed()
            ? passesFailure()
            : !vm.has(Callback.ON_DOWNSTREAM_DATA)
                || after(vm.onDownstreamData(this, data.length(), end));
    if (goesOn) {
      downstreamData = null;
    }
    return goesOn;
  }

  boolean upstreamData(Buffer data, boolean end) {
    upstreamData = data;
    boolean goesOn =
        vm.isFailed()
            ? passesFailure()
            : !vm.has(Callback.ON_UPSTREAM_DATA)
                || after(vm.onUpstreamData(this, data.length(), end));
    if (goesOn) {
      upstreamData = null;
    }
    if (end) {
      upstreamClosed(PeerType.UNKNOWN);
    }
    return goesOn;
  }

  private void upstreamClosed(PeerType peer) {
    if (!upstreamClosed) {
      upstreamClosed = true;
      if (!vm.isFailed() && vm.has(Callback.ON_UPSTREAM_CONNECTION_CLOSE)) {
        vm.onUpstreamConnectionClose(this, peer.code());
        vm.finishCall();
      }
    }
    if (downstreamClosed) {
      finish();
    }
  }

  void downstreamClosed(boolean remote) {
    if (over || downstreamClosed) {
      return;
    }
    downstreamClosed = true;
    if (!vm.isFailed() && vm.has(Callback.ON_DOWNSTREAM_CONNECTION_CLOSE)) {
      vm.onDownstreamConnectionClose(this, (remote ? PeerType.REMOTE : PeerType.LOCAL).code());
      vm.finishCall();
    }
    finish();
  }

  /** The end: done, log, delete. */
  void finish() {
    if (over) {
      return;
    }
    over = true;
    if (created) {
      if (!vm.isFailed() && vm.has(Callback.ON_DONE)) {
        var unused = vm.onDone(this);
        vm.finishCall();
      }
      if (!vm.isFailed() && vm.has(Callback.ON_LOG)) {
        vm.onLog(this);
        vm.finishCall();
      }
      if (!vm.isFailed() && vm.has(Callback.ON_DELETE)) {
        vm.onDelete(this);
        vm.finishCall();
      }
    }
    downstreamData = null;
    upstreamData = null;
    vm.remove(this);
  }

  @Override
  void onVmFailed() {
    if (created && !over && passesFailure()) {
      chain.resume(this);
    }
  }

  @Override
  @Nullable StreamInfo info() {
    return chain.info();
  }

  @Override
  @Nullable HeaderMap readableMap(int type) {
    return type <= RESPONSE_TRAILERS ? null : root.readableMap(type);
  }

  @Override
  @Nullable Buffer buffer(int type) {
    return switch (BufferType.of(type)) {
      case DOWNSTREAM_DATA -> downstreamData == null ? new HeapBuffer() : downstreamData;
      case UPSTREAM_DATA -> upstreamData == null ? new HeapBuffer() : upstreamData;
      default -> root.buffer(type);
    };
  }

  @Override
  boolean writable(int type) {
    return switch (BufferType.of(type)) {
      case DOWNSTREAM_DATA -> downstreamData != null;
      case UPSTREAM_DATA -> upstreamData != null;
      default -> root.writable(type);
    };
  }

  @Override
  int continueStream(int type) {
    if (type == DOWNSTREAM) {
      vm.afterCall(() -> chain.resume(this));
      return Status.OK.code();
    }
    return super.continueStream(type);
  }

  @Override
  int closeStream(int type) {
    if (type == DOWNSTREAM || type == UPSTREAM) {
      vm.afterCall(() -> chain.closeDownstream("wasm_close_stream"));
    }
    return Status.OK.code();
  }
}
