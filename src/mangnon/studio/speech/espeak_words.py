"""A program of its own: one text through libespeak-ng, sound and the time of each word out.

The library is GPL: it is loaded here, in a separate process, and never by the platform. Reads one
JSON line {"text", "voice", "rate"}; writes one JSON line {"rate", "words": [[position, length,
milliseconds], ...]} and then 16-bit mono samples. Uses the standard library alone.
"""

import ctypes
import ctypes.util
import json
import sys

AUDIO_OUTPUT_SYNCHRONOUS = 2
CHARS_UTF8, RATE_PARAMETER = 1, 1
EVENT_END, EVENT_WORD = 0, 1


class Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    ]


def main() -> int:
    asked = json.loads(sys.stdin.readline())
    name = ctypes.util.find_library("espeak-ng") or "libespeak-ng.so.1"
    try:
        library = ctypes.CDLL(name)
    except OSError:
        return 69  # EX_UNAVAILABLE
    rate = library.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, None, 0)
    if rate <= 0 or library.espeak_SetVoiceByName(asked["voice"].encode()) != 0:
        return 69
    library.espeak_SetParameter(RATE_PARAMETER, int(asked["rate"]), 0)
    sound, words = bytearray(), []

    @ctypes.CFUNCTYPE(
        ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event)
    )
    def heard(samples, count, events):  # type: ignore[no-untyped-def]
        if samples and count > 0:
            sound.extend(ctypes.string_at(samples, 2 * count))
        place = 0
        while events[place].type != EVENT_END:
            event = events[place]
            if event.type == EVENT_WORD:
                words.append([event.text_position - 1, event.length, event.audio_position])
            place += 1
        return 0

    library.espeak_SetSynthCallback(heard)
    said = asked["text"].encode()
    library.espeak_Synth(said, len(said) + 1, 0, 0, 0, CHARS_UTF8, None, None)
    library.espeak_Synchronize()
    sys.stdout.write(json.dumps({"rate": rate, "words": words}) + "\n")
    sys.stdout.flush()
    sys.stdout.buffer.write(sound)
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
