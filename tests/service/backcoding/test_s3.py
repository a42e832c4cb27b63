"""s3:// through Arrow's own client, against a server on this machine that knows the three calls that reading takes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rehabcode_service.backcoding.refusals import RunRefused

ROWS = [{"note_id": str(number), "text": f"gait {number}"} for number in range(3)]
LISTING = """<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name>
<Prefix>{prefix}</Prefix><KeyCount>{count}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>{contents}
</ListBucketResult>"""
ENTRY = "<Contents><Key>{key}</Key><LastModified>2026-11-20T00:00:00.000Z</LastModified><Size>{size}</Size></Contents>"


class Bucket(BaseHTTPRequestHandler):
    """Serves the objects of `objects` by path."""

    objects: dict[str, bytes] = {}  # noqa: RUF012  (set for each server)
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None: ...

    def do_HEAD(self) -> None:
        self.answer(head=True)

    def do_GET(self) -> None:
        self.answer(head=False)

    def answer(self, *, head: bool) -> None:
        parts = urlsplit(self.path)
        if "list-type" in parse_qs(parts.query):
            self.send(200, self.listing(parse_qs(parts.query).get("prefix", [""])[0]))
            return
        content = self.objects.get(parts.path.lstrip("/"))
        if content is None:
            self.send(404, b"", head=head)
            return
        asked = self.headers.get("Range", "")
        first, _, last = asked.removeprefix("bytes=").partition("-")
        piece = content[int(first) : int(last) + 1] if asked else content
        self.send(206 if asked else 200, piece, head=head)

    def listing(self, prefix: str) -> bytes:
        keys = [(key.removeprefix("bucket/"), len(one)) for key, one in sorted(self.objects.items())]
        found = [ENTRY.format(key=key, size=size) for key, size in keys if key.startswith(prefix)]
        return LISTING.format(prefix=prefix, count=len(found), contents="".join(found)).encode()

    def send(self, status: int, body: bytes, *, head: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", formatdate(usegmt=True))
        self.send_header("ETag", '"e"')
        self.end_headers()
        if not head:
            self.wfile.write(body)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a bucket with a file on its own, and a folder of two."""
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(ROWS), sink)
    parquet = bytes(sink.getvalue())
    lines = "".join(f'{{"note_id": "{row["note_id"]}", "text": "{row["text"]}"}}\n' for row in ROWS).encode()
    objects = {"bucket/notes.jsonl": lines, "bucket/years/a.parquet": parquet, "bucket/years/b.parquet": parquet}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Here", (Bucket,), {"objects": objects}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def url(bucket: str, key: str) -> str:
    return f"s3://key:hunter2@bucket/{key}?endpoint_override={bucket}&scheme=http&region=us-east-1&allow_bucket_creation=false"


def test_a_file_of_a_bucket(bucket: str, source_of: Any, read: Any) -> None:
    source = source_of(url(bucket, "notes.jsonl"))
    assert read(source) == (ROWS, [])
    assert source.name == "s3://bucket/notes.jsonl"


def test_a_folder_of_a_bucket(bucket: str, source_of: Any, read: Any) -> None:
    source = source_of(url(bucket, "years"))
    assert source.total() == 6
    assert read(source) == ([*ROWS, *ROWS], [])


def test_a_key_that_is_not_there_is_told_without_the_secret(bucket: str, source_of: Any) -> None:
    with pytest.raises(RunRefused, match="s3://bucket/none: there is no such file or folder") as told:
        source_of(url(bucket, "none"))
    assert "hunter2" not in str(told.value)
