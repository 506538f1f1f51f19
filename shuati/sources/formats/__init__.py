"""One module or package for every format of a source."""
