"""Check that imports point one way: the table of layers (docs/architecture.md), read from manifests and sources.

A crate may depend only on crates above it in `CRATES`; a part of the Python package may import only parts
above it in `PACKAGE`. Also: nothing in the package imports NumPy, nothing but `kernels` asks which CPU this
is, and `unsafe` stands only where it is allowed, each block below a ``// SAFETY:`` line.

    python tools/check_layers.py        prints every violation; exit status 1 if there is one
"""

import ast
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# From the bottom up: a crate may use those named before it, and no crate beside it on its own line.
CRATES = [
    ["dtype"],
    ["buffer"],
    ["shape"],
    ["pool"],
    ["kernels"],
    ["array"],
    ["exec"],
    ["ops"],
    ["linalg", "fft", "random", "text"],
    ["python"],
]

# What a crate may use of PyO3 and of the system: only these crates.
ONLY_IN = {"pyo3": {"python"}}
UNSAFE_CRATES = {"buffer", "pool", "kernels", "array", "exec", "python"}
CPU_QUESTION = re.compile(r"is_x86_feature_detected!|is_aarch64_feature_detected!|__cpuid|target_feature")

# Parts of the Python package, lowest first; a part is a module of the package or a folder in it.
PACKAGE = [
    ["_runtime"],
    ["_core"],
    ["_library"],  # every other module or folder of the package: the chapters of the reference
    ["run", "display", "bench", "ml"],
    ["__main__"],
]
TOP_PARTS = {"run", "display", "bench", "ml", "__main__", "_runtime", "_core"}


def rank(table):
    return {name: level for level, names in enumerate(table) for name in names}


def crate_violations():
    level = rank(CRATES)
    for manifest in sorted((ROOT / "crates").glob("*/Cargo.toml")):
        crate = manifest.parent.name
        if crate not in level:
            yield f"crates/{crate}: not in the table of layers"
            continue
        data = tomllib.loads(manifest.read_text())
        names = set(data.get("dependencies", {})) | set(data.get("build-dependencies", {}))
        for target in data.get("target", {}).values():
            names |= set(target.get("dependencies", {}))
        for name in sorted(names):
            if name.startswith("numen-") and level.get(name[6:], 99) >= level[crate]:
                yield f"crates/{crate} depends on {name}, which is not below it"
            if crate not in ONLY_IN.get(name, {crate}):
                yield f"crates/{crate} depends on {name}, which only {sorted(ONLY_IN[name])} may"


def rust_violations():
    for path in sorted((ROOT / "crates").glob("*/src/**/*.rs")):
        crate = path.relative_to(ROOT / "crates").parts[0]
        lines = path.read_text().splitlines()
        where = path.relative_to(ROOT)
        for number, line in enumerate(lines, 1):
            code = re.sub(r'"(\\.|[^"\\])*"', '""', line).split("//")[0]
            if crate != "kernels" and CPU_QUESTION.search(code):
                yield f"{where}:{number}: asks about the CPU outside kernels"
            if not re.search(r"\bunsafe\b", code) or "unsafe_op_in_unsafe_fn" in code:
                continue
            if crate not in UNSAFE_CRATES:
                yield f"{where}:{number}: unsafe outside {', '.join(sorted(UNSAFE_CRATES))}"
            elif needs_reason(code) and not has_reason(lines, number - 1):
                yield f"{where}:{number}: an unsafe block without a SAFETY line"


def needs_reason(code):
    """A block or an impl needs its reason; a declaration (`unsafe fn`, a pointer type) states a contract."""
    return re.search(r"\bunsafe\s*(\{|impl\b)", code) is not None


def has_reason(lines, index):
    """A SAFETY comment on the line, or just above it (above the statement that the block is part of)."""
    if "SAFETY:" in lines[index]:
        return True
    for above in range(index - 1, max(-1, index - 9), -1):
        text = lines[above].strip()
        if "SAFETY:" in text:
            return True
        if text.startswith("//") or text.startswith("#["):
            continue
        # One reason covers neighbouring one-line blocks and the statement it begins.
        if "unsafe" in text or text.endswith(("=", "(", ",", "{", ".", "|", "&&", "||", "=>", "+")):
            continue
        return False
    return False


def python_violations():
    level = rank(PACKAGE)
    package = ROOT / "python" / "numen"
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        own = parts[0] if parts[0] in TOP_PARTS else "_library"
        if parts == ("__init__",):
            own = "__init__"
        module = ("numen", *parts[:-1]) if parts[-1] == "__init__" else ("numen", *parts)
        is_package = parts[-1] == "__init__"
        for node in ast.walk(ast.parse(path.read_text(), str(path))):
            for target in imported(node, module, is_package):
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                if target[0] == "numpy":
                    yield f"{where}: imports numpy"
                if target[0] != "numen" or len(target) < 2 or own == "__init__":
                    continue
                used = target[1] if target[1] in TOP_PARTS else "_library"
                if level[used] > level[own]:
                    yield f"{where}: {own} imports {'.'.join(target)}, which stands above it"


def imported(node, module, is_package):
    """The dotted names that an import statement reaches, relative ones resolved."""
    if isinstance(node, ast.Import):
        return [tuple(a.name.split(".")) for a in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = tuple(node.module.split(".")) if node.module else ()
    if node.level:
        up = node.level - 1 if is_package else node.level
        base = module[: len(module) - up] + base
    return [base + (a.name,) for a in node.names] if base == ("numen",) else [base]


def main():
    found = [*crate_violations(), *rust_violations(), *python_violations()]
    for line in found:
        print(line)
    print(f"layers: {len(found)} violations" if found else "layers: every arrow points down")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
