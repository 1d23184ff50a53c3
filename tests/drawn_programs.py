"""Random one-line programs under both libraries: those that do not do the same are printed.

    python tests/drawn_programs.py [--seed N] [--count N] [--only TEXT]

Results are compared as in `programs`, values to some digits; what is said in the order of a sort (`argpartition`, objects
that do not compare) differs by nature.
"""

import argparse
import collections
import random
import re

import numpy
from programs import built, lines, outcome

import numen

TYPES = "? ? ? i1 u1 i2 u2 i4 i4 u4 i8 i8 i8 i8 u8 f2 f4 f4 f8 f8 f8 f8 f8 f8 c8 c16 c16 >f8 >i4 O U3 S3 M8[D] m8[s]".split()

# What a name in braces stands for; choices may hold further names.
CHOICES = {
    name: lines(text)
    for name, text in {
        "operand": "a\na\na\na[..., 0]\na.T\n{scalar}",
        "unary": "\n".join(
            "negative positive absolute sign sqrt square exp log sin floor ceil rint trunc isnan isinf isfinite signbit "
            "conjugate logical_not invert reciprocal cbrt deg2rad log1p expm1 tanh arctan fabs spacing isnat exp2".split()
        ),
        "binary": "\n".join(
            "add subtract multiply divide floor_divide remainder fmod power maximum minimum fmax fmin equal not_equal less "
            "less_equal greater greater_equal logical_and logical_or logical_xor bitwise_and bitwise_or bitwise_xor "
            "left_shift right_shift hypot arctan2 copysign nextafter heaviside gcd lcm float_power divmod matmul".split()
        ),
        "reduction": "\n".join(
            "sum prod max min mean std var any all argmax argmin ptp median cumsum cumprod count_nonzero nansum nanmean "
            "nanmax nanmin nanstd nanprod".split()
        ),
        "operator": "\n".join("+ - * / // % ** & | ^ << >> < <= == != > >= @".split()),
        "in_place": "\n".join("+= -= *= /= //= %= **= &= |= ^= <<= >>= @=".split()),
        "axis": "0\n-1\n1\nNone\nNone\n(0, 1)\n2\n-3\n(0,)\n()\n(0, -1)",
        "dtype": "'f4'\nfloat\n'i8'\nobject\n'u1'\ncomplex\nbool\n'S2'\n'M8[s]'\n'U1'\nstr",
        "scalar": """
            2
            -1
            0
            3.5
            1j
            True
            None
            'x'
            b'q'
            300
            1e300
            10**20
            float('nan')
            float('inf')
            [1, 2, 3]
            (1, 2)
            np.array(2)
            np.True_
            np.int8(3)
            np.uint8(200)
            np.int64(-7)
            np.float16(1)
            np.float32(2.5)
        """,
        "index": """
            0
            -1
            5
            ...
            None
            ::2
            ::-1
            1:
            0:0
            [0]
            [0, -1]
            [True, False]
            [[0, 1], [1, 0]]
            np.array([1, 0])
            a > 0
            a
            b
            0, 0
            0, None
            ..., 0
            [0, 1], [1, 0]
            1:, [0]
            [0], ::-1
            [1, -1], None
            []
            ()
            2.0
            'x'
            True
            np.int8(1)
            np.array(0)
            np.ix_([0], [0, -1])
        """,
    }.items()
}
TEMPLATES = lines("""
    np.{unary}({operand})
    np.{unary}({operand}, dtype={dtype})
    np.{binary}({operand}, b)
    np.{binary}(a, {scalar})
    np.{binary}({scalar}, b)
    np.{binary}(a, b, dtype={dtype})
    {operand} {operator} b
    a {operator} {scalar}
    {scalar} {operator} a
    a = a.copy(); a {in_place} b; a
    a = a.copy(); a {in_place} {scalar}; a
    np.{reduction}(a)
    np.{reduction}(a, axis={axis})
    np.{reduction}(a, axis={axis}, keepdims=True)
    np.{reduction}(a, dtype={dtype})
    a.{reduction}(axis={axis})
    np.{binary}.reduce(a, axis={axis})
    np.{binary}.accumulate(a, axis={axis})
    np.{binary}.outer(a, b)
    np.{binary}.reduceat(a, [0, 1])
    a = a.copy(); np.{binary}.at(a, [0], 1); a
    a[{index}]
    a = a.copy(); a[{index}] = b; a
    a = a.copy(); a[{index}] = {scalar}; a
    a.reshape(-1), a.ravel('F'), a.flatten('K'), a.T, a.squeeze()
    a.reshape(2, -1)
    a.astype({dtype})
    a.view({dtype})
    a.repeat(2, axis={axis})
    a.take([0, -1], axis={axis})
    a.clip({scalar}, {scalar})
    a.round(1)
    a.tolist(), a.tobytes(), a.nbytes
    a.byteswap()
    a.diagonal()
    a.choose([b, b])
    a.dot(b)
    np.array({scalar})
    np.array([a, b])
    np.array([a, {scalar}])
    np.asarray({scalar}, dtype=a.dtype)
    np.full((2, 2), {scalar}, dtype=a.dtype)
    np.full_like(a, {scalar})
    np.concatenate([a, b], axis={axis})
    np.stack([a, b], axis={axis})
    np.hstack([a, b]), np.vstack([a, b]), np.dstack([a, b]), np.column_stack([a, b])
    np.append(a, b), np.delete(a, 0), np.insert(a, 0, b)
    np.split(a, 2)
    np.roll(a, 1, axis={axis})
    np.flip(a, axis={axis})
    np.rot90(a)
    np.tile(a, (2, 1))
    np.expand_dims(a, {axis})
    np.broadcast_to(a, (3, 4, 3))
    np.broadcast_arrays(a, b)
    np.where(a, b, {scalar})
    np.where(a > 0, a, b)
    np.unique(a, return_index=True, return_inverse=True, return_counts=True)
    np.sort(a, axis={axis})
    np.argsort(a, kind='stable')
    np.isin(a, b), np.intersect1d(a, b), np.union1d(a, b), np.setdiff1d(a, b)
    np.diff(a), np.ediff1d(a)
    np.gradient(a)
    np.cross(a, b)
    np.inner(a, b)
    np.outer(a, b)
    np.tensordot(a, b, 1)
    np.kron(a, b)
    np.einsum('...i->...', a)
    np.diag(a), np.tril(a)
    np.pad(a, 1)
    np.pad(a, 1, mode='reflect')
    np.percentile(a, 50, axis={axis})
    np.histogram(a, 3)
    np.bincount(a)
    np.digitize(a, [0, 1, 2])
    np.interp(a, [0, 1, 2], [3, 4, 5])
    np.convolve(a, b)
    np.cov(a)
    np.clip(a, {scalar}, {scalar})
    np.nan_to_num(a)
    np.array_equal(a, b), np.allclose(a, b)
    np.isclose(a, b)
    np.result_type(a, b), np.promote_types(a.dtype, b.dtype), np.can_cast(a.dtype, b.dtype)
    np.meshgrid(a, b)
    np.copyto(a, b)
    np.putmask(a, a > 0, b)
    np.take_along_axis(a, np.argsort(a, axis=-1), axis=-1)
    np.array2string(a, precision=2, threshold=3)
    str(a), repr(a)
    np.arange({scalar}, {scalar})
    np.linspace({scalar}, {scalar}, 4)
    np.zeros({scalar})
    np.fromiter(a.flat, dtype=a.dtype), np.frombuffer(a.tobytes(), dtype=a.dtype)
""")


def program(draw):
    """A line with each name in braces replaced by one of its choices."""
    text = draw.choice(TEMPLATES)
    while "{" in text:
        text = re.sub(r"\{(\w+)\}", lambda m: draw.choice(CHOICES[m[1]]), text)
    return text


def operands(draw):
    """Recipes of two arrays whose shapes often broadcast."""
    shape = tuple(draw.choice((0, 1, 2, 3, 3, 4)) for _ in range(draw.choice((0, 1, 1, 1, 2, 2, 3))))
    other = draw.choice((shape, shape, shape[1:], (), tuple(1 if draw.random() < 0.4 else n for n in shape)))
    first = draw.choice(TYPES)
    return [
        (dtype, s, draw.random() < 0.25, tuple(draw.choice((1, 1, 1, 2, -1)) for _ in s), draw.randrange(8))
        for dtype, s in ((first, shape), (draw.choice((first, draw.choice(TYPES))), other))
    ]


NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|inf|nan)")


def close(x, y, digits):
    """What `outcome` tells of two results agrees, numbers to so many digits."""
    if x == y:
        return True
    if type(x) is not type(y):
        return False
    if isinstance(x, (list, tuple)):
        return len(x) == len(y) and all(close(p, q, digits) for p, q in zip(x, y))
    if not isinstance(x, str) or NUMBER.sub("#", x) != NUMBER.sub("#", y):
        return False
    pairs = [(float(p), float(q)) for p, q in zip(NUMBER.findall(x), NUMBER.findall(y))]
    return all(p == q or abs(p - q) <= 10.0**-digits * max(abs(p), abs(q)) for p, q in pairs)


def precision(code, *recipes):
    """Digits to which results agree: those of the shortest floats in the program."""
    short = " ".join([code, *(r[0] for r in recipes)])
    return (
        3
        if re.search(r"f2|float16|i1|u1|\?|bool", short)
        else 5
        if re.search(r"f4|c8|float32|i2|u2", short)
        else 10
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--only", default="", help="only programs with this text")
    options = parser.parse_args()
    draw, seen, ran = random.Random(options.seed), collections.Counter(), 0
    for _ in range(options.count):
        code, recipes = program(draw), operands(draw)
        # Powers of Python's own ints, without a limit, are nobody's program.
        if options.only not in code or "10**20 **" in code or "** 10**20" in code:
            continue
        ran += 1
        expected, mine = (
            outcome(code, library, {"a": built(library, recipes[0]), "b": built(library, recipes[1])})
            for library in (numpy, numen)
        )
        if expected[1:] == mine[1:] and close(expected[0], mine[0], precision(code, *recipes)):
            continue
        kind = code.split("(")[0]
        seen[kind] += 1
        if seen[kind] <= 2:
            print(
                f"{code}\n  a, b   {recipes}\n  NumPy  {str(expected)[:500]}\n  Numen  {str(mine)[:500]}",
                flush=True,
            )
    print(f"{sum(seen.values())} of {ran} programs differ: {dict(seen.most_common())}")


if __name__ == "__main__":
    main()
