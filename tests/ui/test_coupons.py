"""Coupons, offers and missions at the counter: what is scanned, typed and tapped, and what the screen says of it."""

from dataclasses import replace
from datetime import date

import pytest

from terminal.domain.coupon_numbers import printed_number, short_number
from terminal.domain.programme_parts import TaxRule
from tests.ui.fakes import HeldRunner
from ui.qt.screens.sample_offers import PUBLIC_CODE
from ui.qt.screens.sample_shop import GOLD_PHONE, OVERDRAWN_PHONE, PAPERS, SampleShop
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.completed import Completed
from ui.viewmodels.couponing import Couponing
from ui.viewmodels.desk import StageName
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.redeeming import Redeeming
from ui.viewmodels.tendering import Tendering
from ui.viewmodels.till import Till

CUP, BOX, POINTS = "sale-birthday-cup.gift.1", "sale-box-100.gift.1", "sale-extra-50.gift.1"
PAPER = printed_number(72, date(2026, 11, 19), "seed", PAPERS.check)


@pytest.fixture
def scene() -> Scene:
    made = new_scene()
    made.shop.start_offers()
    made.till.desk.refresh_shop()
    return made


def notice(scene: Scene) -> str:
    return scene.till.desk.notice.text if scene.till.desk.notice else ""


def coupons(scene: Scene) -> list[str]:
    return [f"{coupon.name}: {coupon.note}" for coupon in scene.till.bill.coupons]


def scan(scene: Scene, text: str) -> None:
    scene.till.scan(ScanReading(text, may_be_member=False))


class TestOntoTheBill:
    @pytest.mark.parametrize("how", ["typed", "shouted", "scanned", "sheet"])
    def test_a_public_code(self, scene: Scene, how: str) -> None:
        scene.tap("eggroll", "ruby")
        if how == "scanned":
            scan(scene, PUBLIC_CODE)
        else:
            if how == "sheet":
                scene.press(Command.COUPONS)
            scene.type(PUBLIC_CODE.upper() if how == "shouted" else PUBLIC_CODE)
            scene.press(Command.ENTER)
        assert scene.till.stage.name is StageName.SELLING
        assert coupons(scene) == ["秋季滿 200 折 30: − NT$ 30"]
        assert (scene.till.bill.subtotal, scene.till.bill.discount, scene.till.bill.due) == ("245", "−30", "215")

    @pytest.mark.parametrize("how", ["typed", "scanned", "sheet"])
    def test_a_printed_number_needs_no_enter(self, scene: Scene, how: str) -> None:
        scene.tap("eggroll")
        if how == "scanned":
            scan(scene, PAPER)
        else:
            if how == "sheet":
                scene.press(Command.COUPONS)
            scene.type(PAPER)
        assert coupons(scene) == ["下次消費折 20 元: − NT$ 20"]
        assert scene.till.selling.entry.text == ""
        assert scene.till.stage.name is StageName.SELLING

    def test_a_vouchers_short_number_is_a_coupon_only_for_who_holds_it(self, scene: Scene) -> None:
        scene.tap("ruby")
        number = short_number(POINTS)
        scene.type(number)
        scene.press(Command.ENTER)
        assert (coupons(scene), len(scene.till.bill.lines)) == ([], 2)
        scene.press(Command.UNDO)
        scene.type(GOLD_PHONE)
        scene.type(number)
        scene.press(Command.ENTER)
        assert (coupons(scene), len(scene.till.bill.lines)) == (["加贈 50 點: +50 點"], 1)

    def test_a_voucher_by_touch_and_off_again(self, scene: Scene) -> None:
        scene.type(GOLD_PHONE)
        scene.tap("ruby")
        scene.till.tap_voucher(CUP)
        assert coupons(scene) == ["生日禮 ・ 免費大杯一杯: − NT$ 62"]
        face = scene.till.member
        assert face is not None
        assert [row.voucher_id for row in face.rows if row.is_on_bill] == [CUP]
        scene.till.tap_voucher(CUP)
        assert coupons(scene) == []

    def test_a_voucher_typed_by_number_is_taken_off_by_touch(self, scene: Scene) -> None:
        scene.type(GOLD_PHONE)
        scene.tap("ruby")
        scene.type(short_number(CUP))
        scene.press(Command.ENTER)
        scene.till.tap_voucher(CUP)
        assert coupons(scene) == []

    def test_keys_choose_a_coupon_below_the_lines_and_take_it_off(self, scene: Scene) -> None:
        scene.tap("eggroll", "ruby")
        scan(scene, PUBLIC_CODE)
        scene.press(Command.UP, Command.MORE, Command.UNDO)
        assert (coupons(scene), scene.till.bill.due) == ([], "245")
        scene.press(Command.UNDO)
        assert len(coupons(scene)) == 1

    def test_in_the_tender_sheet_a_scan_lowers_what_is_due(self, scene: Scene) -> None:
        scene.tap("eggroll", "ruby")
        scene.press(Command.TENDER)
        scan(scene, PUBLIC_CODE)
        assert isinstance(scene.till.stage, Tendering)
        assert scene.till.stage.remaining == 215

    def test_the_sale_has_the_coupons_of_the_bill(self, scene: Scene) -> None:
        scene.tap("eggroll", "ruby")
        scan(scene, PUBLIC_CODE)
        scene.press(Command.EXACT_CASH)
        assert scene.shop.sold[0].coupons == (PUBLIC_CODE,)

    def test_a_code_that_nobody_knows_is_said_to_be_nothing(self, scene: Scene) -> None:
        scene.tap("ruby")
        scene.type("nosuchcode")
        scene.press(Command.ENTER)
        assert notice(scene) == "「nosuchcode」不是會員碼或優惠券，也不在品項裡。請再掃一次或改用輸入。"


class TestRefused:
    def test_the_bill_stays_as_it_was_and_the_sentence_names_the_coupon(self, scene: Scene) -> None:
        scene.type(GOLD_PHONE)
        scene.tap("eggroll", "ruby")
        scan(scene, PUBLIC_CODE)
        before = scene.till.bill
        scene.till.tap_voucher(BOX)
        assert notice(scene) == "消費還沒到優惠券「禮盒折 100 元」的門檻。請加點或先拿掉，券仍有效。"
        assert scene.till.bill == before

    def test_in_the_sheet_it_is_said_there(self, scene: Scene) -> None:
        scene.tap("ruby")
        scene.press(Command.COUPONS)
        scene.type(PUBLIC_CODE)
        scene.press(Command.ENTER)
        assert isinstance(scene.till.stage, Couponing)
        assert "門檻" in notice(scene)
        scene.press(Command.BACK)
        assert coupons(scene) == []

    def test_a_coupon_that_the_bill_no_longer_fulfils_waits_and_comes_back_by_itself(self, scene: Scene) -> None:
        scene.tap("eggroll", "ruby")
        scan(scene, PUBLIC_CODE)
        scene.press(Command.UP, Command.UP, Command.UNDO)
        assert notice(scene) == "消費還沒到優惠券「秋季滿 200 折 30」的門檻。請加點或先拿掉，券仍有效。"
        assert [coupon.is_waiting for coupon in scene.till.bill.coupons] == [True]
        assert (scene.till.bill.discount, scene.till.bill.due) == ("", "180")
        scene.tap("bag")
        assert notice(scene) == ""  # what was said once is not said again
        scene.tap("ruby")
        assert coupons(scene) == ["秋季滿 200 折 30: − NT$ 30"]
        assert scene.till.bill.due == "217"

    def test_a_waiting_coupon_is_not_sold(self, scene: Scene) -> None:
        scan(scene, PUBLIC_CODE)
        scene.tap("ruby")
        scene.press(Command.EXACT_CASH)
        assert scene.shop.sold[0].coupons == ()

    def test_before_the_first_line_a_coupon_waits_for_it(self, scene: Scene) -> None:
        scan(scene, PUBLIC_CODE)
        assert coupons(scene) == ["秋季滿 200 折 30: 輸入品項後計算"]
        scene.tap("giftbox")
        assert coupons(scene) == ["秋季滿 200 折 30: − NT$ 30"]

    def test_another_coupon_is_taken_while_one_waits(self, scene: Scene) -> None:
        scan(scene, PUBLIC_CODE)
        scene.tap("eggroll")
        scan(scene, PAPER)
        assert [coupon.is_waiting for coupon in scene.till.bill.coupons] == [True, False]
        assert scene.till.bill.due == "160"


class TestWithWhomAndWhen:
    def test_another_member_does_not_use_the_last_ones_vouchers(self, scene: Scene) -> None:
        scene.tap("eggroll", "ruby")
        scan(scene, PUBLIC_CODE)
        scene.type(GOLD_PHONE)
        scene.till.tap_voucher(CUP)
        scene.type(OVERDRAWN_PHONE)
        assert coupons(scene) == ["秋季滿 200 折 30: − NT$ 30"]

    def test_a_parked_bill_keeps_its_coupons(self, scene: Scene) -> None:
        scene.type(GOLD_PHONE)
        scene.tap("ruby")
        scene.till.tap_voucher(CUP)
        before = scene.till.bill
        scene.press(Command.PARK)
        assert coupons(scene) == []
        scene.press(Command.PARK, Command.ENTER)
        assert scene.till.bill == before

    def test_a_tender_that_a_coupon_depends_on_is_remembered(self, scene: Scene) -> None:
        scene.tap("ruby")
        scene.press(Command.TENDER, Command.MORE, Command.BACK)
        assert scene.till.desk.bill.content.paying == "card"
        scene.press(Command.TENDER)
        assert isinstance(scene.till.stage, Tendering)
        assert scene.till.stage.type == "card"
        scene.press(Command.ENTER, Command.ENTER)
        assert scene.till.desk.bill.content.paying == ""

    def test_a_brand_without_coupons_says_so(self) -> None:
        plain = new_scene()
        plain.press(Command.COUPONS)
        assert notice(plain) == "這個方案目前沒有優惠券。可以照常結帳。"


class TestSheet:
    def test_rows_are_what_is_on_the_bill_and_then_what_is_held(self, scene: Scene) -> None:
        scene.type(GOLD_PHONE)
        scene.tap("ruby")
        scene.till.tap_voucher(CUP)
        scene.press(Command.COUPONS)
        stage = scene.till.stage
        assert isinstance(stage, Couponing)
        assert [(row.name, row.is_on_bill) for row in stage.rows] == [
            ("生日禮 ・ 免費大杯一杯", True),
            ("禮盒折 100 元", False),
            ("加贈 50 點", False),
        ]
        scene.press(Command.UP, Command.ENTER)
        assert scene.till.stage.name is StageName.SELLING
        assert len(coupons(scene)) == 2
        scene.press(Command.COUPONS, Command.DOWN, Command.UNDO)
        assert coupons(scene) == ["加贈 50 點: +50 點"]

    def test_a_number_that_looks_like_a_phone_can_be_typed(self, scene: Scene) -> None:
        scene.press(Command.COUPONS)
        scene.type(GOLD_PHONE)
        stage = scene.till.stage
        assert isinstance(stage, Couponing)
        assert stage.text == GOLD_PHONE
        scene.press(Command.ERASE)
        assert stage.text == GOLD_PHONE[:-1]
        assert scene.till.member is None


class TestSaysTheTruth:
    def whole(self, scene: Scene) -> None:
        scene.type(GOLD_PHONE)
        scene.tap("ruby", "ruby", "boba", "saltedroll", "pineapple")
        scan(scene, PUBLIC_CODE)
        scene.till.tap_voucher(CUP)
        scene.till.tap_voucher(POINTS)
        scene.press(Command.REDEEM)
        scene.type("500")

    def test_the_sums_add_up(self, scene: Scene) -> None:
        self.whole(scene)
        stage = scene.till.stage
        assert isinstance(stage, Redeeming)
        promised = stage.due_text
        scene.press(Command.ENTER)
        face = scene.till.bill
        signed = [face.subtotal, face.discount, face.redeemed_amount]
        assert sum(int(figure.replace("−", "-")) for figure in signed) == int(face.due)
        assert (face.discount, face.redeemed_amount, face.tax_included) == ("−138", "−50", "含稅 5% NT$ 29")
        assert (face.tax_added, promised) == ("", f"NT$ {face.due}")

    def test_tax_that_is_added_has_a_row_and_is_in_what_the_points_sheet_promises(self) -> None:
        scene = taxed_scene()
        scene.type(GOLD_PHONE)
        scene.tap("giftbox")
        scene.press(Command.REDEEM)
        scene.type("100")
        stage = scene.till.stage
        assert isinstance(stage, Redeeming)
        assert stage.due_text == "NT$ 568"
        scene.press(Command.ENTER)
        face = scene.till.bill
        # 580 less a twentieth is 551, less 10 by points is 541, and 5% of that is 27.
        assert (face.tax_added, face.tax_amount, face.tax_included) == ("稅金 5%", "27", "")
        assert (face.subtotal, face.discount, face.redeemed_amount, face.due) == ("580", "−29", "−10", "568")

    def test_the_card_tells_offers_vouchers_missions_and_the_tier(self, scene: Scene) -> None:
        scene.type(GOLD_PHONE)
        face = scene.till.member
        assert face is not None
        assert (face.tier_until, face.next_tier, face.missing) == ("2027/04/30 止", "距離白金卡", "")
        assert face.ways == "NT$ 2,180 + 4 次，或 1,160 點"
        assert [(row.title, row.detail, row.steps) for row in face.rows] == [
            ("今天可得：生日當月加贈 88 點", "", None),
            ("生日禮 ・ 免費大杯一杯", "2026/12/01 止", None),
            ("禮盒折 100 元", "2026/12/19 止 ・ 剩 2 次", None),
            ("加贈 50 點", "2026/12/31 止", None),
            ("烘焙月 NT$ 640 / NT$ 1,000", "完成得「禮盒折 100 元」 ・ 2026/11/30 止", None),
            ("集十杯送一杯 6 / 10", "完成得「生日禮 ・ 免費大杯一杯」", None),
            ("三次巡禮 1 / 3", "完成得 100 點 ・ 2026/12/31 止", (1, 3)),
            ("120 點 2026/12/31 到期", "折抵時會先用快到期的點數", None),
        ]

    def test_after_the_sale_every_point_has_its_reason(self, scene: Scene) -> None:
        self.whole(scene)
        scene.press(Command.ENTER, Command.EXACT_CASH)
        done = scene.till.stage
        assert isinstance(done, Completed)
        assert done.explained == (
            "每 NT$10 得 1 點 +61",
            "金卡 2 倍 +62",
            "週末雙倍 +61",
            "加贈 50 點 +50",
            "完成「烘焙月」1 次",
            "「集十杯送一杯」8 / 10",
            "「三次巡禮」2 / 3",
            "生日當月加贈 88 點 +88",
            "滿 300 送加點券",
        )
        assert done.earned_text == "+322"
        assert [text.partition(" ・ 券號")[0] for text in done.given] == [
            "獲得「禮盒折 100 元」 ・ 2027/01/20 止 ・ 剩 2 次",
            "獲得「加贈 50 點」 ・ 2026/12/31 止",
            "收據附「下次消費折 20 元」 ・ 2026/11/22 起 ・ 2026/12/05 止",
        ]

    def test_the_earn_note_names_the_tier_only_when_that_is_all(self, scene: Scene) -> None:
        scene.type(GOLD_PHONE)
        scene.tap("ruby")
        assert scene.till.bill.earn_note == "本次可得 106 點"


def taxed_scene() -> Scene:
    """A store that adds its tax."""
    scene = new_scene()
    scene.shop.start_offers()
    rule = scene.shop.store.tax
    assert rule is not None
    store = replace(scene.shop.store, tax=TaxRule(rule.rate, included=False))
    scene.shop.store = store
    scene.shop.programme = replace(scene.shop.programme, stores={store.code: store})
    scene.till.desk.refresh_shop()
    return scene


class TestLateAnswers:
    def test_a_coupon_refused_after_the_next_item_waits(self) -> None:
        shop, runner = SampleShop(), HeldRunner()
        shop.start_offers()
        till = Till(shop, runner, shop.shop())
        category = shop.brand.menu[0]
        ruby = next(item for item in category.items if item.sku == "ruby")
        till.tap_item(ruby, category)
        till.scan(ScanReading(PUBLIC_CODE, may_be_member=False))
        till.tap_item(ruby, category)
        runner.finish_all()
        assert [coupon.is_waiting for coupon in till.bill.coupons] == [True]
        assert till.bill.due == "130"
        assert till.desk.notice is not None

    def test_enter_waits_for_the_quote_without_the_coupon_that_waited_before(self) -> None:
        shop, runner = SampleShop(), HeldRunner()
        shop.start_offers()
        till = Till(shop, runner, shop.shop())
        category = shop.brand.menu[0]
        ruby = next(item for item in category.items if item.sku == "ruby")
        till.scan(ScanReading(PUBLIC_CODE, may_be_member=False))
        till.tap_item(ruby, category)
        runner.finish_all()
        till.tap_item(ruby, category)
        till.press(Command.EXACT_CASH)
        runner.finish_all()
        assert till.stage.name is StageName.COMPLETED
        assert shop.sold[0].coupons == ()
