"""Hands and eyes for goods that come back."""

from ui.qt.screens.past_states import scan_receipt
from ui.qt.screens.states import Scene
from ui.viewmodels.giving_back import GivingBack


def giving_back(scene: Scene, number: str = "0215") -> GivingBack:
    scan_receipt(scene, number)
    stage = scene.till.stage
    assert isinstance(stage, GivingBack)
    return stage


def notice(scene: Scene) -> str:
    return scene.till.desk.notice.text if scene.till.desk.notice else ""


def refunds(scene: Scene) -> list[dict[str, object]]:
    return [dict(refund.body) for _, refund in scene.shop.kept.refunds]
