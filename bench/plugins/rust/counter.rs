//! Per request: count in shared data, and tell the upstream the number.

use proxy_wasm::traits::{Context, HttpContext};
use proxy_wasm::types::{Action, Status};

proxy_wasm::main! {{
    proxy_wasm::set_http_context(|_, _| Box::new(Stream));
}}

struct Stream;

impl Context for Stream {}

impl HttpContext for Stream {
    fn on_http_request_headers(&mut self, _: usize, _: bool) -> Action {
        if let Some(count) = self.count() {
            self.set_http_request_header("x-request-number", Some(&count));
        }
        Action::Continue
    }
}

impl Stream {
    fn count(&self) -> Option<String> {
        loop {
            let (old, cas) = self.get_shared_data("requests");
            let count = match old {
                Some(bytes) => String::from_utf8(bytes).ok()?.parse::<u64>().ok()? + 1,
                None => 1,
            }
            .to_string();
            match self.set_shared_data("requests", Some(count.as_bytes()), cas) {
                Ok(()) => return Some(count),
                Err(Status::CasMismatch) => {}
                Err(_) => return None,
            }
        }
    }
}
