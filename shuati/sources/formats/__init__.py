"""The formats of sources: a module or package each, named in `shuati.sources.registry`."""
