"""`python build.py …` is the command `shuati …` of this checkout."""

from shuati.cli import main

raise SystemExit(main())
