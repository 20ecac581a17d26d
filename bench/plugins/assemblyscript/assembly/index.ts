// Per request: read two headers, add one to the request and one to the response, count.
export * from "@solo-io/proxy-runtime/proxy";
import {
  Context,
  Counter,
  FilterHeadersStatusValues,
  RootContext,
  registerRootContext,
  stream_context,
} from "@solo-io/proxy-runtime";

class Plugin extends RootContext {
  requests: Counter = new Counter("bench_requests");
  seen: i32 = 0;

  // The SDK's own onConfigure hands the size of the configuration to the host as an address to write to.
  onConfigure(size: u32): bool {
    return true;
  }

  createContext(id: u32): Context {
    return new Stream(id, this);
  }
}

class Stream extends Context {
  constructor(id: u32, private plugin: Plugin) {
    super(id, plugin);
  }

  onRequestHeaders(headers: u32, endOfStream: bool): FilterHeadersStatusValues {
    if (stream_context.headers.request.get(":path").startsWith("/x")) {
      this.plugin.seen++;
    }
    this.plugin.seen += stream_context.headers.request.get("user-agent").length;
    stream_context.headers.request.add("x-a", "b");
    this.plugin.requests.increment(1);
    return FilterHeadersStatusValues.Continue;
  }

  onResponseHeaders(headers: u32, endOfStream: bool): FilterHeadersStatusValues {
    stream_context.headers.response.add("x-b", "c");
    return FilterHeadersStatusValues.Continue;
  }
}

registerRootContext((id: u32) => new Plugin(id), "bench");
