"""Voices: recorded first, then an operator's Piper voice, espeak-ng, silence with captions."""

from mangnon.studio.speech.narrating import RATE, Speech, Word, narrate, silence

__all__ = ["RATE", "Speech", "Word", "narrate", "silence"]
