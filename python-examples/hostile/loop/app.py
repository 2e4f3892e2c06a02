"""Never returns from a call."""


def before(userprompt: str) -> str:
    while True:
        pass


def after(promptresult: str) -> str:
    return promptresult
