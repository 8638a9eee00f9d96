"""Passphrases are stretched as little as possible here; how much is not what is tested."""

import pytest


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kakehashi.intake.keyholding.COST", 2**8)
