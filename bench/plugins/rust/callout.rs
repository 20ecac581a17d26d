//! Per request: ask another service whether it may pass, and tell the upstream for whom.

use proxy_wasm::traits::{Context, HttpContext};
use proxy_wasm::types::Action;
use std::time::Duration;

proxy_wasm::main! {{
    proxy_wasm::set_http_context(|_, _| Box::new(Stream));
}}

struct Stream;

impl Context for Stream {
    fn on_http_call_response(&mut self, _: u32, _: usize, _: usize, _: usize) {
        if self.get_http_call_response_header(":status").as_deref() != Some("200") {
            self.send_http_response(403, vec![], Some(b"Forbidden"));
            return;
        }
        let user = self.get_http_call_response_header("x-user").unwrap_or_default();
        self.set_http_request_header("x-user", Some(&user));
        self.resume_http_request();
    }
}

impl HttpContext for Stream {
    fn on_http_request_headers(&mut self, _: usize, _: bool) -> Action {
        let authorization = self.get_http_request_header("authorization").unwrap_or_default();
        let sent = self.dispatch_http_call(
            "auth",
            vec![
                (":method", "GET"),
                (":path", "/auth"),
                (":authority", "auth"),
                ("authorization", &authorization),
            ],
            None,
            vec![],
            Duration::from_secs(1),
        );
        if sent.is_err() {
            self.send_http_response(500, vec![], None);
        }
        Action::Pause
    }
}
