# SPDX-License-Identifier: GPL-3.0-or-later
"""What may answer in a portal's place: a server that gives one kind of wrong answer until it is told another."""
import http.server
import threading

HUGE = 100 * 1024 * 1024

JSON, HTML = "application/json", "text/html; charset=utf-8"

# Status, media type and body of each kind.
ANSWERS = {
    "a sign-in page of a network": (200, HTML, b"<!DOCTYPE html><title>Sign in</title><form>Accept the terms</form>"),
    "an error page with status 200": (200, JSON, b'{"error": {"message": "Internal Server Error", "code": 500}}'),
    "truncated JSON": (200, JSON, b'{"device": "00421", "epoch": 1, "seq": 5, "he'),
    "nothing": (200, JSON, b""),
    "deep JSON": (200, JSON, b"[" * 100000),
    "wrong types": (200, JSON, b'{"device": 421, "epoch": "1", "seq": 5.0, "head": [], "at": null, "sig": {}, '
                               b'"cursor": 7, "changes": "none"}'),
    "numbers out of range": (200, JSON, b'{"device": "00421", "epoch": 9223372036854775808, "seq": 1e400, '
                                        b'"cursor": "", "changes": []}'),
    "binary": (200, JSON, bytes(range(256)) * 16),
    "status 500": (500, HTML, b"<h1>500 Internal Server Error</h1>"),
}


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = self.server.kind
        if kind == "silence":
            self.server.ended.wait()
        elif kind == "a huge body":
            self.send_huge()
        elif kind == "half of what was announced":
            self.begin(200, JSON, 1000)
            self.wfile.write(b'{"device": "00421", ')
        else:
            status, media_type, body = ANSWERS[kind]
            self.begin(status, media_type, len(body))
            self.wfile.write(body)
        self.close_connection = True

    do_GET = do_POST = answer

    def begin(self, status, media_type, length):
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        self.end_headers()

    def send_huge(self):
        self.begin(200, JSON, HUGE)
        piece = b" " * 65536
        try:
            for _ in range(HUGE // len(piece)):
                self.wfile.write(piece)
            self.server.swallowed = True
        except ConnectionError:
            pass  # who has read enough hangs up

    def log_message(self, *arguments):
        pass


class HostilePortal(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port):
        super().__init__(("127.0.0.1", int(port)), Answer)
        self.kind = "nothing"
        self.swallowed = False
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)
        self.thread.start()

    def handle_error(self, request, address):
        pass  # a counter that hangs up is no error

    def end(self):
        self.ended.set()
        self.shutdown()
        self.thread.join()
        self.server_close()
