package io.proxywasm.testkit;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.ForeignFunction;
import io.proxywasm.host.StreamInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What a proxy is made of. */
record Setup(
    Mode mode,
    List<TestPlugin> plugins,
    Set<String> clusters,
    Map<String, ForeignFunction> functions,
    Map<String, byte[]> properties,
    Consumer<StreamInfo> streams,
    LogLevel level,
    int bufferLimit) {
  static final Consumer<StreamInfo> NO_STREAMS = info -> {};
  static final int BUFFER_LIMIT = 1 << 20;
}
