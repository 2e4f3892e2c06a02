"""What becomes of a prompt and of its answer. Airlock finds the functions by their names and makes a component."""


def before(userprompt: str) -> str:
    """Called with what the user typed; what it returns is sent to the model."""
    return f"{userprompt.strip()}\n\nAnswer in one sentence."


def after(promptresult: str) -> str:
    """Called with what the model answered; what it returns is shown to the user."""
    return f"Answer: {promptresult.strip()}"
