"""Asks for a package that is not in the package index."""


def before(userprompt: str) -> str:
    return userprompt


def after(promptresult: str) -> str:
    return promptresult
