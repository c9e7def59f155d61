"""Receipts to print in tests: the designed one, in both languages."""

from terminal.ports.printing import Align, ReceiptDocument, Row, RowKind

_TEXT, _COLUMNS, _RULE, _BLANK = RowKind.TEXT, RowKind.COLUMNS, Row(RowKind.RULE), Row(RowKind.BLANK)
NAMES = "堃喆犇煊峯瀞"

CHINESE = ReceiptDocument(
    "收據 0214",
    (
        Row(_TEXT, "茶屋 Chawu", align=Align.CENTRE, bold=True, scale=2),
        Row(_TEXT, "信義店 ・ 2 號機", align=Align.CENTRE),
        Row(_COLUMNS, "2026-11-21 14:32", right="單號 0214"),
        _RULE,
        Row(_COLUMNS, "紅玉紅茶 大杯", "x2", "130"),
        Row(_COLUMNS, "鹹蛋黃蛋捲 6 入", "x1", "180"),
        Row(_COLUMNS, "阿里山高山烏龍茶葉禮盒（附提袋，限量）", "x12", "1,284"),
        _RULE,
        Row(_COLUMNS, "應收", right="NT$335", bold=True, scale=2),
        Row(_TEXT, f"會員 {NAMES}  金卡"),
        _BLANK,
        Row(RowKind.BARCODE, "20261121-2-0214"),
        Row(RowKind.QR, "https://chawu.example/r/0214"),
    ),
)
ENGLISH = ReceiptDocument(
    "Receipt 0214",
    (
        Row(_TEXT, "Chawu Tea House", align=Align.CENTRE, bold=True, scale=2),
        Row(_COLUMNS, "Salted egg yolk egg rolls, box of six", "x1", "180"),
        _RULE,
        Row(_COLUMNS, "Next to expire", right="120 points 2026-12-31"),
        Row(_COLUMNS, "Total", right="NT$335", bold=True, scale=2),
        Row(_TEXT, "Thank you. See you soon!", align=Align.CENTRE),
    ),
)
SHORT = ReceiptDocument("short", (Row(_TEXT, "短"),))
