"""Keeps e-mail addresses and card numbers away from the model, and puts them back into its answer."""

import re

# The boundary in front lets each run of characters be tried once, so that long input stays cheap.
_EMAIL = r"(?<![\w.%+-])[\w.%+-]+@[\w-]+(?:\.[\w-]+)+"
_CARD = r"(?<![0-9-])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])"
_SECRET = re.compile(f"(?P<email>{_EMAIL})|(?P<card>{_CARD})")
_PLACEHOLDER = re.compile(r"\[(?:email|card)-\d+\]")

# What each placeholder of this request stands for. One instance of the component serves one request, so
# `after` sees what `before` left here, and no other request does.
_secrets: dict[str, str] = {}


def before(userprompt: str) -> str:
    _secrets.clear()
    taken = set(_PLACEHOLDER.findall(userprompt))
    placeholders: dict[str, str] = {}

    def hide(match: re.Match[str]) -> str:
        secret, kind = match.group(), match.lastgroup or ""
        if kind == "card" and not _is_card_number(secret):
            return secret
        if secret not in placeholders:
            placeholders[secret] = _next_placeholder(kind, taken)
            _secrets[placeholders[secret]] = secret
        return placeholders[secret]

    return _SECRET.sub(hide, userprompt)


def after(promptresult: str) -> str:
    return _PLACEHOLDER.sub(lambda match: _secrets.get(match.group(), match.group()), promptresult)


def _next_placeholder(kind: str, taken: set[str]) -> str:
    """`[email-1]`, `[email-2]`, … without those that the prompt itself holds."""
    number = 1
    while f"[{kind}-{number}]" in taken:
        number += 1
    taken.add(f"[{kind}-{number}]")
    return f"[{kind}-{number}]"


def _is_card_number(text: str) -> bool:
    """Luhn's checksum: every second digit from the right counts double, its own digits summed."""
    digits = [int(char) for char in text if char in "0123456789"]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
