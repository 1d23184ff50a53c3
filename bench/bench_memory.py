"""The memory that a call asks for, beside the size of its result. `make bench-memory`.

Bytes are those reported to `tracemalloc`: blocks of arrays and Python's objects. An element-wise operation, a
reduction or an indexing call may ask for its result and 256 KiB more; a line over that ends with `over`, and
the exit status is 1 if there is one.
"""

import sys
import tracemalloc

ALLOWED = 256 * 1024
N = 2_000_000

STATEMENTS = [
    "a + b",
    "a * 2.0",
    "a + i",
    "c + a",
    "a < b",
    "np.exp(a)",
    "np.add(a, b, out=o)",
    "np.add(c, a, out=o)",
    "a[::2] + b[::2]",
    "a.astype('f4')",
    "np.where(m, a, b)",
    "np.clip(a, 0.2, 0.8)",
    "a += b",
    "i += 1",
    "a.sum()",
    "i.sum()",
    "c.sum(dtype='f8')",
    "a.mean()",
    "a.std()",
    "x.sum(axis=0)",
    "x.mean(axis=1)",
    "a.max()",
    "a.argmax()",
    "np.cumsum(a)",
    "np.any(m)",
    "a[m]",
    "a[k]",
    "x[:, 5]",
    "x[k[:1000] % 1000]",
    "a[k] = 1.0",
    "a[m] = 1.0",
    "np.take(a, k)",
    "np.sort(a)",
    "np.concatenate([a, b])",
    "np.median(a)",
]


def names(np):
    rng = np.random.RandomState(0)
    space = {"np": np, "a": rng.rand(N), "b": rng.rand(N), "i": rng.randint(0, N, N)}
    space |= {"c": space["a"].astype("f4"), "m": space["a"] > 0.5, "k": space["i"].copy(), "o": np.empty(N)}
    space["x"] = rng.rand(1000, N // 1000)
    return space


def peak(statement, space):
    """Bytes asked for at most while the statement runs, and the size of its result."""
    code = compile(
        f"result = {statement}" if "=" not in statement.split("(")[0] else statement, "<case>", "exec"
    )
    space = dict(space)
    exec(code, space)  # the first call makes what is made once
    space.pop("result", None)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    exec(code, space)
    asked = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    result = space.get("result")
    owned = (
        0
        if result is None or result is space["o"] or getattr(result, "base", None) is not None
        else result.nbytes
    )
    return asked, owned


def main():
    import numen

    libraries = [numen]
    try:
        import numpy

        libraries.append(numpy)
    except ImportError:
        pass
    spaces = [names(np) for np in libraries]
    print(f"{N:,d} elements; KiB asked for beyond the result")
    print(f"{'statement':28s} {'result':>10s} {'Numen':>10s} {'NumPy':>10s}")
    over = 0
    for statement in STATEMENTS:
        line, too_much = f"{statement:28s}", False
        for number, space in enumerate(spaces):
            try:
                asked, owned = peak(statement, space)
            except Exception as error:
                line += f"  {type(error).__name__}: {str(error)[:40]}"
                break
            extra = asked - owned
            if number == 0:
                line += f" {owned / 1024:10.0f}"
                too_much = extra > ALLOWED and statement not in ("np.sort(a)", "np.median(a)")
            line += f" {extra / 1024:10.1f}"
        over += too_much
        print(line + ("  over" if too_much else ""), flush=True)
    print(f"{over} of {len(STATEMENTS)} over")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
