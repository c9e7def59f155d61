"""YAML as programmes use it: exact, without surprises, every value with its line.

A strict part of YAML 1.2: ``yes`` and ``04:00`` are text, numbers are whole, a key stands once, and there are no
anchors, so a small file cannot unfold into a large one.
"""

import re
from dataclasses import dataclass, field
from typing import Final, NoReturn, cast

import yaml

from terminal.domain.bundle.shapes import below, invalid

BYTES_MAX: Final = 1 << 20
DEPTH_MAX: Final = 20

_WHOLE: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_INEXACT: Final = re.compile(r"[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9_]+|\.inf|\.nan)(?:e[-+]?[0-9]+)?|\+?[0-9]+", re.I)
_WORDS: Final = {"true": True, "false": False}
_NOTHING: Final = ("", "~", "null")


@dataclass
class SourceLines:
    """Which line of the text each path stands on, counted from 1."""

    by_path: dict[str, int] = field(default_factory=dict)

    def of(self, path: str) -> int:
        """The line of ``path``, or of the nearest thing around it when it is missing from the text."""
        while path and path not in self.by_path:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.by_path.get(path, 1)


def read_yaml(text: str) -> tuple[object, SourceLines]:
    """The document in ``text`` as JSON-able values, and its lines.

    Raises ``Refusal("programme_invalid")`` with ``path``, ``line`` and ``reason``.
    """
    if len(text.encode(errors="replace")) > BYTES_MAX:
        raise invalid("", "file_too_large", line=1, maximum=BYTES_MAX)
    lines = SourceLines()
    return _value(_compose(text), "", lines), lines


def _compose(text: str) -> yaml.Node:
    try:
        _check_events(text)
        node: yaml.Node | None = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise invalid("", "yaml_syntax", line=line, problem=error.problem or "") from error
    except (yaml.YAMLError, ValueError) as error:
        raise invalid("", "yaml_syntax", line=1, problem=str(error)[:120]) from error
    if node is None:
        raise invalid("", "file_empty", line=1)
    return node


def _check_events(text: str) -> None:
    """Refuses anchors, aliases, tags and deep nesting while the text is still a flat stream: composing it recurses."""
    depth = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            raise invalid("", "anchor_refused", line=line)
        if getattr(event, "tag", None) is not None:
            raise invalid("", "tag_refused", line=line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEPTH_MAX:
                raise invalid("", "nested_too_deep", line=line, maximum=DEPTH_MAX)
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _value(node: yaml.Node, path: str, lines: SourceLines) -> object:
    lines.by_path.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, below(path, index), lines) for index, item in enumerate(node.value)]
    return _scalar(cast("yaml.ScalarNode", node), path)


def _mapping(node: yaml.MappingNode, path: str, lines: SourceLines) -> dict[str, object]:
    mapping: dict[str, object] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            _refuse(key_node, path, "key_not_text")
        key = key_node.value
        at = below(path, key)
        if key in mapping:
            _refuse(key_node, at, "key_repeated", key=key[:80], first=lines.by_path[at])
        lines.by_path[at] = key_node.start_mark.line + 1
        mapping[key] = _value(value_node, at, lines)
    return mapping


def _scalar(node: yaml.ScalarNode, path: str) -> object:
    text: str = node.value
    if node.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text in _NOTHING:
        _refuse(node, path, "value_missing")
    if _WHOLE.fullmatch(text):
        return int(text)
    if _INEXACT.fullmatch(text):
        _refuse(node, path, "number_inexact", value=text[:40])
    return text


def _refuse(node: yaml.Node, path: str, reason: str, **data: object) -> NoReturn:
    raise invalid(path, reason, line=node.start_mark.line + 1, **data)
