"""Runs without Airlock: `python3 -m unittest` in this folder."""

import unittest

from after import after
from before import before


class Pirate(unittest.TestCase):
    def test_before_keeps_the_prompt_and_asks_for_a_pirate(self):
        self.assertEqual(before("What is a mast?"), "What is a mast?\n\nAnswer like a pirate.")

    def test_after_signs_the_answer(self):
        self.assertEqual(after("A pole for sails.\n"), "A pole for sails. Arr!")


if __name__ == "__main__":
    unittest.main()
