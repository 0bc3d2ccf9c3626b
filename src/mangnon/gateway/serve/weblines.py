"""Asking an upstream by HTTPS (RFC 8484): one kept HTTP/2 connection, a stream for a question."""

from __future__ import annotations

from dataclasses import dataclass, field

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import ConnectionTerminated, DataReceived, ResponseReceived, StreamEnded, StreamReset
from h2.exceptions import ProtocolError

from mangnon.gateway.serve.asking import Asked, padded, question_packet
from mangnon.gateway.serve.config import Upstream
from mangnon.gateway.serve.lines import Kept, Waiting
from mangnon.gateway.serve.records import BadReply
from mangnon.gateway.serve.tls import offered

MEDIA = "application/dns-message"
MOST_MESSAGE = 65_535


@dataclass(slots=True)
class _Coming:
    """A response that is not here whole."""

    right: bool
    body: bytearray = field(default_factory=bytearray)


class Web(Kept):
    """A resolver under an address like `https://dns.example/dns-query`."""

    protocols = ("h2",)

    def __init__(self, upstream: Upstream) -> None:
        super().__init__(upstream)
        self._coming: dict[int, _Coming] = {}

    def _begin(self) -> None:
        if self._writer is None or offered(self._writer) != "h2":
            self._drop()
            raise BadReply("máy chủ không nói HTTP/2")
        self._frames = H2Connection(H2Configuration(header_encoding="utf-8"))
        self._coming.clear()
        self._frames.initiate_connection()
        self._write(self._frames.data_to_send())

    def _send(self, asked: Asked, waiting: Waiting) -> int:
        # RFC 8484 4.1: id 0, so that what stands between may keep answers.
        waiting.packet = b"\0\0" + padded(question_packet(asked, mixed=False))[2:]
        try:
            stream = self._frames.get_next_available_stream_id()
            self._frames.send_headers(stream, self._fields(waiting.packet))
            self._frames.send_data(stream, waiting.packet, end_stream=True)
        except ProtocolError:
            raise ConnectionResetError("đường hỏi đầy hoặc đã đóng") from None
        self._write(self._frames.data_to_send())
        self._waiting[stream] = waiting
        return stream

    def _fields(self, packet: bytes) -> list[tuple[str, str]]:
        upstream = self._upstream
        host = f"[{upstream.address}]" if ":" in upstream.address else upstream.address
        return [
            (":method", "POST"),
            (":scheme", "https"),
            (":authority", upstream.name or host),
            (":path", upstream.path),
            ("accept", MEDIA),
            ("content-type", MEDIA),
            ("content-length", str(len(packet))),
        ]

    def _take(self, raw: bytes) -> None:
        try:
            events = self._frames.receive_data(raw)
        except ProtocolError:
            raise BadReply("máy chủ nói sai HTTP/2") from None
        for event in events:
            match event:
                case ResponseReceived():
                    fields = {str(name): str(value) for name, value in event.headers}
                    right = fields.get(":status") == "200" and fields.get("content-type") == MEDIA
                    self._coming[event.stream_id] = _Coming(right)
                case DataReceived():
                    self._gather(event)
                case StreamEnded() | StreamReset():
                    self._end(event.stream_id)
                case ConnectionTerminated():
                    raise BadReply("máy chủ đóng đường hỏi")
        self._write(self._frames.data_to_send())

    def _gather(self, event: DataReceived) -> None:
        self._frames.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        coming = self._coming[event.stream_id]
        coming.body += event.data
        if len(coming.body) > MOST_MESSAGE:
            raise BadReply("câu trả lời quá dài")

    def _end(self, stream: int) -> None:
        coming, waiting = self._coming.pop(stream, None), self._waiting.get(stream)
        if coming is not None and coming.right:
            self._settle(stream, bytes(coming.body))
        if waiting is not None and not waiting.reply.done():
            waiting.reply.set_exception(BadReply("máy chủ không trả lời câu hỏi"))
