package io.proxywasm.compiler;

/** Says who provides an import that Envoy's host does not, where that is well known. */
final class ForeignImports {
  private ForeignImports() {}

  static String advice(String module, String name) {
    if (module.startsWith("teavm")) {
      return "It is a JavaScript function of TeaVM's runtime; the plugin reaches Java code that needs a browser.";
    }
    if (module.equals("wasi_snapshot_preview1") && name.equals("proc_raise")) {
      return "It is the one function of WASI preview 1 that hosts leave out.";
    }
    if (module.startsWith("wasi:") || module.startsWith("wasi_snapshot_preview2")) {
      return "It belongs to WASI preview 2; build for wasm32-wasip1.";
    }
    if (module.startsWith("wasi_") || module.startsWith("wasix_")) {
      return "It belongs to another WASI; hosts provide wasi_snapshot_preview1 and wasi_unstable.";
    }
    if (module.equals("go") || module.equals("gojs")) {
      return "It is Go's browser runtime; build with GOOS=wasip1 and -buildmode=c-shared.";
    }
    if (module.startsWith("__wbindgen") || module.equals("wbg")) {
      return "It is wasm-bindgen's JavaScript; some crate needs a browser. Build for wasm32-wasip1.";
    }
    if (name.startsWith("proxy_redis_")
        || name.equals("proxy_inject_encoded_data_to_filter_chain")) {
      return "Only Higress provides it.";
    }
    if (module.equals("env") && name.equals("abort")) {
      return "AssemblyScript imports it by default; build with --use abort=abort_proc_exit.";
    }
    return "Nothing that is known here provides it; remove what calls it.";
  }
}
