"""An authorization server to try the example with: `good` may pass, `slow` takes too long."""

import http.server
import sys
import time


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        who = self.headers.get("authorization", "")
        if who == "slow":
            time.sleep(3)
        self.send_response(200 if who in ("good", "slow") else 401)
        self.send_header("content-length", "0")
        self.end_headers()


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
