"""JSON as a case file needs it: every key once, finite numbers, shallow, objects of some keys."""

import json
from typing import Any

from calcinosis.case import VOCABULARY, CaseError, Fault

_DEEPEST = 20
_MOST_KEYS = 4 * len(VOCABULARY)
_LONGEST_KEY = 200
"""An unknown key is compared with every known one, which takes long for many or long keys."""


def parse_json(text: str) -> Any:
    """The content of a JSON text.

    Raises:
        CaseError: the text is not JSON, gives a key twice, holds NaN or Infinity, is nested
            deeper, or has more or longer keys in an object, than any case file.
    """
    try:
        content = json.loads(text, object_pairs_hook=_once_each, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if "\n" in text else ""
        where = f"{line}column {error.colno}"
        message = f"this is not JSON ({error.msg} at {where}): {_slip(text, error.pos)}"
        raise _error(error.msg, "JSON", message) from None
    except CaseError:
        raise
    except ValueError:
        message = "a number has too many digits to be read (allowed: finite numbers): is it right?"
        raise _error("a huge number", "finite numbers", message) from None
    except RecursionError:
        raise _too_deep() from None
    _check_depth(content)
    return content


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    _check_keys([key for key, _ in pairs])
    entries = dict(pairs)
    if len(entries) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        values = " and ".join(_short(value) for key, value in pairs if key == twice)
        message = f"{twice} is given more than once ({values}; allowed once): keep the right one"
        raise CaseError((Fault(twice, values, "once", message),))
    return entries


def _check_keys(keys: list[str]) -> None:
    longest = max(map(len, keys), default=0)
    if len(keys) <= _MOST_KEYS and longest <= _LONGEST_KEY:
        return
    found, allowed = f"{len(keys)} keys", f"at most {_MOST_KEYS}"
    if longest > _LONGEST_KEY:
        found, allowed = f"a key of {longest} characters", f"at most {_LONGEST_KEY}"
    message = f"an object has {found} (allowed {allowed}): is it a file of another program?"
    raise _error(found, allowed, message)


def _short(value: Any) -> str:
    return f"a {type(value).__name__}" if isinstance(value, dict | list) else repr(value)[:60]


def _refuse_constant(word: str) -> None:
    message = f"{word} is not a value (allowed: finite numbers): leave the finding out when unknown"
    raise _error(word, "finite numbers", message)


def _slip(text: str, position: int) -> str:
    if not text.strip():
        return "the file is empty"
    if position >= len(text.rstrip()):
        return "is the file cut off?"
    here, before = text[position], text[:position].rstrip()[-1:]
    if here == "'":
        return "use double quotes"
    if here.isdigit() and before == ",":
        return "the decimal mark of JSON is a point"
    if (before == "," and here in "}]") or (
        here == "," and text[position + 1 :].lstrip()[:1] in "}]"
    ):
        return "is there a comma too many?"
    return "check quotes, commas and brackets there"


def _check_depth(content: Any) -> None:
    level = [content]
    for _ in range(_DEEPEST):
        level = [
            part
            for node in level
            if isinstance(node, dict | list)
            for part in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return
    raise _too_deep()


def _too_deep() -> CaseError:
    message = (
        "brackets are nested too deep (allowed: a case or a list of cases): is it a case file?"
    )
    return _error("deep nesting", "a case or a list of cases", message)


def _error(found: str, allowed: str, message: str) -> CaseError:
    return CaseError((Fault("file", found, allowed, message),))
