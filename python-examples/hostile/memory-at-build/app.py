"""Takes memory until there is none, while it is imported."""

hoard = []
while True:
    hoard.append(bytearray(b"x") * (16 * 1024 * 1024))


def before(userprompt: str) -> str:
    return userprompt


def after(promptresult: str) -> str:
    return promptresult
