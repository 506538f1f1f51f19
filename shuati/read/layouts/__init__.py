"""The ways of marking questions, one a file.

Each has a function ``propose`` that takes a `LayoutInput` and yields a `Proposal` for every way
in which the document could be read so; `shuati.read.choose` lists them and chooses.
"""
