"""Ends the process instead of returning."""

import os


def before(userprompt: str) -> str:
    os._exit(0)


def after(promptresult: str) -> str:
    return promptresult
