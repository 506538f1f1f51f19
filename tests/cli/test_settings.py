from __future__ import annotations

from pathlib import Path

import pytest
from builders import text_of

from shuati.config.settings import Settings, load
from shuati.model import BuildError


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "project" / "sources"
    folder.mkdir(parents=True)
    return folder


def test_without_a_file_everything_has_its_default(sources: Path) -> None:
    assert load(sources) == Settings()


def test_a_file_may_set_everything(sources: Path) -> None:
    (sources / "shuati.toml").write_text(
        'name = "go"\ndeck = "刷题::Go"\npaper = "a5"\nbody_size = 11\nkeywords = 0\n'
        'chapters = "tag"\nuser_dictionary = ["过拟合"]\nstop-words = ["模型"]\n',
        encoding="utf-8",
    )
    made = load(sources)
    assert (made.name, made.deck, made.paper, made.chapters) == ("go", "刷题::Go", "A5", "tag")
    assert (made.body_size, made.keywords) == (11.0, 0)
    assert (made.user_dictionary, made.stop_words) == (("过拟合",), frozenset({"模型"}))


def test_the_file_nearest_to_the_sources_counts(sources: Path) -> None:
    (sources.parent / "pyproject.toml").write_text(
        '[tool.shuati]\ntitle = "三"\n', encoding="utf-8"
    )
    assert load(sources).title == "三"
    (sources.parent / "shuati.toml").write_text('title = "二"\n', encoding="utf-8")
    assert load(sources).title == "二"
    (sources / "shuati.toml").write_text('title = "一"\n', encoding="utf-8")
    assert load(sources).title == "一"


def test_a_project_file_without_our_table_says_nothing(sources: Path) -> None:
    (sources.parent / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    assert load(sources) == Settings()


@pytest.mark.parametrize(
    ("text", "line", "what", "mend"),
    [
        ('\ndek = "x"', 2, "no setting `dek`", "`deck`"),
        ("qqqq = 1", 1, "no setting `qqqq`", "name, deck"),
        ("deck = 7", 1, "`deck` cannot be 7", "text"),
        ('deck = ""', 1, "`deck` cannot be", "text"),
        ('paper = "B5"', 1, '`paper` cannot be "B5"', '"A4"'),
        ("body_size = 100", 1, "`body_size` cannot be 100", "between 6 and 24"),
        ("keywords = 1.5", 1, "`keywords` cannot be 1.5", "whole number"),
        ("keywords = true", 1, "`keywords`", "whole number"),
        ("stop_words = [1]", 1, "`stop_words`", "list of texts"),
        ('notes_for = ["前端"]', 1, '"前端"', "领域::金融 = 问答"),
        ('notes_for = ["前端 = 问达"]', 1, "no note type is called 问达", "要点"),
        ('name = "../x"', 1, "`name`", "slashes"),
        ("x = 1\ny =", 2, "no valid TOML", "name = value"),
    ],
)
def test_what_cannot_be_is_told_with_its_line_and_what_would_do(
    sources: Path, text: str, line: int, what: str, mend: str
) -> None:
    file = sources / "shuati.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BuildError) as stopped:
        load(sources)
    (diagnostic,) = stopped.value.diagnostics
    assert diagnostic.path == str(file)
    assert diagnostic.span
    assert diagnostic.span.first == line
    assert what in text_of(diagnostic)
    assert mend in text_of(diagnostic)


def test_every_wrong_setting_is_told_at_once(sources: Path) -> None:
    project = sources.parent / "pyproject.toml"
    project.write_text(
        '[project]\nname = 1\n[tool.shuati]\nname = 1\n"dek" = 2\n', encoding="utf-8"
    )
    with pytest.raises(BuildError) as stopped:
        load(sources)
    spans = [diagnostic.span for diagnostic in stopped.value.diagnostics]
    assert [span.first for span in spans if span] == [4, 5]


def test_the_old_names_of_settings_go_on_working(sources: Path) -> None:
    (sources / "shuati.toml").write_text("same = 0.9\nreview = 0.4\n", encoding="utf-8")
    settings = load(sources)
    assert (settings.same_threshold, settings.review_threshold) == (0.9, 0.4)
