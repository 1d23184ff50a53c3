"""Prints constants.rs: tables and polynomial coefficients of the elementary functions.

    python generate.py > constants.rs

Needs mpmath. A polynomial interpolates its function at Chebyshev nodes of the interval, which is
within a small factor of the best (minimax) polynomial.
"""

from mpmath import mp, mpf

mp.prec = 300


def double(x):
    """The nearest float64 as a Python float."""
    return float(mpf(x))


def trimmed(x, bits):
    """x rounded to a multiple of 2**-bits."""
    return double(mp.nint(x * mpf(2) ** bits) / mpf(2) ** bits)


def fit(f, low, high, degree):
    """Coefficients (float64, lowest first) of a near-minimax polynomial of f on [low, high]."""
    n = degree + 1
    nodes = [
        (low + high) / mpf(2) + (high - low) / mpf(2) * mp.cos(mp.pi * (2 * i + 1) / (2 * n))
        for i in range(n)
    ]
    values = [f(x) for x in nodes]
    # Newton's divided differences, then expansion into powers.
    table = list(values)
    for k in range(1, n):
        for i in range(n - 1, k - 1, -1):
            table[i] = (table[i] - table[i - 1]) / (nodes[i] - nodes[i - k])
    powers = [mpf(0)]
    for k in range(n - 1, -1, -1):
        powers = [mpf(0)] + powers
        for i in range(len(powers) - 1):
            powers[i] -= nodes[k] * powers[i + 1]
        powers[0] += table[k]
    return [double(c) for c in powers[:n]]


def series(value, first):
    """A function evaluated away from its removable singularity at 0, `first` being the limit."""
    return lambda x: value(x) if abs(x) > mpf(10) ** -20 else first


def show(name, values, comment, table=False):
    print(f"/// {comment}")
    body = ",\n    ".join(repr(v) for v in values)
    if table:
        print(f"pub static {name}: Table = Table([\n    {body},\n]);")
    else:
        print(f"pub const {name}: [f64; {len(values)}] = [\n    {body},\n];")


def pair(name, x, comment, bits=None):
    """A number as a sum of two or, with `bits`, of a trimmed one and a rest."""
    high = trimmed(x, bits) if bits else double(x)
    print(f"/// {comment}")
    print(f"pub const {name}: [f64; 2] = [{high!r}, {double(x - mpf(high))!r}];")


def split(values, bits=None):
    highs = [trimmed(v, bits) if bits else double(v) for v in values]
    return highs, [double(v - mpf(h)) for v, h in zip(values, highs)]


print("//! Tables and coefficients, printed by generate.py. Names ending in `SHORT` serve float32.")
print("#![allow(clippy::approx_constant, clippy::excessive_precision, clippy::unreadable_literal)]")
print()
print("/// Sixteen values found by the low four bits of an index.")
print("#[repr(align(64))]\npub struct Table(pub [f64; 16]);\n")

ln2 = mp.log(2)
pair("LN2", ln2, "ln 2.")
pair("LN2_TRIMMED", ln2, "ln 2, the first part a multiple of 2^-42.", 42)
pair("LOG10_2_TRIMMED", mp.log10(2), "log10 2, the first part a multiple of 2^-42.", 42)
pair("LOG2_E", 1 / ln2, "1 / ln 2.")
pair("LOG10_E", 1 / mp.log(10), "1 / ln 10.")
pair("HALF_PI", mp.pi / 2, "pi / 2.")
eighth = mp.pi / 8
parts, rest = [], eighth
for _ in range(3):
    parts.append(double(rest))
    rest -= mpf(parts[-1])
show("EIGHTH_PI", parts, "pi / 8 as a sum of three.")

high, low = split([mpf(2) ** (mpf(j) / 16) for j in range(16)])
show("EXP_HIGH", high, "2^(j/16).", True)
show("EXP_LOW", low, "What [`EXP_HIGH`] lacks.", True)
r = ln2 / 32 * mpf("1.01")
q = series(lambda x: (mp.exp(x) - 1 - x) / x**2, mpf(1) / 2)
show("EXP", fit(q, -r, r, 5), "(e^r - 1 - r) / r² for |r| <= ln 2 / 32.")
show("EXP_SHORT", fit(q, -r, r, 2), "The same, for e^r to 2^-35.")
show(
    "SINH",
    fit(lambda z: (mp.sinh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, mpf(10) ** -9, r * r, 2),
    "(sinh r - r) / r³ in r².",
)
show(
    "COSH", fit(lambda z: (mp.cosh(mp.sqrt(z)) - 1) / z, mpf(10) ** -9, r * r, 2), "(cosh r - 1) / r² in r²."
)

# Cells of the quadratic n(m), about 16 log2 m, on an octave from START; c is the middle of the cell of m.
START, QUADRATIC = 0.7225, [-35.0, 46.05, -11.05]
edges = {}
for i in range(20001):
    m = START * (1 + i / 20000)
    n = round(QUADRATIC[0] + m * (QUADRATIC[1] + m * QUADRATIC[2]))
    edges[n] = (edges[n][0] if n in edges else m, m)
assert sorted(edges) == list(range(-7, 9))
centers = {n % 16: mpf(1) if n == 0 else mpf(a + b) / 2 for n, (a, b) in edges.items()}
inverse = [double(1 / centers[j]) for j in range(16)]
logs = [-mp.log(mpf(v)) for v in inverse]
print(f"/// Where an octave of mantissas begins.\npub const LOG_START: f64 = {START!r};")
show("LOG_SLOT", QUADRATIC, "The slot of m, about 16 log2 m, to be rounded.")
show("LOG_INVERSE", inverse, "1/c in the slot of its m.", True)
for name, factor in (("LOG", mpf(1)), ("LOG2", 1 / ln2), ("LOG10", 1 / mp.log(10))):
    high, low = split([v * factor for v in logs], 42)
    show(f"{name}_HIGH", high, "log c, multiples of 2^-42.", True)
    show(f"{name}_LOW", low, f"What [`{name}_HIGH`] lacks.", True)
r = mpf("0.0232")
quadratic = series(lambda x: (mp.log1p(x) - x) / x**2, mpf(-1) / 2)
show("LOG", fit(quadratic, -r, r, 7), "(log(1+r) - r) / r² for |r| <= 0.0232.")
show("LOG_SHORT", fit(quadratic, -r, r, 4), "The same, for log(1+r) to 2^-39.")
show(
    "LOG_SINGLE",
    fit(quadratic, -r, r, 3),
    "The same, for log(1+r) to 2^-34: where nothing follows but rounding to float32.",
)
show(
    "LOG_CUBIC",
    fit(series(lambda x: -2 * (mp.log1p(x) - x + x**2 / 2) / x**3, mpf(-2) / 3), -r, r, 7),
    "(log(1+r) - r + r²/2) / (-r³/2).",
)

high, low = split([mp.sin(j * eighth) if j % 8 else mpf(0) for j in range(16)])
show("SIN_HIGH", high, "sin(j pi/8).", True)
show("SIN_LOW", low, "What [`SIN_HIGH`] lacks.", True)
tiny = mpf(10) ** -9
r = (mp.pi / 16 * mpf("1.001")) ** 2
sine = lambda z: (mp.sin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z
cosine = lambda z: (mp.cos(mp.sqrt(z)) - 1) / z
quartic = lambda z: (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z**2
show("SIN", fit(sine, tiny, r, 4), "(sin r - r) / r³ in r² for |r| <= pi/16.")
show("COS", fit(quartic, tiny, r, 3), "(cos r - 1 + r²/2) / r⁴ in r².")
show("SIN_SHORT", fit(sine, tiny, r, 1), "The same, for sin r to 2^-29.")
show("COS_SHORT", fit(cosine, tiny, r, 2), "(cos r - 1) / r² to 2^-33.")

high, low = split([mp.atan(mpf(min(j, 8)) / 8) for j in range(16)])
show("ATAN_HIGH", high, "atan(j/8), j <= 8.", True)
show("ATAN_LOW", low, "What [`ATAN_HIGH`] lacks.", True)
r = mpf("0.0635") ** 2
arctangent = lambda z: (mp.atan(mp.sqrt(z)) / mp.sqrt(z) - 1) / z
show("ATAN", fit(arctangent, tiny, r, 5), "(atan t - t) / t³ in t² for |t| <= 1/16.")
show("ATAN_SHORT", fit(arctangent, tiny, r, 1), "The same, for atan t to 2^-29.")
r = mpf("0.2501")
arcsine = lambda z: (mp.asin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z
show("ASIN", fit(arcsine, tiny, r, 12), "(asin x - x) / x³ in x² for x² <= 1/4.")
show("ASIN_SHORT", fit(arcsine, tiny, r, 5), "The same, for asin x to 2^-30.")

cube = [mpf(2) ** (mpf(j % 3) / 3) for j in range(16)]
high, low = split(cube)
show("CBRT_HIGH", high, "2^((j mod 3)/3).", True)
show("CBRT_LOW", low, "What [`CBRT_HIGH`] lacks.", True)
show("CBRT", fit(lambda m: mp.cbrt(m), mpf("0.75"), mpf("1.5"), 4), "The cube root on [0.75, 1.5) to 2^-13.")
