"""Takes memory until there is none, when it is called."""


def before(userprompt: str) -> str:
    hoard = []
    while True:
        hoard.append(bytearray(16 * 1024 * 1024))


def after(promptresult: str) -> str:
    return promptresult
