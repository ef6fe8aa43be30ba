"""The virtual printers in the browser: their papers as pictures, and buttons to make them misbehave. Loopback only."""

import io
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jinja2 import Environment, FileSystemLoader
from PIL import Image

from printers.virtual.printer import MODES, Paper, VirtualPrinter
from printers.wording import words
from server.words import LANGUAGES

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "server" / "web" / "static"
FILES = {
    "/static/page.css": (HERE / "static" / "page.css", "text/css; charset=utf-8"),
    "/static/page.js": (HERE / "static" / "page.js", "text/javascript; charset=utf-8"),
    "/static/tokens.css": (SHARED / "tokens.css", "text/css; charset=utf-8"),
    "/static/mark.svg": (SHARED / "mark.svg", "image/svg+xml"),
    "/static/vendor/atkinson.woff2": (SHARED / "vendor" / "atkinson.woff2", "font/woff2"),
    "/static/vendor/overpass.woff2": (SHARED / "vendor" / "overpass.woff2", "font/woff2"),
}
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LARGEST_BODY = 1024
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
templates = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True)


@dataclass
class PaperPages:
    """A small web server over some virtual printers. `port` 0 takes a free one."""

    printers: tuple[VirtualPrinter, ...]
    port: int = 0
    host: str = "127.0.0.1"
    _server: ThreadingHTTPServer = field(init=False)

    def start(self) -> "PaperPages":
        by_name = {printer.name: printer for printer in self.printers}
        handler = type("Handler", (PageHandler,), {"printers": by_name})
        self._server = ThreadingHTTPServer((self.host, self.port), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, name="paper-pages", daemon=True).start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/"


class PageHandler(BaseHTTPRequestHandler):
    """GET / · /printers · /printers/p1 · /printers/p1/papers · /printers/p1/papers/3.png; POST /printers/p1/mode"""

    printers: Mapping[str, VirtualPrinter] = {}
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if not self._is_from_here():
            self._answer(HTTPStatus.FORBIDDEN)
        elif path in FILES:
            self._file(*FILES[path])
        elif path == "/":
            self._page(tuple(self.printers.values()))
        elif path == "/printers":
            self._json({"printers": [facts(printer) for printer in self.printers.values()]})
        else:
            self._of_printer(path.strip("/").split("/"))

    def do_POST(self) -> None:
        parts = urlsplit(self.path).path.strip("/").split("/")
        printer = self.printers.get(parts[1]) if len(parts) == 3 and parts[::2] == ["printers", "mode"] else None
        mode, is_form = self._asked_mode()
        if not self._is_from_here() or not self._is_own_page():
            self._answer(HTTPStatus.FORBIDDEN)
        elif printer is None:
            self._answer(HTTPStatus.NOT_FOUND)
        elif mode not in MODES:
            self._json({"error": "unknown_mode", "modes": MODES}, HTTPStatus.BAD_REQUEST)
        else:
            printer.set_mode(mode)
            if is_form:
                self._answer(HTTPStatus.SEE_OTHER, headers={"Location": "/"})
            else:
                self._json(facts(printer))

    def _of_printer(self, parts: list[str]) -> None:
        printer = self.printers.get(parts[1]) if len(parts) > 1 and parts[0] == "printers" else None
        if printer and len(parts) == 2:
            self._page((printer,))
        elif printer and parts[2:] == ["papers"]:
            self._json({"papers": [paper_facts(paper) for paper in printer.papers]})
        elif printer and parts[2] == "papers" and len(parts) == 4:
            self._picture(printer, parts[3].removesuffix(".png"))
        else:
            self._answer(HTTPStatus.NOT_FOUND)

    def _picture(self, printer: VirtualPrinter, which: str) -> None:
        unfinished = printer.unfinished() if which == "unfinished" else None
        found = next((paper.image for paper in printer.papers if str(paper.number) == which), None)
        image = unfinished.image if unfinished else found
        if image is None:
            return self._answer(HTTPStatus.NOT_FOUND)
        keep = "no-store" if unfinished else "private, max-age=3600"
        return self._answer(HTTPStatus.OK, png(image), "image/png", {"Cache-Control": keep})

    def _page(self, shown: tuple[VirtualPrinter, ...]) -> None:
        language = self._language()
        page = templates.get_template("printers.html").render(
            w=words(language), language=language, printers=[facts(p) for p in shown], modes=MODES, is_all=len(shown) > 1
        )
        self._answer(HTTPStatus.OK, page.encode(), "text/html; charset=utf-8")

    def _language(self) -> str:
        asked = parse_qs(urlsplit(self.path).query).get("lang", [""])[0]
        return asked if asked in LANGUAGES else LANGUAGES[0]

    def _asked_mode(self) -> tuple[str, bool]:
        """The mode in a JSON body or a form, and whether it was a form."""
        size = min(int(self.headers.get("Content-Length") or 0), LARGEST_BODY)
        body = self.rfile.read(size).decode("utf-8", "replace")
        if "json" in (self.headers.get("Content-Type") or ""):
            try:
                return str(json.loads(body)["mode"]), False
            except (ValueError, KeyError, TypeError):
                return "", False
        return parse_qs(body).get("mode", [""])[0], True

    def _is_from_here(self) -> bool:
        """Asked by this machine, under its own name: another site's page cannot reach it through a name of its own."""
        name = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        return self.client_address[0] in ("127.0.0.1", "::1") and name in LOOPBACK

    def _is_own_page(self) -> bool:
        origin = self.headers.get("Origin")
        return origin is None or urlsplit(origin).netloc == self.headers.get("Host")

    def _file(self, path: Path, kind: str) -> None:
        if path.is_file():
            self._answer(HTTPStatus.OK, path.read_bytes(), kind)
        else:
            self._answer(HTTPStatus.NOT_FOUND)

    def _json(self, answer: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> None:
        self._answer(status, json.dumps(answer).encode(), "application/json")

    def _answer(
        self, status: HTTPStatus, body: bytes = b"", kind: str = "text/plain", headers: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        standard = {"Content-Type": kind, "Content-Length": str(len(body)), "Content-Security-Policy": POLICY}
        for name, value in {**standard, "X-Content-Type-Options": "nosniff", **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """The page asks every second: not worth a line."""


def facts(printer: VirtualPrinter) -> dict[str, Any]:
    unfinished = printer.unfinished()
    return {
        "id": printer.name,
        "port": printer.port,
        "dots": printer.dots,
        "mode": printer.mode,
        "papers": [paper_facts(paper) for paper in reversed(printer.papers)],
        "unfinished_rows": unfinished.image.height if unfinished else 0,
    }


def paper_facts(paper: Paper) -> dict[str, Any]:
    return {
        "number": paper.number,
        "at": paper.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "time": paper.at.astimezone().strftime("%H.%M.%S"),
        "width": paper.image.width,
        "height": paper.image.height,
        "text": paper.text,
        "codes": list(paper.codes),
    }


def png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
