//! Per request: read two headers, add one to the request and one to the response, count.

use proxy_wasm::hostcalls;
use proxy_wasm::traits::{Context, HttpContext, RootContext};
use proxy_wasm::types::{Action, ContextType, MetricType};

proxy_wasm::main! {{
    proxy_wasm::set_root_context(|_| Box::new(Plugin { requests: 0 }));
}}

struct Plugin {
    requests: u32,
}

impl Context for Plugin {}

impl RootContext for Plugin {
    fn on_vm_start(&mut self, _: usize) -> bool {
        match hostcalls::define_metric(MetricType::Counter, "bench_requests") {
            Ok(id) => {
                self.requests = id;
                true
            }
            Err(_) => false,
        }
    }

    fn create_http_context(&self, _: u32) -> Option<Box<dyn HttpContext>> {
        Some(Box::new(Stream {
            requests: self.requests,
            seen: 0,
        }))
    }

    fn get_type(&self) -> Option<ContextType> {
        Some(ContextType::HttpContext)
    }
}

struct Stream {
    requests: u32,
    seen: usize,
}

impl Context for Stream {}

impl HttpContext for Stream {
    fn on_http_request_headers(&mut self, _: usize, _: bool) -> Action {
        if let Some(path) = self.get_http_request_header(":path") {
            if path.starts_with("/x") {
                self.seen += 1;
            }
        }
        if let Some(agent) = self.get_http_request_header("user-agent") {
            self.seen += agent.len();
        }
        self.add_http_request_header("x-a", "b");
        let _ = hostcalls::increment_metric(self.requests, 1);
        Action::Continue
    }

    fn on_http_response_headers(&mut self, _: usize, _: bool) -> Action {
        self.add_http_response_header("x-b", "c");
        Action::Continue
    }
}
