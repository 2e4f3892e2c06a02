"""Runs without Airlock: `python3 -m unittest` in this folder."""

import unittest

from translate import after, before


class Translate(unittest.TestCase):
    def test_words_are_translated_there_and_back(self):
        self.assertEqual(before("Wo ist der Schatz?"), "Where is the Treasure?")
        self.assertEqual(after("Where is the Treasure?"), "Wo ist der Schatz?")

    def test_capitals_are_kept(self):
        self.assertEqual(before("hallo Hallo"), "hello Hello")

    def test_letters_beyond_ascii_belong_to_a_word(self):
        self.assertEqual(before("Grüße!"), "Greetings!")
        self.assertEqual(after("Greetings!"), "Grüße!")

    def test_what_it_does_not_know_stays_as_it_is(self):
        self.assertEqual(before("[email-1], Wolke"), "[email-1], Wolke")
        self.assertEqual(after(""), "")


if __name__ == "__main__":
    unittest.main()
