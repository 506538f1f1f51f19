"""Doubtful pairs judged by a language model, or by anybody who gets them as a file.

Neither is needed: a pair that nobody judges stays two entries. What is judged becomes
decisions (``decisions.toml``), so that later builds ask no model.
"""
