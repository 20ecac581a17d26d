//! What `json` does, without a tree: the members that must be there are fields, their values are skipped.

use proxy_wasm::traits::{Context, HttpContext};
use proxy_wasm::types::Action;
use serde::de::IgnoredAny;
use serde::Deserialize;

#[derive(Deserialize)]
struct Order {
    #[serde(rename = "id")]
    _id: IgnoredAny,
    #[serde(rename = "customer")]
    _customer: IgnoredAny,
    #[serde(rename = "items")]
    _items: IgnoredAny,
    #[serde(rename = "total")]
    _total: IgnoredAny,
}

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
        if serde_json::from_slice::<Order>(&body).is_err() {
            self.send_http_response(403, vec![], Some(b"invalid payload"));
            return Action::Pause;
        }
        Action::Continue
    }
}
