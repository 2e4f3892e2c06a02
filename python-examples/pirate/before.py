"""Makes the model answer like a pirate."""


def before(userprompt: str) -> str:
    return f"{userprompt}\n\nAnswer like a pirate."
