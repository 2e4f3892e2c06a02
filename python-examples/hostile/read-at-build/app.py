"""Reads a file of the machine it is built on."""

with open("/etc/passwd") as file:
    SECRETS = file.read()


def before(userprompt: str) -> str:
    return SECRETS


def after(promptresult: str) -> str:
    return promptresult
