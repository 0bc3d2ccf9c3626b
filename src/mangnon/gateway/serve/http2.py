"""One HTTP/2 connection to this filter (RFC 9113): frames by `h2`, questions answered side by side.

What a client can cost is bounded: streams at once, bytes of a request, bytes that wait to be sent,
and how often it may take a question back (the "rapid reset" of CVE-2023-44487).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    Event,
    RemoteSettingsChanged,
    RequestReceived,
    StreamEnded,
    StreamReset,
    WindowUpdated,
)
from h2.exceptions import ProtocolError
from h2.settings import SettingCodes, Settings

from mangnon.gateway.serve.web import MOST_HEAD, SEND_S, Limits, Request, Respond, Response

MOST_STREAMS = 100
MOST_WAITING = 1 << 20  # bytes that wait for a client to read them
MOST_RESETS = 100
_READ = 65_536
_PREFACE, _FRAME_HEAD, _MOST_FRAME = 24, 9, 16_384  # RFC 9113 3.4, 4.1, 6.5.2


@dataclass(slots=True)
class _Coming:
    """A request that is not here whole."""

    fields: dict[str, str]
    body: bytearray = field(default_factory=bytearray)


class _Lengths:
    """Watches the lengths of frames: h2 would take one of 16 MB into memory before it says no."""

    def __init__(self) -> None:
        self._skip, self._head = _PREFACE, b""

    def fit(self, raw: bytes) -> bool:
        """Whether all frames that begin in these bytes have a length that was agreed."""
        at = 0
        while at < len(raw):
            step = min(self._skip, len(raw) - at)
            self._skip, at = self._skip - step, at + step
            part = raw[at : at + _FRAME_HEAD - len(self._head)]
            self._head, at = self._head + part, at + len(part)
            if len(self._head) == _FRAME_HEAD:
                self._skip, self._head = int.from_bytes(self._head[:3], "big"), b""
                if self._skip > _MOST_FRAME:
                    return False
        return True


class Http2:
    """Answers until the client leaves, falls silent for `limits.idle_s` or breaks a rule."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        respond: Respond,
        limits: Limits,
    ) -> None:
        self._reader, self._writer, self._respond, self._limits = reader, writer, respond, limits
        self._frames = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self._coming: dict[int, _Coming] = {}
        self._working: dict[int, asyncio.Task[None]] = {}
        self._owed: dict[int, bytes] = {}
        self._resets, self._lengths = 0, _Lengths()

    async def run(self) -> None:
        """Raises OSError and TimeoutError when the client is gone."""
        self._frames.local_settings = Settings(
            client=False,
            initial_values={
                SettingCodes.MAX_CONCURRENT_STREAMS: MOST_STREAMS,
                SettingCodes.MAX_HEADER_LIST_SIZE: MOST_HEAD,
                SettingCodes.ENABLE_PUSH: 0,
            },
        )
        self._frames.initiate_connection()
        try:
            self._send()
            while await self._listen():
                async with asyncio.timeout(SEND_S):
                    await self._writer.drain()
        except ProtocolError:
            self._send()  # h2 has written down why
        finally:
            for task in self._working.values():
                task.cancel()

    async def _listen(self) -> bool:
        """Whether there is more to come."""
        async with asyncio.timeout(self._limits.idle_s):
            raw = await self._reader.read(_READ)
        ended = not raw or not self._lengths.fit(raw)
        for event in () if ended else self._frames.receive_data(raw):
            ended |= isinstance(event, ConnectionTerminated)
            self._take(event)
        self._send()
        return not ended and self._resets <= MOST_RESETS

    def _take(self, event: Event) -> None:
        match event:
            case RequestReceived():
                fields = {str(name): str(value) for name, value in event.headers}
                self._coming[event.stream_id] = _Coming(fields)
            case DataReceived():
                self._gather(event)
            case StreamEnded():
                self._begin(event.stream_id)
            case StreamReset():
                self._drop(event.stream_id)
                self._resets += 1
            case WindowUpdated() | RemoteSettingsChanged():
                for stream in list(self._owed):
                    self._pay(stream)

    def _gather(self, event: DataReceived) -> None:
        self._frames.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        coming = self._coming.get(event.stream_id)
        if coming is None:
            return
        coming.body += event.data
        if len(coming.body) > self._limits.most_body:
            del self._coming[event.stream_id]
            self._give(event.stream_id, Response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE))

    def _begin(self, stream: int) -> None:
        coming = self._coming.pop(stream, None)
        if coming is None:
            return
        fields = coming.fields
        method, target = fields.get(":method", ""), fields.get(":path", "")
        request = Request(method, target, fields, bytes(coming.body))
        task = asyncio.get_running_loop().create_task(self._work(stream, request))
        self._working[stream] = task

    async def _work(self, stream: int, request: Request) -> None:
        response = await self._respond(request)
        self._working.pop(stream, None)
        self._give(stream, response)
        self._send()

    def _give(self, stream: int, response: Response) -> None:
        fields = [(":status", str(response.status.value)), *response.fields]
        fields.append(("content-length", str(len(response.body))))
        try:
            self._frames.send_headers(stream, fields, end_stream=not response.body)
        except ProtocolError:
            return  # taken back meanwhile
        if response.body:
            self._owed[stream] = response.body
            self._pay(stream)

    def _pay(self, stream: int) -> None:
        """Send as much of a body as the client's window has room for."""
        owed = self._owed[stream]
        while owed:
            room = min(
                self._frames.local_flow_control_window(stream), self._frames.max_outbound_frame_size
            )
            if room <= 0:
                self._owed[stream] = owed
                return
            part, owed = owed[:room], owed[room:]
            self._frames.send_data(stream, part, end_stream=not owed)
        del self._owed[stream]

    def _drop(self, stream: int) -> None:
        self._coming.pop(stream, None)
        self._owed.pop(stream, None)
        task = self._working.pop(stream, None)
        if task is not None:
            task.cancel()

    def _send(self) -> None:
        """Hand over what h2 has written; a client that does not read loses its connection."""
        self._writer.write(self._frames.data_to_send())
        waiting = self._writer.transport.get_write_buffer_size()
        if waiting + sum(map(len, self._owed.values())) > MOST_WAITING:
            self._writer.transport.abort()
