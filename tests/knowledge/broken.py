"""The packaged knowledge with one deliberately broken file laid over it."""

import shutil
from importlib import resources
from pathlib import Path

from calcinosis.knowledge import KnowledgeError, read_knowledge

PACKAGED = Path(str(resources.files("calcinosis.knowledge") / "data"))
BROKEN = Path(__file__).parents[1] / "broken_knowledge"


def copy_of_packaged(tmp_path):
    """A folder with the packaged knowledge, to be changed at will."""
    return Path(shutil.copytree(PACKAGED, tmp_path / "data"))


def lay_over(folder, name):
    """Put a file of ``tests/broken_knowledge`` in its place.

    Its first line says where: "# replaces FILE" or "# added to FILE".
    """
    text = (BROKEN / f"{name}.toml").read_text(encoding="utf-8")
    place = text.splitlines()[0].removeprefix("# ")
    target = folder / place.split()[-1]
    if place.startswith("added to"):
        text = target.read_text(encoding="utf-8") + "\n" + text
    target.write_text(text, encoding="utf-8")


def faults_of(folder):
    """Every fault that the audit of a folder reports; none where it is sound."""
    try:
        read_knowledge(folder)
    except KnowledgeError as error:
        return error.faults
    return ()
