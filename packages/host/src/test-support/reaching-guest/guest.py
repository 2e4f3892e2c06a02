"""Runs what a test says, in a real Python with all of WASI, HTTP, an LLM and a key-value store."""

import encodings.idna  # sockets look for it when there are no files any more
import os
import random
import socket
import sys
import time

from wit_world.imports import key_value, llm, outgoing_handler, types

MODULES = [key_value, llm, os, outgoing_handler, random, socket, sys, time, types]


class Code:
    def run(self, code: str) -> str:
        scope = {module.__name__.split(".")[-1]: module for module in MODULES}
        try:
            exec(code, scope)
        except BaseException as error:
            return f"{type(error).__name__}: {error}"
        return repr(scope.get("out"))
