"""`python build.py …` is the command `shuati …` of this checkout."""

from shuati.cli.main import main

if __name__ == "__main__":  # sheets are set in further processes, which may import this file
    raise SystemExit(main())
