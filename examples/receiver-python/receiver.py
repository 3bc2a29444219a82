"""Receives webhooks of format standard with Python's standard library alone."""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = os.environ.get("SIGNING_SECRET", "")
PORT = int(os.environ.get("PORT", "3000"))
BODY_BYTES_MAX = 4_000_000
TOLERANCE_SECONDS = 300
READ_TIMEOUT_SECONDS = 15


def is_signed(headers, body: bytes) -> bool:
    """Standard Webhooks: HMAC-SHA256 over id, timestamp and raw body; any one of the signatures has to fit."""
    event_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    # The length is bounded because converting endless digits takes endless time.
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    if abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    digest = hmac.new(key, f"{event_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(digest)
    given = headers.get("webhook-signature", "").split(" ")
    return any([hmac.compare_digest(signature.encode(), expected) for signature in given])


class Receiver(BaseHTTPRequestHandler):
    timeout = READ_TIMEOUT_SECONDS

    def do_POST(self):
        length = self.headers.get("content-length", "")
        if not (length.isascii() and length.isdigit() and len(length) <= 12):
            return self.answer(411)
        if int(length) > BODY_BYTES_MAX:
            return self.answer(413)
        body = self.rfile.read(int(length))
        if not is_signed(self.headers, body):
            return self.answer(401)
        self.answer(204)
        event = json.loads(body)
        print(self.headers["webhook-id"], event["type"], json.dumps(event["data"]), flush=True)

    def answer(self, status: int):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        """The lines above are the log."""


if SECRET == "":
    sys.exit("Set SIGNING_SECRET to the signing_secret of the endpoint.")
server = ThreadingHTTPServer(("127.0.0.1", PORT), Receiver)
print(f"Listening on http://127.0.0.1:{server.server_port}/", flush=True)
server.serve_forever()
