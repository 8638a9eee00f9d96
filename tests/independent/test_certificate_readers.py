"""python-cwt and zxing-cpp read what is certified here; neither knows anything of this project."""

import zlib
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import cwt
import pytest
import segno
import zxingcpp
from PIL import Image, ImageFilter

from kakehashi.core.certificate import Claims, Status
from kakehashi.core.certificate.base45 import decode
from tests.core.vectors_certificate import CLAIMS, GOOD, MARCH, STRANGER, Pair, list_of, text_of


def cose_key(pair: Pair) -> Any:
    key = pair.public
    return cwt.COSEKey.new({1: 2, 2: key.kid, 3: -7, -1: 1, -2: key.x, -3: key.y, 4: [2]})


def print_of(text: str, *, level: str = "q", scale: int = 6) -> Image.Image:
    drawn = BytesIO()
    segno.make(text, error=level, boost_error=False).save(drawn, kind="png", scale=scale, border=4)
    return Image.open(drawn).convert("L")


def read_by_cwt(token: bytes, pair: Pair) -> dict[Any, Any]:
    said = cwt.decode(token, cose_key(pair))
    assert isinstance(said, dict)
    return said


def certified_today() -> Claims:
    """Claims that have not expired by the clock of this machine, which cwt asks."""
    today = datetime.now(UTC).date()
    last = today + timedelta(days=90)
    ends = int(datetime.combine(last, time(17), UTC).timestamp())
    return CLAIMS._replace(issued_on=today, valid_until_on=last, expires_at=ends)


def test_an_open_verifier_reads_the_certificate_out_of_its_picture() -> None:
    wanted = certified_today()
    [found] = zxingcpp.read_barcodes(print_of(text_of(wanted)))
    assert found.text == text_of(wanted)
    claims = read_by_cwt(decode(found.text.removeprefix("KKC1:")), MARCH)
    assert (claims[1], claims[4]) == (wanted.issuer, wanted.expires_at)
    ours = claims[-65537]
    assert (ours[1], ours[2]) == (wanted.number, wanted.name)
    assert date.fromordinal(date(1970, 1, 1).toordinal() + ours[3]) == wanted.born_on


def test_an_open_verifier_refuses_a_strangers_key() -> None:
    stranger = STRANGER.public
    wrong = cwt.COSEKey.new(
        {1: 2, 2: MARCH.public.kid, 3: -7, -1: 1, -2: stranger.x, -3: stranger.y, 4: [2]}
    )
    with pytest.raises(cwt.VerifyError, match="verify"):
        cwt.decode(decode(GOOD.removeprefix("KKC1:")), wrong)


def test_an_open_verifier_reads_the_status_list() -> None:
    token = list_of(
        {CLAIMS.status_index: Status.REVOKED, 7: Status.SUSPENDED}, at=datetime.now(UTC)
    )
    said = read_by_cwt(token, MARCH)
    assert said[2] == "urn:kakehashi:status:jp-kh-2019:KH:1"
    assert (said[65534], said[4] - said[6]) == (86_400, 14 * 86_400)
    places = zlib.decompress(said[65533]["lst"])
    of = [places[at // 4] >> at % 4 * 2 & 3 for at in (CLAIMS.status_index, 7, 8)]
    assert of == [1, 2, 0]


@pytest.mark.parametrize("angle", [0, 7, 45, 180])
def test_a_tilted_blurred_shrunken_print_is_read(angle: int) -> None:
    shot = print_of(GOOD).rotate(
        angle, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC
    )
    shot = shot.resize((shot.width // 2, shot.height // 2), Image.Resampling.BILINEAR)
    [found] = zxingcpp.read_barcodes(shot.filter(ImageFilter.GaussianBlur(0.8)))
    assert found.text == GOOD


def test_the_code_is_small_enough_for_a_cheap_phone() -> None:
    assert int(segno.make(GOOD, error="m", boost_error=False).version) <= 10
    assert int(segno.make(GOOD, error="q", boost_error=False).version) <= 13
