#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: test-independent.py PAGE VECTORS KAUNTACTL

The page from which others write their verifiers, held against such a verifier and against kauntactl. Speaks TAP.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import traceback

import independent

PAGE = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
VECTORS = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))["cases"]
KAUNTACTL = sys.argv[3]


def get_example(name):
    """The one block of that name on the page, as bytes without the last line feed."""
    (block,) = re.findall(rf"^```{name}\n(.*?)\n```$", PAGE, re.DOTALL | re.MULTILINE)
    return block.encode()


def get_keys():
    device, portal = re.search(r"The device's key is `([\w-]{43})`, the portal's\s+`([\w-]{43})`", PAGE).groups()
    return device, portal


def judge(data):
    """Whether kauntactl verify says that @data is good."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return subprocess.run([KAUNTACTL, "verify", file.name], capture_output=True, check=False).returncode == 0


def the_worked_example_is_exact():
    body, message = get_example("body"), bytes.fromhex(get_example("message").decode())
    digest = hashlib.sha256(body)
    assert digest.hexdigest().encode() == get_example("hash")
    assert message == b"kaunta-journal-v1\n" + digest.digest()
    assert f"The first body, {len(body)} bytes" in PAGE
    key, sig = get_keys()[0], get_example("sig").decode()
    assert independent.verify_signature(independent.decode_base64url(key, 32), message, independent.decode_base64url(sig, 64))
    assert independent.split_line(get_example("line")) == (body, sig)


def the_acknowledgement_is_exact():
    ack = independent.parse_canonical(get_example("acknowledgement"))
    claims = {key: value for key, value in ack.items() if key != "sig"}
    assert independent.write_canonical(claims).encode() == get_example("claims")
    independent.check_signed(get_keys()[1], "kaunta-ack-v1", get_example("claims"), ack["sig"])


def the_files_are_good_for_both():
    export = independent.parse_canonical(get_example("export"))
    assert len(independent.verify_export(export).hashes) == 2
    assert len(independent.verify_mirror(get_example("mirror") + b"\n").hashes) == 2
    assert len(independent.verify_carry(get_example("carry") + b"\n").hashes) == 2
    for name in ("export", "mirror", "carry"):
        assert judge(get_example(name) + b"\n"), name
    header = independent.check_answer(get_example("answer") + b"\n", get_keys()[1])
    assert header["ack"]["seq"] == 2


def change(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def is_good(read, data):
    try:
        read(data)
    except (independent.Fault, UnicodeError, KeyError, TypeError, IndexError, ValueError):
        return False
    return True


def a_changed_bit_is_bad_for_both():
    for name, read in (("mirror", independent.verify_mirror), ("carry", independent.verify_carry)):
        data = get_example(name) + b"\n"
        for at in range(3, len(data) - 1, len(data) // 12):
            # Nothing but the format of a mirror's header is signed or looked at.
            if name == "carry" or at > data.index(b"\n"):
                assert not is_good(read, change(data, at)), (name, at)
                assert not judge(change(data, at)), (name, at)


def an_unfinished_line_is_no_part_of_a_mirror():
    data = get_example("mirror") + b"\n"
    assert len(independent.verify_mirror(data[:-1]).hashes) == 1
    assert judge(data[:-1])


def every_vector_gets_its_verdict():
    for case in VECTORS:
        place = code = None
        try:
            independent.verify_export(case)
        except independent.Fault as fault:
            place, code = fault.place, fault.code
        assert (place is None) == case["valid"], case["name"]
        assert (place, code) == (case["fault_seq"], case["fault"]), case["name"]


def each_type_of_entry_is_on_the_page():
    types = {json.loads(line["body"])["type"] for case in VECTORS if case["valid"] for line in case["entries"]}
    for kind in types:
        assert f"| `{kind}`" in PAGE or f"`{kind}` |" in PAGE, kind


def the_check_digit_is_the_pages():
    assert " ".join(independent.DAMM) in PAGE
    assert independent.damm("572") == 4


TESTS = [the_worked_example_is_exact, the_acknowledgement_is_exact, the_files_are_good_for_both, a_changed_bit_is_bad_for_both,
         an_unfinished_line_is_no_part_of_a_mirror, every_vector_gets_its_verdict, each_type_of_entry_is_on_the_page,
         the_check_digit_is_the_pages]

print(f"1..{len(TESTS)}")
for number, test in enumerate(TESTS, 1):
    name = f"/page/{test.__name__.replace('_', '-')}"
    try:
        test()
        print(f"ok {number} {name}")
    except Exception:  # pylint: disable=broad-except
        print(f"not ok {number} {name}")
        print("# " + traceback.format_exc().replace("\n", "\n# "))
