"""Lets people ask in German and the model work in English: word by word, with the few words that it knows."""

import re

# One to one, so that what is translated can be translated back.
_ENGLISH = {
    "an": "to",
    "brief": "letter",
    "danke": "thanks",
    "der": "the",
    "grüße": "greetings",
    "hallo": "hello",
    "ist": "is",
    "schatz": "treasure",
    "schreibe": "write",
    "welt": "world",
    "wo": "where",
}
_GERMAN = {english: german for german, english in _ENGLISH.items()}
_WORD = re.compile(r"\w+")


def before(userprompt: str) -> str:
    return _translate(userprompt, _ENGLISH)


def after(promptresult: str) -> str:
    return _translate(promptresult, _GERMAN)


def _translate(text: str, words: dict[str, str]) -> str:
    return _WORD.sub(lambda match: _keep_capital(match.group(), words.get(match.group().lower())), text)


def _keep_capital(word: str, other: str | None) -> str:
    """The other word, with a capital where this one has one; this word where there is no other."""
    if other is None:
        return word
    return other.capitalize() if word[0].isupper() else other
