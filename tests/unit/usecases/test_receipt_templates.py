"""Receipts as a brand's template says: any order of sections, the brand's words and logo, claims, old programmes."""

import base64
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.printer.raster import render
from devices.printer.symbols import qr
from terminal.domain.errors import Refusal
from terminal.domain.logos import HEIGHT_MAX, PNG_BYTES_MAX, WIDTH_MAX
from terminal.domain.receipts import REQUIRED_SECTIONS, USUAL_SECTIONS, ReceiptSection
from terminal.ports.printing import ReceiptDocument, RowKind, document_from_json, document_to_json
from terminal.usecases.claims import verify_claim
from terminal.usecases.refund import Refund, refund
from terminal.usecases.reprint import reprint
from terminal.usecases.sell import TenderRequest
from terminal.usecases.shift_report import ReportKind, shift_report
from terminal.usecases.till import Till
from tests.unit.domain.samples import programme
from tests.unit.domain.test_claims import TEXT as CLAIM_TEXT
from tests.unit.usecases.counter import AT, PHONE, TENDERS, CounterInMemory, paper
from tests.unit.usecases.test_receipts import ECONOMY, named, whole_bill

ALL = [section.value for section in ReceiptSection]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PAPERS = (384, 576)


class DeviceKey:
    """Signs as a terminal would, or cannot."""

    def __init__(self, broken: bool = False) -> None:
        self.broken = broken

    def sign(self, epoch: int, statement: bytes) -> bytes:
        if self.broken:
            raise Refusal("store_key_missing", name="device")
        return KEY.sign(statement)


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png(width: int = 96, height: int = 48, depth: int = 1, colours: int = 0, rows: bytes | None = None) -> bytes:
    """A PNG of that form, all ink."""
    stride = 1 + (width * depth + 7) // 8
    header = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    packed = zlib.compress(bytes(stride * height) if rows is None else rows)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def text_of(picture: bytes) -> str:
    return base64.b64encode(picture).decode()


LOGO = text_of(png())


def shop(template: Mapping[str, Any], **more: Any) -> CounterInMemory:
    counter = CounterInMemory(**{**ECONOMY, "brands__tea__receipt": template, **more})
    counter.till = Till(counter.store, counter.clock, None, DeviceKey())
    counter.enrol(points=1000, name="林志華")
    return counter


def figures(document: ReceiptDocument) -> list[str]:
    """Every amount and number of points on it."""
    return sorted(row.right for row in document.rows if row.right)


# ------------------------------------------------------------------------------------------------------------ sections


def test_the_usual_sections_print_what_a_receipt_without_a_template_prints() -> None:
    plain, told = CounterInMemory(**ECONOMY), shop({"sections": [section.value for section in USUAL_SECTIONS]})
    plain.enrol(points=1000, name="林志華")
    first, second = (paper(whole_bill(counter).document) for counter in (plain, told))
    drawn_from_ids = slice(-7, None)  # the voucher's number, the barcode and the coupon's number differ by sale
    assert [row for row in first[: drawn_from_ids.start] if "券號" not in row] == [
        row for row in second[: drawn_from_ids.start] if "券號" not in row
    ]


@settings(max_examples=40, deadline=None)
@given(st.permutations(ALL))
def test_in_any_order_every_amount_is_printed_once(order: list[str]) -> None:
    usual = figures(whole_bill(shop({})).document)
    document = whole_bill(shop({"sections": order})).document
    assert figures(document) == usual
    kinds = [row.kind for row in document.rows]
    assert kinds[0] is not RowKind.RULE
    apart = (RowKind.RULE, RowKind.BLANK)
    assert not [pair for pair in pairwise(kinds) if pair[0] in apart and pair[1] in apart]


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(ALL)), st.randoms(use_true_random=False))
def test_what_is_left_out_is_left_out_and_the_rest_stays(left_out: set[str], chance: Any) -> None:
    kept = [section for section in ALL if section not in left_out or section in (*REQUIRED_SECTIONS, "tax")]
    chance.shuffle(kept)
    rows = paper(whole_bill(shop({"sections": kept})).document)
    for section, row in (
        ("heading", "茶"), ("moment", "2026-11-21 14:32 | 單號 0001"), ("lines", "蛋糕 | x1 | 240"),
        ("totals", "應收 | 430"), ("tax", "含稅 5% | 20"), ("member", "會員 林○華 0912-***-678  會員"),
        ("points", "目前餘額 | 291 點"), ("expiring", "最近到期 | 291 點 2027-11-30"), ("missions", "三次巡禮 | 1 / 3"),
    ):  # fmt: skip
        assert rows.count(row) == (section in kept)
    assert rows[-4] == "下次折 20 元"  # what is cut off comes last


@pytest.mark.parametrize("language", ["zh_TW", "en"])
def test_the_brands_own_words_stand_in_the_papers_language(language: str) -> None:
    template = {"header": [named("每日現泡", "Brewed daily")], "footer": [named("謝謝光臨", "Thank you")]}
    counter = shop(template)
    counter.set_language(language)
    sale = counter.sell(10)
    rows = paper(sale.document)
    header, footer = ("每日現泡", "謝謝光臨") if language == "zh_TW" else ("Brewed daily", "Thank you")
    assert (rows[2], rows[-1]) == (header, footer)
    slip = paper(refund(counter.till, Refund(sale.sale_id)).document)
    assert (slip[2], slip[-1]) == (header, footer)
    assert paper(shift_report(counter.till, ReportKind.X).document)[2] == header


def test_a_sales_papers_follow_the_programme_it_was_made_with() -> None:
    counter = shop({"footer": [named("舊的", "Old")]})
    sale = counter.sell(10)
    changed = {**ECONOMY, "brands__tea__tenders": TENDERS, "brands__tea__receipt": {"footer": [named("新的", "New")]}}
    counter.store.files.replica.programmes["digest-2"] = (2, replace(programme(**changed), digest="digest-2"))
    assert paper(counter.sell(10).document)[-1] == "新的"
    assert "舊的" in paper(reprint(counter.till, sale.sale_id).document)
    assert "新的" not in paper(reprint(counter.till, sale.sale_id).document)


# ---------------------------------------------------------------------------------------------------------------- logo


@pytest.mark.parametrize("width", PAPERS)
def test_a_logo_takes_the_same_share_of_every_paper(width: int) -> None:
    document = shop({"logo": LOGO}).sell(10).document
    assert document.rows[0].kind is RowKind.IMAGE
    assert document_from_json(document_to_json(document)) == document
    box = render(ReceiptDocument("", document.rows[:1]), width).convert("L").point(lambda value: 255 - value).getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert (right - left, bottom - top) == (96 * width // 576, 48 * width // 576)
    assert abs(left - (width - right)) <= 1


@pytest.mark.parametrize("width", PAPERS)
def test_a_picture_that_cannot_be_read_leaves_the_rest_of_the_receipt(width: int) -> None:
    row = shop({"logo": LOGO}).sell(10).document.rows[0]
    broken = ReceiptDocument("", (type(row)(RowKind.IMAGE, left="bm9wZQ=="), type(row)(RowKind.TEXT, left="茶")))
    assert render(broken, width).convert("L").getextrema() == (0, 255)


WRONG: list[tuple[str, Callable[[], Mapping[str, Any]], str, str]] = [
    ("an unknown section", lambda: {"sections": [*ALL, "advert"]}, "sections", "item_count"),
    ("an unknown section in place of another", lambda: {"sections": ["advert"]}, "sections[0]", "choice_unknown"),
    ("a section twice", lambda: {"sections": [*ALL[:-1], "lines"]}, f"sections[{len(ALL) - 1}]", "duplicate"),
    ("no section", lambda: {"sections": []}, "sections", "item_count"),
    *((f"no {needed.value}", lambda needed=needed: {"sections": [s for s in ALL if s != needed]}, "sections",
       "receipt_section_missing") for needed in REQUIRED_SECTIONS),
    ("no tax where it is shown", lambda: {"sections": [s for s in ALL if s != "tax"]}, "sections",
     "receipt_tax_missing"),
    ("a header that is no list", lambda: {"header": named("甲", "A")}, "header", "not_list"),
    ("a footer in one language", lambda: {"footer": [{"en": "A"}]}, "footer[0].zh-TW", "key_missing"),
    ("too many lines", lambda: {"footer": [named("甲", "A")] * 7}, "footer", "item_count"),
    ("claims for ever", lambda: {"claim_days": 400}, "claim_days", "out_of_range"),
    ("a key nobody knows", lambda: {"lgoo": LOGO}, "lgoo", "key_unknown"),
    ("a logo that is a file's name", lambda: {"logo": "logo.png"}, "logo", "text_form"),
    ("a logo that is no PNG", lambda: {"logo": text_of(b"GIF89a")}, "logo", "logo_not_png"),
    ("a logo cut off", lambda: {"logo": text_of(png()[:-9])}, "logo", "logo_not_png"),
    ("a logo with a flipped bit", lambda: {"logo": text_of(png()[:-20] + b"x" + png()[-19:])}, "logo", "logo_not_png"),
    ("a logo with a row too many", lambda: {"logo": text_of(png(rows=bytes(13 * 49)))}, "logo", "logo_not_png"),
    ("a logo that unpacks without end", lambda: {"logo": text_of(png(rows=bytes(10**6)))}, "logo", "logo_not_png"),
    ("a logo with greys", lambda: {"logo": text_of(png(depth=8))}, "logo", "logo_not_one_bit"),
    ("a logo with colours", lambda: {"logo": text_of(png(depth=8, colours=2))}, "logo", "logo_not_one_bit"),
    ("a palette without one", lambda: {"logo": text_of(png(colours=3))}, "logo", "logo_not_png"),
    ("a logo too wide", lambda: {"logo": text_of(png(width=WIDTH_MAX + 1))}, "logo", "logo_size"),
    ("a logo too high", lambda: {"logo": text_of(png(height=HEIGHT_MAX + 1))}, "logo", "logo_size"),
    ("a logo too small", lambda: {"logo": text_of(png(width=7))}, "logo", "logo_size"),
    ("a logo too large", lambda: {"logo": "A" * (4 * PNG_BYTES_MAX)}, "logo", "text_length"),
]  # fmt: skip


@pytest.mark.parametrize(("template", "path", "reason"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_wrong_template_is_refused_where_it_is_wrong(
    template: Callable[[], Mapping[str, Any]], path: str, reason: str
) -> None:
    with pytest.raises(Refusal) as refused:
        programme(brands__tea__receipt=template(), stores__tea__tax={"rate": "5%"})
    assert (refused.value.data["path"], refused.value.data["reason"]) == (f"brands.tea.receipt.{path}", reason)


def test_a_brand_whose_stores_show_no_tax_may_leave_it_out() -> None:
    made = programme(brands__tea__receipt={"sections": ["moment", "lines", "totals"]}, stores__tea__tax={"rate": 0})
    assert len(made.brand("tea").receipt.sections) == 3


@given(st.binary(max_size=400))
def test_no_bytes_break_the_check_of_logos(noise: bytes) -> None:
    whole = png()
    for picture in (noise, whole[:8] + noise, whole[: len(whole) // 2] + noise):
        with pytest.raises(Refusal) as refused:
            programme(brands__tea__receipt={"logo": text_of(picture) or "A"})
        assert refused.value.kind == "programme_invalid"


# -------------------------------------------------------------------------------------------------------------- claims

VERSION_9 = 53
CLAIMS = {"sections": ALL, "claim_days": 14}


def claims_on(document: ReceiptDocument) -> list[str]:
    return [row.left for row in document.rows if row.kind is RowKind.QR]


def test_the_receipt_of_a_sale_without_a_member_lets_its_points_be_claimed() -> None:
    sale = shop(CLAIMS).sell(300, 65)
    (text,) = claims_on(sale.document)
    claim = verify_claim(text, AT.date(), lambda *_: KEY.public_key().public_bytes_raw())
    barcode = next(row.left for row in sale.document.rows if row.kind is RowKind.BARCODE)
    assert (claim.brand, claim.store, claim.terminal, claim.epoch) == ("tea", "tea", "terminal-1", 1)
    assert (claim.sale, claim.amount, claim.currency) == (barcode, 365, "TWD")
    assert (claim.day.isoformat(), claim.until.isoformat()) == ("2026-11-21", "2026-12-05")
    assert "2026-12-05 前有效" in paper(sale.document)


def test_a_copy_has_the_same_claim_until_the_sale_is_given_back() -> None:
    counter = shop(CLAIMS)
    sale = counter.sell(300)
    assert claims_on(reprint(counter.till).document) == claims_on(sale.document)
    refund(counter.till, Refund(sale.sale_id))
    assert claims_on(reprint(counter.till).document) == []


@pytest.mark.parametrize(
    ("template", "signer", "sold"),
    [
        ({}, DeviceKey(), {}),
        (CLAIMS, None, {}),
        (CLAIMS, DeviceKey(broken=True), {}),
        (CLAIMS, DeviceKey(), {"member": PHONE}),
        (CLAIMS, DeviceKey(), {"tenders": (TenderRequest("card"),)}),
    ],
    ids=["no section for it", "no key", "a key that is lost", "a member", "a tender that earns nothing"],
)
def test_where_there_is_nothing_to_claim_the_sale_is_made_all_the_same(
    template: Mapping[str, Any], signer: DeviceKey | None, sold: Mapping[str, Any]
) -> None:
    counter = shop(template, brands__tea__tenders=["cash", {"type": "card", "earns": False}])
    counter.till = Till(counter.store, counter.clock, None, signer)
    sale = counter.sell(300, **sold)
    assert (sale.figures.due > 0, claims_on(sale.document)) == (True, [])


@pytest.mark.parametrize("width", PAPERS)
def test_a_claim_fits_every_paper_with_dots_that_scanners_tell_apart(width: int) -> None:
    symbol = qr(CLAIM_TEXT, width)
    assert symbol.width <= width // 2
    assert symbol.width >= 3 * VERSION_9
