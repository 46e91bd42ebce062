"""The About page: what the app is for, how it reasons, what it cannot, and how to cite it."""

from __future__ import annotations

import streamlit as st

from calcinosis import __version__, load_knowledge
from calcinosis.cases import load_cases, load_validation
from calcinosis.pages import reading
from calcinosis.pages.about_example import example
from calcinosis.pages.reading import html
from calcinosis.reasoning.consultation import SCHEMA_VERSION

_FOR = """
**For** clinicians who see calcium where it does not belong: in skin, muscle, tendon, round a joint,
in a vessel or an organ. Dermatologists, rheumatologists, nephrologists, orthopaedic surgeons,
paediatricians, endocrinologists, and those who teach or learn with them.

**It answers**, from whatever is known so far: which type of calcinosis, what likely lies behind
it, how sure one can be, why, and what would settle it. It lists options with their reasons; the
decision stays with the clinician, who can check every number behind it.
"""
_NOT_FOR = """
- Emergencies, or any decision that cannot wait. Red flags are reminders, not triage.
- Reading images, slides or signals: it takes what a person has read in them.
- Dosing or choosing a treatment.
- Screening, or patients deciding alone.
- Calcification that is expected or incidental, such as in the coronary arteries or a breast
  screening film.

It is not a certified medical device and replaces no local guideline.
"""
_LIMITS = """
- **Most numbers are estimates** from general medical knowledge, not counts and not a panel of
  experts. They are marked wherever they are shown; the Evidence page says how much rests on them.
- **The list is closed.** A cause that is not listed has a small share of its own, and a rare one
  that resembles a listed one may be named as that.
- **One cause at a time.** Two causes in one patient are found only where their combination is
  itself in the list.
- **Findings are taken as told.** A wrong reading of a film or a mislabelled sample misleads it.
- **The interval** covers how uncertain the numbers are, not what the model leaves out.
- **Tested on published cases only**, which are not a sample of practice. No prospective test.
"""
_PRIVACY = """
What you enter belongs to this browser tab and is gone when it is closed. Nothing is stored, sent to
others, counted, or written to a log or an address; nothing is fetched from other hosts. A case file
goes to your own device, and only when you ask for it. No field asks for a name: please enter none.
"""


def about_page() -> None:
    """Draw the page."""
    knowledge = load_knowledge()
    reading.head(
        "About",
        "Decision support for calcinosis: which type, what lies behind it, how sure, why, and what "
        "would settle it. Options for a trained clinician, not verdicts.",
    )
    left, right = st.columns(2, gap="large")
    with left:
        html("<h2>What it is for</h2>")
        st.markdown(_FOR)
    with right:
        html("<h2>What it is not for</h2>")
        st.markdown(_NOT_FOR)
    example()
    left, right = st.columns(2, gap="large")
    with left:
        html("<h2>Limits</h2>")
        st.markdown(_LIMITS)
        html("<h2>Licence and citing</h2>")
        st.markdown(
            "Apache-2.0. The publications cited belong to their authors; the app holds numbers "
            "from them, not their text. Name both versions, since numbers move with the knowledge:"
        )
        st.code(
            f"The Calcinosis authors. Calcinosis: decision support for calcinosis. Version "
            f"{__version__}, knowledge {knowledge.version}.",
            language=None,
            wrap_lines=True,
        )
    with right:
        html("<h2>Privacy</h2>")
        st.markdown(_PRIVACY)
        html("<h2>Versions</h2>")
        html(
            reading.html_facts(
                (
                    ("App", __version__),
                    ("Knowledge", f"{knowledge.version} <small>(hash of all its files)</small>"),
                    ("Causes", f"{len(knowledge.aetiologies)} in {len(knowledge.types) - 1} types"),
                    ("Publications", f"{len(knowledge.references)} read"),
                    ("Published cases", f"{len(load_cases())} packaged"),
                    ("Validated on", f"knowledge {load_validation()['knowledge_version']}"),
                    ("Case and result format", f"{SCHEMA_VERSION}"),
                )
            )
        )
    reading.foot()
