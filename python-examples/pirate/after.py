"""Signs the answer like a pirate."""


def after(promptresult: str) -> str:
    return f"{promptresult.rstrip()} Arr!"
