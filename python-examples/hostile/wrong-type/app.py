"""Returns a number where the world asks for a string."""


def before(userprompt: str) -> str:
    return len(userprompt)


def after(promptresult: str) -> str:
    return promptresult
