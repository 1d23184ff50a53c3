"""A program's numpy imports turned into numen imports, on its syntax tree, so that line numbers stay.

``import numpy as np``            ``import numen as np``
``import numpy.linalg``           ``import numen.linalg``, and `numpy` bound to the package
``from numpy.random import x``    ``from numen.random import x``
``__import__(e)``, ``import_module(e)``, ``exec(e)``, ``eval(e)``, ``compile(e, ...)``
                                  the same call, with `e` passed through a helper that maps a module's name, or
                                  rewrites a text, when the program runs it

The helpers are found as attributes of `builtins`, so the program's own namespaces are untouched.
"""

import ast
import builtins
import copy
import importlib
import sys

from . import crossings

# What a text must mention before it is worth parsing.
_DYNAMIC = ("exec", "eval", "compile", "import_module", "__import__")

_TEXT = "__numen_text__"
_NAME = "__numen_module_name__"
_COMPILE = "__numen_compile__"
_IMPORTER = "__numen_importer__"


def concerns(source):
    """Whether a module with this source (bytes or str) can contain anything to rewrite."""
    if isinstance(source, bytes):
        return b"numpy" in source or any(word.encode() in source for word in _DYNAMIC)
    return "numpy" in source or any(word in source for word in _DYNAMIC)


def module_name(name):
    """``numpy`` and what is below it, mapped to this package; other names as they are."""
    if isinstance(name, str) and (name == "numpy" or name.startswith("numpy.")):
        return "numen" + name[5:]
    return name


class _Imports(ast.NodeTransformer):
    """Rewrites the nodes; new nodes take the positions of those they replace."""

    def visit_Import(self, node):
        if not any(module_name(alias.name) != alias.name for alias in node.names):
            return node
        statements = []
        for alias in node.names:
            new = module_name(alias.name)
            if new != alias.name and alias.asname is None:
                # Importing the submodule binds it for a moment; the second name is what stays bound.
                if "." in new:
                    statements.append(ast.Import([ast.alias(new, "numpy")]))
                statements.append(ast.Import([ast.alias("numen", "numpy")]))
            else:
                statements.append(ast.Import([ast.alias(new, alias.asname)]))
        for statement in statements:
            ast.copy_location(statement, node)
            for alias in statement.names:
                ast.copy_location(alias, node)
        return statements

    def visit_ImportFrom(self, node):
        if node.level == 0:
            node.module = module_name(node.module)
        if node.level == 0 and node.module == "importlib":
            renamed = [a.asname for a in node.names if a.name == "import_module" and a.asname]
            return [node] + [self._rebound(name, node) for name in renamed]
        return node

    def _rebound(self, name, at):
        """``name = __numen_importer__(name)``, for an `import_module` imported under another name."""
        target = ast.copy_location(ast.Name(name, ast.Store()), at)
        return ast.copy_location(ast.Assign([target], self._call(_IMPORTER, [self._name(name, at)], at)), at)

    def visit_Call(self, node):
        function = node.func
        name = function.id if isinstance(function, ast.Name) else None
        method = function.attr if isinstance(function, ast.Attribute) else None
        node.args = [self.visit(argument) for argument in node.args]
        node.keywords = [self.visit(keyword) for keyword in node.keywords]
        if not isinstance(function, (ast.Name, ast.Attribute)):
            node.func = self.visit(function)
        elif isinstance(function, ast.Attribute):
            function.value = self.visit(function.value)
        if name in ("exec", "eval") and node.args and not isinstance(node.args[0], ast.Starred):
            node.args[0] = self._call(_TEXT, [ast.Name(name, ast.Load()), node.args[0]], node.args[0])
        elif name == "compile":
            node.args.insert(0, function)
            node.func = self._name(_COMPILE, function)
        elif name == "__import__" or method == "import_module" or name == "import_module":
            self._map_first(node)
        return node

    def visit_Attribute(self, node):
        self.generic_visit(node)
        # The function handed on, not called: what it is given later is mapped then.
        if node.attr == "import_module" and isinstance(node.ctx, ast.Load):
            return self._call(_IMPORTER, [node], node)
        return node

    def visit_Name(self, node):
        if node.id in ("import_module", "__import__") and isinstance(node.ctx, ast.Load):
            return self._call(_IMPORTER, [node], node)
        return node

    def _map_first(self, call):
        function = call.func
        if isinstance(function, ast.Attribute) and not isinstance(function.value, ast.Name):
            call.func = self._call(_IMPORTER, [function], function)
            return
        # The name is read once more, so that only the importing functions themselves are served.
        check = copy.deepcopy(function)
        if call.args and not isinstance(call.args[0], ast.Starred):
            call.args[0] = self._call(_NAME, [check, call.args[0]], call.args[0])
        for keyword in call.keywords:
            if keyword.arg == "name":
                keyword.value = self._call(_NAME, [check, keyword.value], keyword.value)

    @staticmethod
    def _name(name, at):
        return ast.copy_location(ast.Name(name, ast.Load()), at)

    @classmethod
    def _call(cls, helper, arguments, at):
        call = ast.Call(cls._name(helper, at), arguments, [])
        for argument in arguments:
            if not hasattr(argument, "lineno"):
                ast.copy_location(argument, at)
        return ast.copy_location(call, at)


def rewrite(tree):
    """Rewrite a module's or expression's tree in place and return it."""
    return crossings.rewrite(_Imports().visit(tree))


# CPython leaves frames of this file, down to a function of that name, out of the tracebacks of failing imports
# (import.c, remove_importlib_frames); those of the loader and the compiler here must not show either.
_IMPORT_SYSTEM = "<frozen importlib._bootstrap_external>"


def unseen(function):
    """Mark a function as one of the import system's, for the tracebacks of the program."""
    function.__code__ = function.__code__.replace(co_filename=_IMPORT_SYSTEM)
    return function


@unseen
def _call_with_frames_removed(function, *args):
    return function(*args)


@unseen
def compile_source(source, path, mode="exec", flags=0, optimize=-1):
    """Compile program text as the interpreter does, its numpy imports rewritten."""
    build = _call_with_frames_removed
    if not concerns(source):
        return build(compile, source, path, mode, flags, True, optimize)
    keep = flags & ~ast.PyCF_ONLY_AST
    tree = build(compile, source, path, mode, keep | ast.PyCF_ONLY_AST, True, optimize)
    return build(compile, rewrite(tree), path, mode, keep, True, optimize)


def _future_flags(frame):
    return frame.f_code.co_flags & _FUTURES


_FUTURES = 0
for _feature in importlib.import_module("__future__").all_feature_names:
    _FUTURES |= getattr(importlib.import_module("__future__"), _feature).compiler_flag


# ---- the helpers that rewritten code calls


def _text(function, text):
    """The first argument of `exec` or `eval`: program text that imports numpy comes back compiled."""
    if function is not builtins.exec and function is not builtins.eval:
        return text
    if not isinstance(text, (str, bytes, bytearray)) or not concerns(
        bytes(text) if _is_bytes(text) else text
    ):
        return text
    mode = "exec" if function is builtins.exec else "eval"
    if mode == "eval":
        text = text.lstrip(b" \t" if _is_bytes(text) else " \t")
    try:
        return compile_source(text, "<string>", mode, _future_flags(sys._getframe(1)))
    except (SyntaxError, ValueError):
        return text  # the program's own call raises it, from the program's own line


def _is_bytes(text):
    return isinstance(text, (bytes, bytearray))


def _compile(function, *args, **kwargs):
    """`compile` called by the program; another function of that name is called as it is."""
    if function is not builtins.compile or not args or not isinstance(args[0], (str, bytes)):
        return function(*args, **kwargs)
    source, *rest = args
    flags = rest[2] if len(rest) > 2 else kwargs.get("flags", 0)
    inherits = not (rest[3] if len(rest) > 3 else kwargs.get("dont_inherit", False))
    if flags & ast.PyCF_ONLY_AST or not concerns(source):
        if inherits and len(rest) > 2:
            rest[2] = flags | _future_flags(sys._getframe(1))
        return function(source, *rest, **kwargs)
    names = ("filename", "mode", "flags", "dont_inherit", "optimize")
    given = dict(zip(names, rest)) | kwargs
    if inherits:
        flags |= _future_flags(sys._getframe(1))
    optimize = given.get("optimize", -1)
    return compile_source(source, given["filename"], given["mode"], flags, optimize)


def _name_for(function, name):
    """The name given to an importing function; for another function of that name, as it is."""
    if function is builtins.__import__ or function is importlib.import_module:
        return module_name(name)
    return name


def _importer(function):
    """`import_module` or `__import__` passed around as a value: the same, mapping the name it is given."""
    if function is not builtins.__import__ and function is not importlib.import_module:
        return function

    def importer(name, *args, **kwargs):
        return function(module_name(name), *args, **kwargs)

    importer.__name__ = importer.__qualname__ = function.__name__
    importer.__doc__ = function.__doc__
    return importer


def install_helpers():
    """Make the helpers reachable from rewritten code."""
    for name, helper in ((_TEXT, _text), (_NAME, _name_for), (_COMPILE, _compile), (_IMPORTER, _importer)):
        setattr(builtins, name, helper)
    crossings.install_helpers()
