"""Never ends being imported."""

while True:
    pass


def before(userprompt: str) -> str:
    return userprompt


def after(promptresult: str) -> str:
    return promptresult
