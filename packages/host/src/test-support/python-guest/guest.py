"""Runs what a test says, in a real Python with all of WASI."""

import os
import pathlib
import random
import secrets
import shutil
import sys
import time

MODULES = [os, pathlib, random, secrets, shutil, sys, time]


class Code:
    def run(self, code: str) -> str:
        scope = {module.__name__: module for module in MODULES}
        try:
            exec(code, scope)
        except BaseException as error:
            return f"{type(error).__name__}: {error}"
        return repr(scope.get("out"))
