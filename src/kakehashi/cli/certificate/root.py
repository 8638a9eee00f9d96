"""The root of a ministry's certificates: make it and certify keys with it, on a machine offline."""

import argparse
import getpass
import json
import os
import sys
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _
from kakehashi.core.certificate import (
    IssuingKey,
    Sign,
    VerifyingKey,
    certify,
    raw_signature,
    root_words,
    verifying_key,
    write_published,
)
from kakehashi.core.certificate.cose import ES256
from kakehashi.core.text import unb64url

PASSPHRASE = "KAKEHASHI_ROOT_PASSPHRASE"  # noqa: S105 - the name of a setting
SHORTEST = 12


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = parser.add_subparsers(dest="of_root", required=True, metavar="ACT")
    make = acts.add_parser("make", help=_("make a root, sealed under a passphrase"))
    make.add_argument("file", type=Path)
    words = acts.add_parser("words", help=_("print the root's words, to be exchanged on paper"))
    words.add_argument("file", type=Path)
    sign = acts.add_parser("certify", help=_("certify the keys of a request"))
    sign.add_argument("file", type=Path)
    sign.add_argument("request", type=Path)
    sign.add_argument("--to", type=Path, required=True, help=_("the file to write"))
    sign.add_argument(
        "--revoke", action="store_true", help=_("say of these keys that they are not trusted")
    )


def run(arguments: argparse.Namespace) -> int:
    """Do it; no node and no network is needed."""
    try:
        if arguments.of_root == "make":
            return _make(arguments.file)
        public, sign = _opened(arguments.file)
        if arguments.of_root == "certify":
            request = arguments.request.read_bytes()
            signed = _certified(request, public, sign, is_revoked=arguments.revoke)
            arguments.to.write_bytes(signed)
    except (OSError, ValueError, KeyError, TypeError) as error:
        complain(_("refused: {what}").format(what=error))
        return 1
    print(" ".join(root_words(public)))
    return 0


def _make(file: Path) -> int:
    private = ec.generate_private_key(ec.SECP256R1())
    secret = _passphrase(is_new=True)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(secret))
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(pem)
        opened.flush()
        os.fsync(opened.fileno())
    print(" ".join(root_words(_public(private))))
    return 0


def _opened(file: Path) -> tuple[VerifyingKey, Sign]:
    private = load_pem_private_key(file.read_bytes(), password=_passphrase())
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise TypeError(_("another sort of key"))
    return _public(private), lambda data: raw_signature(private.sign(data, ES256))


def _public(private: ec.EllipticCurvePrivateKey) -> VerifyingKey:
    point = private.public_key().public_numbers()
    return verifying_key(point.x.to_bytes(32), point.y.to_bytes(32))


def _passphrase(*, is_new: bool = False) -> bytes:
    """Ask for the passphrase, or take it from the environment where nobody can be asked."""
    said = os.environ.get(PASSPHRASE)
    if said is None:
        if not sys.stdin.isatty():
            raise ValueError(_("a passphrase is needed: {name}").format(name=PASSPHRASE))
        said = getpass.getpass(_("Passphrase of the root: "))
        if is_new and said != getpass.getpass(_("Once more: ")):
            raise ValueError(_("the two passphrases differ"))
    if is_new and len(said) < SHORTEST:
        raise ValueError(
            _("the passphrase has fewer than {count} characters").format(count=SHORTEST)
        )
    return said.encode()


def _certified(request: bytes, root: VerifyingKey, sign: Sign, *, is_revoked: bool) -> bytes:
    """Certify each key of a request; says on the terminal what is being signed."""
    said = json.loads(request)
    agreement, _slash, party = str(said["issuer"]).partition("/")
    if said.get("kakehashi_key_request") != 1:
        raise ValueError(_("not a request for keys"))
    tokens = []
    for one in said["keys"]:
        key = IssuingKey(
            verifying_key(unb64url(one["x"]), unb64url(one["y"])),
            said["issuer"],
            date.fromisoformat(one["from_on"]),
            date.fromisoformat(one["until_on"]),
            said["time_zone"],
            is_revoked,
        )
        tokens.append(certify(key, root=root, sign=sign))
        print(f"{key.issuer}\t{key.from_on} – {key.until_on}\t{key.key.kid.hex()}")
    return write_published(agreement, party, root=root, certified=tokens)
