//! Per request: let the body pass if it is JSON and an object with the members that must be there.

use proxy_wasm::traits::{Context, HttpContext};
use proxy_wasm::types::Action;
use serde_json::Value;

const REQUIRED: [&str; 4] = ["id", "customer", "items", "total"];

proxy_wasm::main! {{
    proxy_wasm::set_http_context(|_, _| Box::new(Stream));
}}

struct Stream;

impl Context for Stream {}

impl HttpContext for Stream {
    fn on_http_request_headers(&mut self, _: usize, _: bool) -> Action {
        if self.get_http_request_header("content-type").as_deref() != Some("application/json") {
            self.send_http_response(403, vec![], Some(b"content-type must be provided"));
            return Action::Pause;
        }
        Action::Continue
    }

    fn on_http_request_body(&mut self, size: usize, end_of_stream: bool) -> Action {
        if !end_of_stream {
            return Action::Pause;
        }
        let body = self.get_http_request_body(0, size).unwrap_or_default();
        if !is_valid(&body) {
            self.send_http_response(403, vec![], Some(b"invalid payload"));
            return Action::Pause;
        }
        Action::Continue
    }
}

fn is_valid(body: &[u8]) -> bool {
    match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(members)) => REQUIRED.iter().all(|name| members.contains_key(*name)),
        _ => false,
    }
}
