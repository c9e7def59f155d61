"""Shapes of mappings: records with named fields, records under codes, and records that say which they are."""

import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Generic, TypeVar

from terminal.domain.bundle.shapes import CODE_PATTERN, ListOf, Shape, below, invalid, nearest, unknown_choice
from terminal.domain.records import record

T = TypeVar("T")


class Required(Enum):
    """Marks a field without default."""

    REQUIRED = "required"


@record
class Field(Generic[T]):
    """A key of a record: its shape, what it means, and its value when left out (as a document says it, or ``None``)."""

    shape: Shape[T]
    doc: str
    default: object = Required.REQUIRED

    def read_default(self, path: str) -> T | None:
        """The value of a key that was left out. Raises ``Refusal`` when it may not be."""
        if self.default is Required.REQUIRED:
            raise invalid(path, "key_missing")
        return None if self.default is None else self.shape.read(self.default, path)

    def schema(self) -> dict[str, Any]:
        """The shape with its description and default."""
        schema = {**self.shape.schema(), "description": self.doc}
        if self.default is not None and self.default is not Required.REQUIRED:
            schema["default"] = self.default
        return schema


@record
class Record(Shape[T]):
    """Named fields that ``build`` makes one value of (it is called with the fields by name)."""

    build: Callable[..., T]
    fields: Mapping[str, Field[Any]]

    def read(self, value: object, path: str) -> T:
        """The built value; every unknown key is refused."""
        return self.read_with(value, path)

    def read_with(self, value: object, path: str, **more: object) -> T:
        """As ``read``, with ``more`` handed to ``build``."""
        mapping = _mapping(value, path)
        for key in mapping:
            if key not in self.fields:
                raise invalid(below(path, key), "key_unknown", key=key, nearest=nearest(key, list(self.fields)))
        values = {
            name: field.shape.read(mapping[name], below(path, name))
            if name in mapping
            else field.read_default(below(path, name))
            for name, field in self.fields.items()
        }
        return self.build(**more, **values)

    def schema(self) -> dict[str, Any]:
        """A closed object."""
        required = [name for name, field in self.fields.items() if field.default is Required.REQUIRED]
        return {
            "type": "object",
            "properties": {name: field.schema() for name, field in self.fields.items()},
            "required": required,
            "additionalProperties": False,
        }


@record
class Coded(Shape[Mapping[str, T]]):
    """Records under codes of the author's choosing; each record's ``build`` also gets its ``code``."""

    record: "Record[T] | OneOf[T]"
    maximum: int
    pattern: str = CODE_PATTERN
    minimum: int = 1

    def read(self, value: object, path: str) -> Mapping[str, T]:
        """The records in the order of their codes: keys of a canonical bundle have no other."""
        mapping = _mapping(value, path)
        if not self.minimum <= len(mapping) <= self.maximum:
            raise invalid(path, "item_count", minimum=self.minimum, maximum=self.maximum)
        for code in mapping:
            if re.fullmatch(self.pattern, code) is None:
                raise invalid(below(path, code), "code_form", form=self.pattern)
        return {
            code: self.record.read_with(item, below(path, code), code=code) for code, item in sorted(mapping.items())
        }

    def schema(self) -> dict[str, Any]:
        """An object whose keys are codes."""
        return {
            "type": "object",
            "propertyNames": {"pattern": f"^(?:{self.pattern})$"},
            "additionalProperties": self.record.schema(),
            "minProperties": self.minimum,
            "maxProperties": self.maximum,
        }


@record
class OneOf(Shape[T]):
    """A record whose key ``tag`` says which of several it is. The tag itself is not handed to ``build``."""

    tag: str
    doc: str
    variants: Mapping[str, Record[T]]

    def read(self, value: object, path: str) -> T:
        """The value of the variant that the tag names."""
        return self.read_with(value, path)

    def read_with(self, value: object, path: str, **more: object) -> T:
        """As ``read``, with ``more`` handed to ``build``."""
        mapping = dict(_mapping(value, path))
        if self.tag not in mapping:
            raise invalid(below(path, self.tag), "key_missing")
        name = mapping.pop(self.tag)
        if not isinstance(name, str) or name not in self.variants:
            raise unknown_choice(below(path, self.tag), name, list(self.variants))
        return self.variants[name].read_with(mapping, path, **more)

    def schema(self) -> dict[str, Any]:
        """One closed object per variant."""
        return {"oneOf": [self._variant_schema(name, record) for name, record in self.variants.items()]}

    def _variant_schema(self, name: str, record: Record[T]) -> dict[str, Any]:
        schema = record.schema()
        properties = {self.tag: {"const": name, "description": self.doc}, **schema["properties"]}
        return {**schema, "properties": properties, "required": [self.tag, *schema["required"]]}


@record
class Either(Shape[T]):
    """A word for the usual case, or a record where there is more to say."""

    word: Shape[T]
    record: Record[T]

    def read(self, value: object, path: str) -> T:
        """The value, from whichever it is."""
        return self.word.read(value, path) if isinstance(value, str) else self.record.read(value, path)

    def schema(self) -> dict[str, Any]:
        """Both."""
        return {"anyOf": [self.word.schema(), self.record.schema()]}


@record
class OneOrMore(Shape[T]):
    """A record, or a list of them; ``build`` makes one value of all."""

    record: Record[Any]
    maximum: int
    build: Callable[[tuple[Any, ...]], T]

    def read(self, value: object, path: str) -> T:
        """The built value."""
        if isinstance(value, Mapping):
            return self.build((self.record.read(value, path),))
        return self.build(self._list().read(value, path))

    def schema(self) -> dict[str, Any]:
        """Both."""
        return {"anyOf": [self.record.schema(), self._list().schema()]}

    def _list(self) -> ListOf[Any]:
        return ListOf(self.record, self.maximum, 1)


def _mapping(value: object, path: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise invalid(path, "not_mapping")
    for key in value:
        if not isinstance(key, str):
            raise invalid(below(path, str(key)), "key_not_text")
    return value
