from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from PIL import Image

from devices.printer import fonts
from devices.printer.fonts import GETA, FontFiles, face, find_font
from devices.printer.raster import render
from devices.printer.symbols import code128, qr
from devices.printer.wrapping import wrap
from terminal.domain.errors import Refusal
from terminal.ports.printing import Align, ReceiptDocument, Row, RowKind
from tests.devices.receipts import CHINESE, ENGLISH, NAMES

BODY = face(24, bold=False)


def drawn(*rows: Row, width: int = 576) -> Image.Image:
    return render(ReceiptDocument("", rows), width)


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box of black dots: left, top, right, bottom."""
    box = picture.convert("L").point(lambda level: 255 - level).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("character", NAMES)
@pytest.mark.parametrize("bold", [False, True])
def test_rare_characters_of_names_are_drawn_and_none_is_the_missing_box(character: str, bold: bool) -> None:
    typeface = face(24, bold)
    glyph = typeface.glyph(character)
    assert typeface.has(character)
    assert glyph.dots is not None and glyph.dots.getbbox() is not None
    assert glyph.dots.tobytes() != typeface.glyph(GETA).dots.tobytes()  # type: ignore[union-attr]  # 〓 has dots
    others = {other: typeface.glyph(other).dots for other in NAMES if other != character}
    assert all(dots is not None and dots.tobytes() != glyph.dots.tobytes() for dots in others.values())


def test_a_character_the_typeface_lacks_is_a_geta_mark_and_not_a_box() -> None:
    lacking = BODY.glyph("\U0001f44d")
    geta = BODY.glyph(GETA)
    assert lacking.dots is not None and geta.dots is not None
    assert lacking.dots.tobytes() == geta.dots.tobytes()


def test_control_characters_take_no_room() -> None:
    assert BODY.width("\x00\x1b\u200b\ufe0f") == 0


def test_figures_are_tabular() -> None:
    assert len({BODY.width(digit) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("width", [384, 512, 576])
@pytest.mark.parametrize("document", [CHINESE, ENGLISH])
def test_a_receipt_is_one_bit_and_as_wide_as_the_paper(document: ReceiptDocument, width: int) -> None:
    picture = render(document, width)
    assert (picture.mode, picture.width) == ("1", width)
    black = picture.histogram()[0] / (picture.width * picture.height)
    assert 0.03 < black < 0.25


def test_columns_stand_flush_right_whatever_their_length() -> None:
    rights = {
        ink(drawn(Row(RowKind.COLUMNS, "品", "x1", amount), Row(RowKind.COLUMNS, "項", "x1", "99,991")))[2]
        for amount in ("1", "11", "1,111")
    }
    assert len(rights) == 1


def test_quantities_share_one_column_across_rows() -> None:
    narrow, wide = Row(RowKind.COLUMNS, "", "x1", "5"), Row(RowKind.COLUMNS, "", "x1", "99,995")
    both = drawn(narrow, wide)
    half = both.height // 2
    first, second = both.crop((0, 0, 576, half)), both.crop((0, half, 576, 2 * half))
    assert ink(first)[0] == ink(second)[0]


@pytest.mark.parametrize("width", [384, 576])
def test_a_long_name_wraps_and_leaves_its_amount_alone(width: int) -> None:
    short = drawn(Row(RowKind.COLUMNS, "茶", "x1", "130"), width=width)
    long = drawn(Row(RowKind.COLUMNS, "阿里山" * 12, "x1", "130"), width=width)
    edge = width - BODY.width("x1") - BODY.width("130") - 24
    assert long.height >= 2 * short.height
    assert long.crop((edge, 0, width, short.height)).tobytes() == short.crop((edge, 0, width, short.height)).tobytes()


def test_a_label_that_fits_a_line_is_not_broken_for_its_amount() -> None:
    picture = drawn(Row(RowKind.COLUMNS, "Next to expire", right="120 points 2026-12-31"), width=384)
    lines = drawn(Row(RowKind.TEXT, "one"), Row(RowKind.TEXT, "two"), width=384)
    assert picture.height == lines.height


def test_text_stands_where_it_is_told() -> None:
    left, centre, right = (ink(drawn(Row(RowKind.TEXT, "茶", align=align))) for align in Align)
    assert left[0] < 4
    assert abs((centre[0] + centre[2]) / 2 - 288) <= 2
    assert right[2] > 572


def test_double_size_is_drawn_large_and_not_pixelated() -> None:
    once, twice = drawn(Row(RowKind.TEXT, "茶")), drawn(Row(RowKind.TEXT, "茶", scale=2))
    assert 1.8 < (ink(twice)[2] - ink(twice)[0]) / (ink(once)[2] - ink(once)[0]) < 2.2
    large = twice.convert("L").crop((0, 0, 96, twice.height // 2 * 2))
    halved = large.resize((48, large.height // 2), Image.Resampling.NEAREST)
    assert halved.resize(large.size, Image.Resampling.NEAREST).tobytes() != large.tobytes()


@pytest.mark.parametrize(
    ("text", "em", "lines"),
    [
        ("", 10, ("",)),
        ("紅玉紅茶", 4, ("紅玉紅茶",)),
        ("紅玉紅茶", 3, ("紅玉紅", "茶")),
        ("紅玉，紅茶", 2, ("紅", "玉，", "紅茶")),
        ("紅（紅茶）", 3, ("紅（紅", "茶）")),
        ("紅茶（大）", 3, ("紅茶", "（大）")),
        ("Ruby tea", 3, ("Ruby", "tea")),
        ("一\n二", 10, ("一", "二")),
        ("WWWWWWWWWW", 3, ("WWW", "WWW", "WWW", "W")),
    ],
)
def test_lines_break_as_a_typesetter_would(text: str, em: int, lines: tuple[str, ...]) -> None:
    assert wrap(text, BODY, em * 24) == lines


def test_no_line_is_wider_than_its_paper_and_nothing_is_lost() -> None:
    text = "阿里山高山烏龍茶 Alishan high-mountain oolong（附提袋，限量）" * 4
    lines = wrap(text, BODY, 200)
    assert all(BODY.width(line) <= 200 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_barcode_has_the_modules_of_code_128_at_two_dots_or_more() -> None:
    symbol = code128("20261121-2-0214", 576)
    assert symbol is not None
    row = symbol.crop((0, 0, symbol.width, 1)).convert("L").tobytes()
    runs = [len(list(run)) for _, run in groupby(row)]
    assert min(runs) >= 2
    assert sum(runs[-7:]) == 13 * min(runs)  # the stop pattern is 13 modules wide


def test_what_no_barcode_can_hold_becomes_a_qr_code() -> None:
    assert code128("收據", 576) is None
    assert code128("x" * 60, 384) is None
    assert drawn(Row(RowKind.BARCODE, "收據")).height > qr("收據", 576).height


def test_a_qr_code_too_long_to_scan_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        qr("x" * 801, 576)
    assert refused.value.kind == "qr_too_long"


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(fonts, "_candidates", lambda: iter(()))
    find_font.cache_clear()
    face.cache_clear()
    yield
    find_font.cache_clear()
    face.cache_clear()


@pytest.mark.usefixtures("no_fonts")
def test_without_a_chinese_font_the_refusal_names_what_to_install() -> None:
    with pytest.raises(Refusal) as refused:
        drawn(Row(RowKind.TEXT, "茶"))
    assert refused.value.kind == "font_missing"
    assert refused.value.data["install"] == "fonts-noto-cjk"


def test_a_font_without_chinese_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    real = find_font()
    latin = next((str(path) for path in Path("/usr/share/fonts").rglob("*Mono-Regular.ttf")), None)
    if latin is None:
        pytest.skip("no Latin-only font to offer")
    monkeypatch.setattr(fonts, "_candidates", lambda: iter([(latin, latin), (real.regular[0], real.bold[0])]))
    find_font.cache_clear()
    try:
        assert find_font() == FontFiles(real.regular, real.bold)
    finally:
        find_font.cache_clear()
