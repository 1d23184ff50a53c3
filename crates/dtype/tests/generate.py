"""Writes oracle.txt: what NumPy answers to random questions about dtypes.

Run with NumPy 2.4.6 on 64-bit Linux: ``python generate.py > oracle.txt``.
"""

# ruff: noqa: B023 - every function is called before its loop goes on
import itertools
import random
import warnings

import numpy as np
from numpy._core._internal import _dtype_from_pep3118

RULES = ("no", "equiv", "safe", "same_kind", "unsafe")
UNITS = "Y M W D h m s ms us ns ps fs as 25s 7D 3M 10m 1000ms".split()
PLAIN = [np.dtype(c) for c in "? b B h H i I l L q Q e f d F D O S U V M m".split()]
SIZED = ">i4 >u8 >f4 >c16 >e S1 S3 S5 S10 S21 S32 S64 U1 U3 >U3 U5 U21 U64 V1 V3 V4 V8 V16".split()
WEAK = {"#int": 1, "#float": 1.0, "#complex": 1j}
STRINGS = """i4 <f8 >f8 |u1 =U7 a5 S03 U-1 f8, 3i4 (2,3)f8 ()f8 1i4,f8 i4,f8 3i4,(2,3)f8 (2,3 M8[ns] m8 M8[s/2]
    M8[s/3] M8[] M8[xx] M8[s]x datetime64[25s] half int_ longlong bool_ str unicode object_ void bool8 int0 float_
    FLOAT64 U99999999999 i3 f8f8 (2,)3i4 (2,)(3,)i4 >(2,)i4 i4,bogus >float64 ?1 O4 8 U3,S2 i4,M8[25s]""".split()
FORMATS = """b l q =l <l !i >Zd (2,3)i 3i 5s 3w x T{i:a:d:b:} T{i:a:=d:b:} T{b:a:4x} (2)T{b:a:i:b:} ii 2i3d T{i:a p u &i
    T{T{i:x:}:a:d:b:} T{i:a:}xx 0i T{b:a:5xT{b:a:d:b:}:b:} <2s T{i:a:i:a:}""".split()
DATES = """2020 202 -0001 12345-01 2020-1 2020-13 2020-02-29 2021-02-29 20200102 2020-01-02T03 2020-01-02T24
    2020-01-02T03:04 2020-01-02T03:04:05.1234567 2020-01-02T03:04Z 2020-01-02T03:04-0130 2020-01-02x NaT
    2020-01-02T0304""".split()
CLASSES = {"DTypePromotionError": "Promotion", "NotImplementedError": "NotImplemented"}


def notation(d):
    """The type as tests/oracle.rs reads it."""
    if d.subdtype:
        return "{S|" + ",".join(map(str, d.shape)) + "|" + notation(d.base) + "}"
    if d.names is not None:
        parts = ["R", str(int(d.isalignedstruct)), str(d.itemsize)]
        for name in d.names:
            dtype, offset, *title = d.fields[name]
            parts.append("~".join([name, title[0] if title else "", str(offset), notation(dtype)]))
        return "{" + "|".join(parts) + "}"
    return d.char if d.char in "qQ" else d.str.lstrip("|")


def random_dtype(depth=0):
    r = random.random()
    if r < 0.1:
        return np.dtype(f"{random.choice('<>')}{random.choice('Mm')}8[{random.choice(UNITS)}]")
    if r < 0.5 or depth > 1:
        return np.dtype(random.choice(SIZED)) if random.random() < 0.5 else random.choice(PLAIN)
    if r < 0.65:
        base = random_dtype(depth + 1)
        return np.dtype((base, random.choice([(2,), (1,), (2, 3)]))) if base.itemsize else base
    n = random.choice([0, 1, 2, 2, 3])
    spec = {
        "names": random.choice(["abc", "abc", "bax"])[:n],
        "formats": [random_dtype(depth + 1) for _ in range(n)],
    }
    spec["names"] = list(spec["names"])
    if n and random.random() < 0.3:
        spec["titles"] = [random.choice([None, f"t{i}"]) for i in range(n)]
    elif random.random() < 0.3:
        ends = np.cumsum([f.itemsize + 8 for f in spec["formats"]])
        spec["offsets"] = [int(e) - f.itemsize for e, f in zip(ends, spec["formats"])]
        return np.dtype(spec)
    return np.dtype(spec, align=random.random() < 0.3)


def show(d):
    return f"{d!r} {d.char}"


def line(operation, arguments, f):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answer = f()
    except Exception as e:
        name = type(e).__name__
        answer = f"{CLASSES.get(name, name.removesuffix('Error'))}: {e}"
    print(operation, *arguments, answer, sep="\t")


def safety(a, b):
    return next((rule for rule in RULES if np.can_cast(a, b, rule)), "never")


def main():
    random.seed(2)
    pool = [random_dtype() for _ in range(60)]
    numbers = PLAIN[:16]
    pairs = [(random.choice(pool), random.choice(pool + PLAIN)) for _ in range(150)]
    pairs += random.sample(list(itertools.product(PLAIN, PLAIN)), 80)
    units = [np.dtype(f"{k}8[{u}]") for k in "Mm" for u in UNITS]
    pairs += random.sample(list(itertools.product(units, units)), 100)
    for a, b in pairs:
        names = [notation(a), notation(b)]
        line("cast", names, lambda: safety(a, b))
        line("promote", names, lambda: show(np.promote_types(a, b)))
        line("equal", names, lambda: str(a == b).lower())
    for _ in range(150):
        chosen = [random.choice([*WEAK, *numbers]) for _ in range(random.randint(1, 4))]
        names = [x if isinstance(x, str) else notation(x) for x in chosen]
        line(
            "result",
            names,
            lambda: show(np.result_type(*(WEAK.get(x, x) if isinstance(x, str) else x for x in chosen))),
        )
    for text in STRINGS:
        line("parse", [text], lambda: show(np.dtype(text)))
    for d in pool:
        name = [notation(d)]
        line("repr", name, lambda: repr(d))
        line("str", name, lambda: str(d))
        line("typestr", name, lambda: d.str)
        line("name", name, lambda: d.name)
        line("descr", name, lambda: str(d.descr))
        line("byteorder", [*name, ">"], lambda: show(d.newbyteorder(">")))
        if d.names is None and not d.subdtype and d.itemsize:
            line("format", name, lambda: memoryview(np.zeros(2, d)).format)
    for text in FORMATS:
        line("read", [text], lambda: show(_dtype_from_pep3118(text)))
    for text in DATES:
        unit = random.choice(UNITS[:13])
        line("datetime", [text, unit], lambda: np.datetime64(text, unit).view("i8"))
    for _ in range(80):
        value, a, b = random.randint(-(10**6), 10**6), *random.sample(UNITS, 2)
        kind = random.choice("Mm")
        item = np.array(value, "i8")
        line("date", [value, a], lambda: str(item.view(f"M8[{a}]")[()]))
        line(
            "convert",
            [kind, value, a, b],
            lambda: item.view(f"{kind}8[{a}]").astype(f"{kind}8[{b}]").view("i8"),
        )


main()
