"""The arguments of every command, and what its help says."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from shuati import __version__
from shuati.config.strings import FORM_NAMES
from shuati.model import PERSON, Form
from shuati.pipeline.bank import Plan
from shuati.pipeline.outputs import PARTS

_EXAMPLES = """\
examples:
  shuati init mybank            a new project folder with an example
  shuati                        sources/ becomes output/: deck, sheets, bank
  shuati --only deck            the Anki deck alone, which is quick
  shuati diff                   what a build would change, card by card
  shuati watch --only deck      build again whenever a source changes
  shuati review                 decide which doubtful questions are the same
  shuati explain Q0012 Q0034    why two questions are one entry, or are not
  shuati exam --seed 7          a mock exam with its key
  shuati check --sources notes  read a folder, report what is wrong

settings: [tool.shuati] in pyproject.toml, or shuati.toml, beside the sources;
`shuati init` writes one that names them all.

exit codes: 0 fine, 1 something is to be fixed, 2 wrong use

`shuati COMMAND --help` explains a command.
"""
_MOST_QUESTIONS = 1000  # of an exam
_ABOUT = {
    "build": """\
Make everything, or parts of it. All files are written, or none. The ledger
remembers the codes, so that an edited question stays the same card: keep that
file under version control.

  shuati build --only deck,study   two parts alone
  shuati build --since last        also changes.pdf: what changed last
  shuati build --since 2026-11-22  what changed since a date
  shuati build --fresh             also a deck for learners who are new to it
""",
    "diff": """\
Report what a build would change and write nothing: entries that are new, edited
(word by word), moved, merged, split or retired; which notes Anki would take,
each with its reason; on which pages of the last study.pdf something changes.
""",
    "watch": """\
Build again whenever a source, a template or a setting changes. What is wrong
is reported, and the next change tried again; Ctrl-C ends it.
""",
    "exam": """\
Make exam.pdf: a paper drawn from the bank, with an answer sheet and a key. Only
questions that have an answer are asked. The same sources and the same seed give
the same paper. Forms: choice, multiple, true_false, blank, term, open, or
单选, 多选, 判断, 填空, 名词解释, 问答.

  shuati exam                                  40 questions of any form
  shuati exam --questions 60 --seed 7          another paper
  shuati exam --form 单选=20,判断=10,问答=2    these alone
  shuati exam --topic 训练 --points 单选=1.5   of a topic, with other points
""",
    "check": """\
Read the sources and report what is wrong, with file and line, and how to fix
it: what belongs to no question, what is doubtful, decisions that name nothing,
questions without a topic. Writes nothing; the exit code is 1 where a build
would fail.
""",
    "review": """\
Show the doubtful pairs side by side: s same, d different, k skip, b back,
u undo, q quit. Each answer is written to decisions.toml among the sources at
once; the next build goes by it. Pairs that are linked come one after another,
and what your answers settle is not asked.

Somebody else can decide, too; what you decide yourself overrules it:

  shuati review --export pairs.jsonl   one pair a line, for any other tool
  shuati review --import pairs.jsonl   the same file with "verdict" filled in

  shuati review --judge http://localhost:11434/v1 --model qwen3:14b --dry-run
  shuati review --judge https://api.deepseek.com/v1 --model deepseek-chat

--judge sends the questions, with the beginnings of their answers, to a server
that speaks OpenAI's chat completions protocol (Ollama, vLLM, DeepSeek, OpenAI).
A key is read from SHUATI_JUDGE_KEY, for api.openai.com from OPENAI_API_KEY too,
for api.deepseek.com from DEEPSEEK_API_KEY too, or from --key-file, and written
nowhere. Pairs that the model is unsure of are left to you. Stop it whenever you
like: what was decided is written, and the same command goes on from there.

  shuati review --judged               what models decided, one key each
""",
    "explain": """\
Show all that is known about two questions: how alike they are by every measure,
what speaks against them, the verdict, and who decided it. Name each by its code,
its file and a line, or its file and heading:

  shuati explain Q0012 Q0034
  shuati explain 03-微调.md:31 '06-应用.md#金融风控' --json
""",
    "ledger": """\
Look after the ledger, the file that remembers which question has which code.
Five earlier versions stay beside it: ledger.json.bak, .bak2 … .bak5.

  shuati ledger merge OURS BASE THEIRS   two branches become one, in OURS
  shuati ledger decks                    the sub-decks that entries stay in
  shuati ledger decks --forget           let them follow the settings again
  shuati ledger new                      begin anew where one was lost
""",
    "merge": """\
Merge two versions of a ledger entry by entry and write the result to OURS; BASE
is the version that both come from. What one side changed counts; where both did,
the later build. A question that both sides gave one code to gets the next free
code on the side of THEIRS, and stays the same card.

As a merge driver of git, so that branches merge by themselves:

  echo 'sources/ledger.json merge=shuati' >> .gitattributes
  git config merge.shuati.driver 'shuati ledger merge %A %O %B'
""",
    "decks": """\
Show in which sub-decks the entries were published. They stay there when the
settings change, because Anki does not move the cards that it has; new entries
follow the settings. With --forget the next build puts all of them where the
settings say: right for decks that nobody has imported yet. Learners who have
the cards move them in Anki's browser.
""",
    "new": """\
Begin an empty ledger where there is none. Every question gets a new code; notes
keep their identity in Anki as long as nothing but the ledger was lost. Copies
beside it (ledger.json.bak) are left alone. Copying one of them back is better.
""",
    "init": """\
Make a new project folder: an example document, and a shuati.toml that names
every setting.
""",
}


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of the command that ``arguments`` name; ``build`` where they name none.

    ``command`` is its name. Raises `SystemExit` for wrong arguments and after ``--help``.
    """
    parser = _parser()
    options = parser.parse_args(_with_command(arguments))
    if options.command == "review":
        if options.judge and not options.model:
            parser.error("--judge needs --model NAME")
        if not options.judge and (options.dry_run or options.budget or options.key_file):
            parser.error("--dry-run, --budget and --key-file need --judge URL")
    return options


def plan_of(options: argparse.Namespace) -> Plan:
    """The plan that the options of a command mean."""
    return Plan(
        options.sources,
        options.output,
        options.ledger or options.sources / "ledger.json",
        getattr(options, "only", None),
        getattr(options, "since", None),
        getattr(options, "fresh", False),
    )


def _with_command(arguments: list[str]) -> list[str]:
    """``build`` put in front where the arguments name no command."""
    first = arguments[0] if arguments else ""
    if first in ("-h", "--help", "--version") or (first and not first.startswith("-")):
        return arguments
    return ["build", *arguments]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="shuati",
        description="Chinese question-and-answer documents in, an Anki deck and study sheets out.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"shuati {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    build = _command(commands, "build", "make everything, or parts of it (the default)")
    build.add_argument(
        "--only",
        type=_parts,
        metavar="PARTS",
        help=f"parts to make, separated by commas: {', '.join(PARTS)}",
    )
    build.add_argument(
        "--since",
        metavar="WHEN",
        help="also make changes.pdf, of what is new or edited: last, a date, or a code",
    )
    build.add_argument(
        "--fresh",
        action="store_true",
        help="also make NAME-fresh.apkg, without retired cards, for learners who have none",
    )
    _add_folders(build)
    diff = _command(commands, "diff", "report what a build would change, write nothing")
    _add_folders(diff)
    watch = _command(commands, "watch", "build again whenever something changes")
    watch.add_argument("--only", type=_parts, metavar="PARTS", help="as for build")
    _add_folders(watch)
    _add_exam(commands)
    check = _command(commands, "check", "read the sources, report what is wrong")
    _add_folders(check)
    review = _command(commands, "review", "decide doubtful pairs, one key each")
    _add_judge(review)
    _add_folders(review)
    explain = _command(commands, "explain", "why two questions are the same, or are not")
    for name in ("a", "b"):
        explain.add_argument(name, metavar=name.upper(), help="Q0012, a.md:31 or a.md#HEADING")
    _add_folders(explain)
    _add_ledger(commands)
    init = _command(commands, "init", "make a new project folder with an example")
    init.add_argument("folder", type=Path, metavar="DIR", help="the folder to make")
    init.set_defaults(sources=Path())
    return parser


def _add_judge(review: argparse.ArgumentParser) -> None:
    ways = review.add_mutually_exclusive_group()
    ways.add_argument("--judge", metavar="URL", help="let a model decide; the base address")
    ways.add_argument("--export", type=Path, metavar="FILE", help="write the pairs as JSON lines")
    ways.add_argument(
        "--import",
        type=Path,
        dest="import_file",
        metavar="FILE",
        help="read decisions from such a file; nothing is written if a line is wrong",
    )
    ways.add_argument(
        "--judged", action="store_true", help="look at what models decided, and overrule it"
    )
    review.add_argument(
        "--model",
        type=_name,
        metavar="NAME",
        help="the model that --judge asks; with --import, who decided where a line has no `by`",
    )
    review.add_argument(
        "--key-file", type=Path, metavar="FILE", help="a file whose first line is the key"
    )
    review.add_argument(
        "--budget",
        type=_budget,
        default={},
        metavar="N",
        help="the most requests; or requests=N,tokens=N",
    )
    review.add_argument(
        "--batch", type=_count, default=10, metavar="N", help="pairs in a request (10)"
    )
    review.add_argument(
        "--timeout", type=_count, default=120, metavar="S", help="seconds for an answer (120)"
    )
    review.add_argument(
        "--dry-run",
        action="store_true",
        help="show what --judge would send, and about how many tokens; send nothing",
    )


def _add_exam(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    exam = _command(commands, "exam", "make a mock exam with its key")
    exam.add_argument("--questions", type=_count, metavar="N", help="how many (40)")
    exam.add_argument(
        "--form",
        type=_numbers,
        default={},
        metavar="FORM=N,…",
        help="how many of a form; without --questions these alone",
    )
    exam.add_argument(
        "--topic",
        action="append",
        default=[],
        metavar="TAG",
        help="a tag or a pattern of documents; may be given several times",
    )
    exam.add_argument(
        "--points", type=_numbers, default={}, metavar="FORM=N,…", help="points of a question"
    )
    exam.add_argument("--seed", type=int, default=1, metavar="N", help="another one, another paper")
    _add_folders(exam)


def _add_ledger(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    ledger = _command(commands, "ledger", "merge, repair or begin the ledger")
    actions = ledger.add_subparsers(metavar="ACTION", required=True)
    merge = _command(actions, "merge", "merge the ledgers of two branches")
    for name, help in (("ours", "written"), ("base", "what both come from"), ("theirs", "read")):
        merge.add_argument(name, type=Path, metavar=name.upper(), help=f"a ledger: {help}")
    merge.set_defaults(sources=Path())
    decks = _command(actions, "decks", "the sub-decks that entries stay in")
    decks.add_argument("--forget", action="store_true", help="let them follow the settings")
    _add_folders(decks)
    _add_folders(_command(actions, "new", "begin anew where a ledger was lost"))
    for name, action in actions.choices.items():
        action.set_defaults(command="ledger", action=name)


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, help: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name,
        help=help,
        description=_ABOUT[name],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(command=name)
    command.add_argument("-q", "--quiet", action="store_true", help="show errors only")
    command.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help="show every diagnostic, time and memory by stage",
    )
    command.add_argument("--json", action="store_true", help="report as JSON on standard output")
    return command


def _add_folders(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--sources",
        type=Path,
        default=Path("sources"),
        metavar="DIR",
        help="the documents: .md, .markdown, .txt, .csv, .tsv, in sub-folders too"
        " (default: sources)",
    )
    command.add_argument(
        "--output",
        type=Path,
        default=Path("output"),
        metavar="DIR",
        help="where the results go (default: output)",
    )
    command.add_argument(
        "--ledger",
        type=Path,
        metavar="FILE",
        help="what remembers the codes from build to build (default: ledger.json in the sources)",
    )


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= _MOST_QUESTIONS:
        raise argparse.ArgumentTypeError(f"a number from 1 to {_MOST_QUESTIONS}")
    return int(text)


def _name(text: str) -> str:
    from shuati.match.decisions import is_name  # here, because it imports much

    if not is_name(text) or text.strip() == PERSON:
        raise argparse.ArgumentTypeError("the name of a model, as in qwen3:14b")
    return text.strip()


def _budget(text: str) -> dict[str, int]:
    """ "20" or "requests=20,tokens=100000" as numbers by what they limit."""
    found: dict[str, int] = {}
    for part in text.split(","):
        name, _, number = (part if "=" in part else f"requests={part}").partition("=")
        if name.strip() not in ("requests", "tokens") or not re.fullmatch(
            r"\d{1,9}", number.strip(), re.ASCII
        ):
            raise argparse.ArgumentTypeError(f"{part}: write 20, or requests=20,tokens=100000")
        found[name.strip()] = int(number)
    return found


def _numbers(text: str) -> dict[str, float]:
    """ "choice=20,判断=10" as numbers by the name of a form."""
    names = {form.value for form in Form} | {*FORM_NAMES.values()}
    found: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, number = (side.strip() for side in part.partition("="))
        if name not in names:
            known = ", ".join(form.value for form in Form)
            raise argparse.ArgumentTypeError(f"no form is called {name}; there are {known}")
        if not re.fullmatch(r"\d{1,4}(\.\d{1,2})?", number) or not float(number):
            raise argparse.ArgumentTypeError(f"{part}: a number as in {name}=20")
        found[name] = float(number)
    return found


def _parts(text: str) -> frozenset[str]:
    parts = frozenset(part.strip() for part in text.split(",") if part.strip())
    unknown = sorted(parts.difference(PARTS))
    if unknown or not parts:
        named = f"no part is called {unknown[0]}" if unknown else "name at least one part"
        raise argparse.ArgumentTypeError(f"{named}; there are {', '.join(PARTS)}")
    return parts
