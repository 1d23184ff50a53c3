"""Residuals of the factorizations of hard matrices, beside NumPy's.

    python bench/accuracy.py [--all]

Each row is a factorization of one matrix: what it leaves over in the 2-norm, both libraries, and the bound, which is
the larger of four times NumPy's and ``10 n eps |A|``. Residuals are computed in extended precision. Exits with 1 if one
is over its bound. Without `--all` only the worst row of each factorization is printed.
"""

import argparse
import sys

import numpy

import numen

WIDE = numpy.longdouble


def matrices():
    """(name, matrix): ill-conditioned, badly scaled, deficient, at the ends of the range."""
    rng = numpy.random.default_rng(2026)
    for n in (3, 8, 12):
        i = numpy.arange(n)
        yield f"Hilbert {n}", 1.0 / (i[:, None] + i + 1)
        yield f"Vandermonde {n}", numpy.linspace(-1, 1, n)[:, None] ** i
    for n in (5, 20, 60):
        a = rng.standard_normal((n, n))
        q = numpy.linalg.qr(a)[0]
        scale = 10.0 ** -numpy.linspace(0, 30, n)
        yield f"random {n}", a
        yield f"graded rows {n}", scale[:, None] * a
        yield f"graded both {n}", scale[:, None] * a * scale
        yield f"nearly singular {n}", (q * numpy.append(numpy.ones(n - 1), 1e-15)) @ q.T
        yield f"rank one {n}", numpy.outer(a[0], a[1])
        yield f"half rank {n}", a[:, : n // 2] @ a[: n // 2]
        yield f"repeated eigenvalues {n}", (q * (1.0 + numpy.arange(n) // 3)) @ q.T
        yield f"Jordan block {n}", numpy.eye(n) * 2 + numpy.eye(n, k=1)
        yield f"subnormal {n}", a * 1e-310
        yield f"tiny {n}", a * 1e-290
        yield f"huge {n}", a * 1e290
        yield f"symmetric {n}", a + a.T
        yield f"covariance {n}", a @ a.T
        yield f"zeros {n}", numpy.zeros((n, n))


def size(x):
    """The 2-norm of a matrix whose entries may be anywhere in the range."""
    x = numpy.asarray(x, WIDE)
    largest = numpy.abs(x).max(initial=0)
    if largest == 0 or not numpy.isfinite(largest):
        return float(largest)
    return float(largest * numpy.linalg.norm((x / largest).astype(float), 2))


def wide(*parts):
    """The arrays in extended precision."""
    return [p.astype(numpy.clongdouble if p.dtype.kind == "c" else WIDE) for p in map(numpy.asarray, parts)]


def identity_of(q):
    q = wide(q)[0]
    return size(abs(q.conj().T @ q - numpy.eye(q.shape[1])))


def solve(m, a):
    b = numpy.ones(len(a))
    x = wide(m.linalg.solve(m.asarray(a), m.asarray(b)))[0]
    return size((a.astype(WIDE) @ x - b)[:, None]) / max(float(numpy.abs(x).max()), 1e-300)


def qr(m, a):
    q, r = wide(*m.linalg.qr(m.asarray(a)))
    return size(a - q @ r)


def qr_orthogonal(m, a):
    return identity_of(m.linalg.qr(m.asarray(a))[0]) * size(a)


def svd(m, a):
    u, s, vh = wide(*m.linalg.svd(m.asarray(a), full_matrices=False))
    return size(a - (u * s) @ vh)


def svd_orthogonal(m, a):
    u, _, vh = m.linalg.svd(m.asarray(a))
    return max(identity_of(u), identity_of(numpy.asarray(vh).T)) * size(a)


def eigh(m, a):
    a = (a / 2 + a.T / 2) if not numpy.array_equal(a, a.T) else a
    w, v = wide(*m.linalg.eigh(m.asarray(a)))
    return size(a @ v - v * w)


def eig(m, a):
    w, v = wide(*m.linalg.eig(m.asarray(a)))
    return size(abs(a @ v - v * w))


def cholesky(m, a):
    c = wide(m.linalg.cholesky(m.asarray(a)))[0]
    return size(a - c @ c.T)


def inv(m, a):
    x = wide(m.linalg.inv(m.asarray(a)))[0]
    scale = size(x)
    return size(a.astype(WIDE) @ x - numpy.eye(len(a))) / scale if 0 < scale < numpy.inf else numpy.inf


def lstsq(m, a):
    b = numpy.ones(len(a))
    x = wide(m.linalg.lstsq(m.asarray(a[:, : max(1, len(a) // 2)]), m.asarray(b), rcond=None)[0])[0]
    part = a[:, : max(1, len(a) // 2)].astype(WIDE)
    return float(numpy.abs(part.T @ (part @ x - b)).max()) / max(float(numpy.abs(x).max()), 1e-300)


def pinv(m, a):
    x = wide(m.linalg.pinv(m.asarray(a)))[0]
    scale = size(x)
    return size(a @ x @ a - a) / max(1.0, scale * size(a)) if 0 < scale < numpy.inf else 0.0


FACTORIZATIONS = [solve, inv, qr, qr_orthogonal, svd, svd_orthogonal, eigh, eig, cholesky, lstsq, pinv]


def residual(factorization, m, a):
    """The residual; the name of the exception where there is no factorization."""
    try:
        with m.errstate(all="ignore"), numpy.errstate(all="ignore"):
            return factorization(m, a)
    except (numpy.linalg.LinAlgError, numen.linalg.LinAlgError) as e:
        return str(e)


def rows(factorizations=FACTORIZATIONS):
    """(factorization, matrix, ours, NumPy's, bound); texts where an exception was raised."""
    for name, a in matrices():
        floor = 10 * len(a) * numpy.finfo(float).eps * size(a)
        for factorization in factorizations:
            ours, theirs = residual(factorization, numen, a), residual(factorization, numpy, a)
            bound = theirs if isinstance(theirs, str) else max(4 * theirs, floor)
            yield factorization.__name__, name, ours, theirs, bound


def over(ours, bound):
    """Worse than allowed, or another exception; where NumPy's residual is NaN, anything is allowed."""
    if isinstance(bound, str) or isinstance(ours, str):
        return ours != bound
    return bound == bound and not ours <= bound


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--all", action="store_true", help="print every row")
    options = parser.parse_args()
    table = list(rows())
    failed = [r for r in table if over(r[2], r[4])]
    shown = table if options.all else []
    for factorization in () if options.all else FACTORIZATIONS:
        mine = [r for r in table if r[0] == factorization.__name__ and not isinstance(r[2], str)]
        shown.append(max(mine, key=lambda r: r[2] / r[4] if r[4] > 0 else 0))
    text = lambda x: x[:12] if isinstance(x, str) else f"{x:.3g}"  # noqa: E731
    print(f"{'factorization':16s} {'matrix':26s} {'ours':>12s} {'numpy':>12s} {'bound':>12s}")
    for factorization, name, *numbers in shown + ([] if options.all else failed):
        print(f"{factorization:16s} {name:26s} " + " ".join(f"{text(x):>12s}" for x in numbers))
    print(f"accuracy: {len(failed)} of {len(table)} over their bound")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
