"""
The YAML server that editors run (`yaml-language-server`, VS Code's among them), spoken to over LSP.

It comes from npm in one pinned version, into a folder of the virtual environment; a test that
wants it calls `installed()`. Messages are JSON-RPC over its standard streams.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Final

from tests import npm

VERSION: Final = "1.25.0"
PATIENCE: Final = 60.0
"""Seconds after which a silent server is taken for dead: a bound, not a measurement."""

SETTINGS: Final[dict[str, Any]] = {
    "yaml": {
        "validate": True,
        "hover": True,
        "completion": True,
        # Nothing from the network: only the schema that the file itself names.
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
    },
    "http": {},
    "[yaml]": {},
    "editor": {"tabSize": 2},
}


def installed() -> Path:
    """The program of the server."""
    package = npm.installed("yaml-language-server", VERSION)
    return package / "bin" / "yaml-language-server"


class Server:
    """A running server and the diagnostics it has published."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self._process = process
        self._folder = folder
        self._answers: Queue[dict[str, Any]] = Queue()
        self._published: Queue[dict[str, Any]] = Queue()
        self._number = 0
        self._files = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def ask(self, method: str, parameters: Any) -> Any:
        """The answer to a request."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": parameters})
        while True:
            answer = self._answers.get(timeout=PATIENCE)
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                return answer.get("result")

    def tell(self, method: str, parameters: Any) -> None:
        """A notification."""
        self._send({"method": method, "params": parameters})

    def open(self, text: str, path: Path | None = None) -> list[tuple[int, str]]:
        """Open a file, a new one unless named: its diagnostics, (line from 1, message) in order."""
        found = self._opened(text, path)[1]
        return sorted((one["range"]["start"]["line"] + 1, one["message"]) for one in found)

    def complete(self, text: str, path: Path | None = None) -> dict[str, str]:
        """Label → documentation of what is offered where `|` stands in the text."""
        answer = self._asked_at("textDocument/completion", text, path)
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return {item["label"]: _words(item.get("documentation")) for item in items}

    def hover(self, text: str) -> str:
        """What is shown for the word that `|` stands in."""
        answer = self._asked_at("textDocument/hover", text)
        return _words(answer["contents"]) if answer else ""

    def _asked_at(self, method: str, text: str, path: Path | None = None) -> Any:
        before, _, after = text.partition("|")
        address, _ = self._opened(before + after, path)
        position = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        return self.ask(method, {"textDocument": {"uri": address}, "position": position})

    def _opened(self, text: str, path: Path | None) -> tuple[str, list[dict[str, Any]]]:
        self._files += 1
        file = path or self._folder / f"{self._files}.yaml"
        file.write_text(text, "utf-8")
        address = file.as_uri()
        document = {"uri": address, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return address, self._wait(address)

    def _wait(self, address: str) -> list[dict[str, Any]]:
        while True:
            try:
                published = self._published.get(timeout=PATIENCE)
            except Empty:
                raise AssertionError(f"no diagnostics for {address}") from None
            if published["uri"] == address:
                return list(published["diagnostics"])

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline()) not in (b"\r\n", b""):
                name, _, value = line.decode("ascii").partition(":")
                if name.lower() == "content-length":
                    length = int(value)
            if not length:
                return
            message = json.loads(stream.read(length))
            method = message.get("method")
            if method == "workspace/configuration":
                asked = [SETTINGS.get(item["section"]) for item in message["params"]["items"]]
                self._send({"id": message["id"], "result": asked})
            elif method == "textDocument/publishDiagnostics":
                self._published.put(message["params"])
            elif "method" in message and "id" in message:
                self._send({"id": message["id"], "result": None})
            elif "id" in message:
                self._answers.put(message)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server whose workspace is the folder; it is told to go, and ended, afterwards."""
    command = ["node", str(installed()), "--stdio"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        server = Server(process, folder)
        markup = {"documentationFormat": ["markdown", "plaintext"]}
        server.ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder.as_uri(),
                "workspaceFolders": [{"uri": folder.as_uri(), "name": "policies"}],
                "capabilities": {
                    "workspace": {"configuration": True},
                    "textDocument": {
                        "completion": {"completionItem": markup},
                        "hover": {"contentFormat": ["markdown"]},
                        "publishDiagnostics": {},
                    },
                },
            },
        )
        server.tell("initialized", {})
        server.tell("workspace/didChangeConfiguration", {"settings": SETTINGS})
        yield server
        server.ask("shutdown", None)
        server.tell("exit", None)
        process.wait(timeout=PATIENCE)
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


def _words(content: Any) -> str:
    if isinstance(content, dict):
        return str(content["value"])
    return str(content or "")
