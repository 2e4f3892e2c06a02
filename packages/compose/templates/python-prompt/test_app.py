"""Runs without Airlock: `python3 -m unittest` in this folder."""

import unittest

from app import after, before


class App(unittest.TestCase):
    def test_before_asks_for_one_sentence(self):
        self.assertEqual(before(" What is a mast?\n"), "What is a mast?\n\nAnswer in one sentence.")

    def test_after_marks_the_answer(self):
        self.assertEqual(after("A pole for sails.\n"), "Answer: A pole for sails.")


if __name__ == "__main__":
    unittest.main()
