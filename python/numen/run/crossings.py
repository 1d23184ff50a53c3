"""Where a program's code may hand something to a package, on its syntax tree.

``f(x)``        ``__numen_call__(f, x)``
``t[k]``        ``__numen_getitem__(t, k)``
``t[k] = v``    ``__numen_setitem__(v, t, k)``
``a + b``       ``__numen_operate__(0, a, b)``, and the same for comparisons and `in`
``a += b``      ``a += __numen_right__(a, b)``
``t[k] += b``   ``__numen_change__(0, __numen_item__(t, k), b)``, and the same for attributes
``t.n = v``     ``__numen_setattr__(v, t, "n")``
``t.n, u = v``  ``__numen_0__, __numen_1__ = v``, then one target after the other, and the names deleted
``return v``    ``return __numen_returned__(v)``, and the same for the body of a lambda, for ``yield v``, and for what a
                generator expression gives that is handed over

Only in modules that import an installed package (in others calls of arguments, ``def f(g): g(x)``), and only where it
can matter: not for calls without arguments or with constants alone, not for builtins, the standard library, NumPy's own functions, and functions and classes that
the module defines; not for subscripts that are constants or counters of a loop over `range`. The helpers are native
and add no frame; they ask `border` only when something of ours meets a package.
"""

import ast
import builtins
import sys

from numen import _core

_CALL = "__numen_call__"
_GETITEM = "__numen_getitem__"
_SETITEM = "__numen_setitem__"
_RETURNED = "__numen_returned__"
_OPERATE = "__numen_operate__"
_RIGHT = "__numen_right__"
_SETATTR = "__numen_setattr__"
_ITEM = "__numen_item__"
_ATTRIBUTE = "__numen_attribute__"
_CHANGE = "__numen_change__"
_CHANGE_ATTRIBUTE = "__numen_change_attribute__"

# In the order of the core's table; the power is the one after its end, comparisons and `in` follow it.
_OPERATORS = (
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.MatMult,
    ast.BitAnd, ast.BitOr, ast.BitXor, ast.LShift, ast.RShift, ast.Pow,
    ast.Lt, ast.LtE, ast.Eq, ast.NotEq, ast.Gt, ast.GtE, ast.In,
)  # fmt: skip

_HOME = ("numpy", "numen")

# Packages whose decorators compile the text of a function, for which the helpers mean nothing.
_COMPILERS = ("numba",)


def _top(name):
    return (name or "").partition(".")[0]


class _Names(ast.NodeVisitor):
    """What the names of a module are bound to, as far as its text says."""

    def __init__(self):
        self.foreign = False  # an installed package, or one that cannot be told from one, is imported
        self.known = set(dir(builtins))  # never a package's
        self.assigned = set()  # bound by something else too
        self.arguments = set()  # of functions, and what loops run over: they may be functions from elsewhere
        self.counters = set()  # bound by loops over `range` or `enumerate`
        self.decorators = []  # names of functions and classes, with the names of what decorates them
        self.compilers = set()  # decorators that compile a function's text themselves

    def visit_Import(self, node):
        for alias in node.names:
            self._imported(alias.asname or _top(alias.name), _top(alias.name))

    def visit_ImportFrom(self, node):
        for alias in node.names:
            self._imported(alias.asname or alias.name, "." if node.level else _top(node.module))

    def _imported(self, name, top):
        if top in _COMPILERS:
            self.compilers.add(name)
        if top in _HOME or top in sys.stdlib_module_names:
            self.known.add(name)
        else:
            self.foreign = True
            self.assigned.add(name)

    def _defined(self, node):
        self.known.add(node.name)
        self.decorators.append((node.name, {_root(_decorator(x)) for x in node.decorator_list}))
        self.generic_visit(node)

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _defined

    def visit_Name(self, node):
        if not isinstance(node.ctx, ast.Load):
            self.assigned.add(node.id)

    def visit_arg(self, node):
        self.assigned.add(node.arg)
        self.arguments.add(node.arg)
        self.generic_visit(node)

    def visit_For(self, node):
        self._loop(node)

    def visit_comprehension(self, node):
        self._loop(node)

    def _loop(self, node):
        counted = (
            isinstance(node.target, ast.Name)
            and isinstance(node.iter, ast.Call)
            and isinstance(node.iter.func, ast.Name)
            and node.iter.func.id == "range"
        )
        if counted:
            self.counters.add(node.target.id)
            self.visit(node.iter)
            for part in (*getattr(node, "body", ()), *getattr(node, "orelse", ()), *getattr(node, "ifs", ())):
                self.visit(part)
        else:
            self.arguments.update(part.id for part in _parts(node.target) if isinstance(part, ast.Name))
            self.generic_visit(node)


def _root(node):
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _decorator(node):
    return node.func if isinstance(node, ast.Call) else node


def _parts(target):
    """The targets in a target."""
    if isinstance(target, (ast.Tuple, ast.List)):
        for part in target.elts:
            yield from _parts(part.value if isinstance(part, ast.Starred) else part)
    else:
        yield target


def _new_name(names):
    names.append(f"__numen_{len(names)}__")
    return ast.Name(names[-1], ast.Store())


def _unpacked(target, names, stores):
    """A target of the same structure with new names; `stores` gets each of its parts, and its new name."""
    if isinstance(target, (ast.Tuple, ast.List)):
        return type(target)([_unpacked(part, names, stores) for part in target.elts], ast.Store())
    if isinstance(target, ast.Starred):
        return ast.Starred(_unpacked(target.value, names, stores), ast.Store())
    new = _new_name(names)
    stores.append((target, ast.Name(new.id, ast.Load())))
    return new


class _Given(ast.NodeTransformer):
    """For modules that import no package: functions that they are handed may be one's."""

    def __init__(self, names):
        self.given = names.arguments

    def visit_Call(self, node):
        self.generic_visit(node)
        if not isinstance(node.func, ast.Name) or node.func.id not in self.given:
            return node
        if all(isinstance(x, ast.Constant) for x in (*node.args, *(k.value for k in node.keywords))):
            return node
        helper = ast.copy_location(ast.Name(_CALL, ast.Load()), node.func)
        return ast.copy_location(ast.Call(helper, [node.func, *node.args], node.keywords), node)


class _Crossings(ast.NodeTransformer):
    def __init__(self, names):
        self.known = names.known - names.assigned
        # What a package's decorator makes of a function is the package's.
        self.known -= {name for name, by in names.decorators if not by <= self.known}
        self.counters = names.counters - names.assigned
        self.compilers = names.compilers

    def visit_Call(self, node):
        self.generic_visit(node)
        function = node.func
        given = [*node.args, *(k.value for k in node.keywords)]
        if all(isinstance(x, ast.Constant) for x in given):
            return node
        if _root(function) in self.known or _root(function) in ("super", _CALL):
            return node
        for given in node.args:
            if isinstance(given, ast.GeneratorExp) and not isinstance(given.elt, ast.Constant):
                given.elt = self._helped(_RETURNED, [given.elt], given.elt)
        helper = ast.copy_location(ast.Name(_CALL, ast.Load()), function)
        return ast.copy_location(ast.Call(helper, [function, *node.args], node.keywords), node)

    def visit_Subscript(self, node):
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load) or self._plain(node.slice):
            return node
        return self._helped(_GETITEM, [node.value, self._key(node.slice)], node)

    def visit_Assign(self, node):
        self.generic_visit(node)
        first = node.targets[0]
        if len(node.targets) == 1 and not isinstance(first, (ast.Tuple, ast.List)):
            return self._stored(first, node.value, node)
        if all(isinstance(part, ast.Name) for target in node.targets for part in _parts(target)):
            return node
        # To names first, as the interpreter keeps the parts on its stack; then one target after the other.
        value, names, statements = node.value, [], []
        if len(node.targets) > 1:
            statements.append(ast.Assign([_new_name(names)], value))
            value = ast.Name(names[0], ast.Load())
        for target in node.targets:
            stores = [(target, value)]
            if isinstance(target, (ast.Tuple, ast.List)):
                stores = []
                statements.append(ast.Assign([_unpacked(target, names, stores)], value))
            for place, part in stores:
                assigned = ast.copy_location(ast.Assign([place], part), place)
                statements.append(self._stored(place, part, assigned))
        statements.append(ast.Delete([ast.Name(name, ast.Del()) for name in names]))
        for statement in statements:
            if not hasattr(statement, "lineno"):
                ast.copy_location(statement, node)
            ast.fix_missing_locations(statement)
        return statements

    def _stored(self, target, value, node):
        """The statement that stores a value in one target, in place of `node`."""
        if isinstance(target, ast.Attribute) and self._settable(target):
            if isinstance(value, ast.Constant) or _root(target) in self.known:
                return node
            call = self._helped(_SETATTR, [value, target.value, self._name_of(target)], node)
        elif isinstance(target, ast.Subscript):
            if isinstance(value, ast.Constant) and self._plain(target.slice):
                return node
            call = self._helped(_SETITEM, [value, target.value, self._key(target.slice)], node)
        else:
            return node
        return ast.copy_location(ast.Expr(call), node)

    @staticmethod
    def _settable(target):
        """Not a name that is changed within a class."""
        return not target.attr.startswith("__") or target.attr.endswith("__")

    @staticmethod
    def _name_of(target):
        return ast.copy_location(ast.Constant(target.attr), target)

    def visit_BinOp(self, node):
        self.generic_visit(node)
        return self._operated(node.op, node.left, node.right, node)

    def visit_Compare(self, node):
        self.generic_visit(node)
        if isinstance(node.ops[0], ast.NotIn) and len(node.ops) == 1:
            inside = ast.copy_location(ast.Compare(node.left, [ast.In()], node.comparators), node)
            made = self._operated(ast.In(), node.left, node.comparators[0], inside)
            return node if made is inside else ast.copy_location(ast.UnaryOp(ast.Not(), made), node)
        if len(node.ops) > 1 or type(node.ops[0]) not in _OPERATORS:
            return node
        return self._operated(node.ops[0], node.left, node.comparators[0], node)

    def _operated(self, operator, left, right, node):
        if self._plain(left) or self._plain(right) or isinstance(left, ast.JoinedStr):
            return node
        code = ast.copy_location(ast.Constant(_OPERATORS.index(type(operator))), node)
        return self._helped(_OPERATE, [code, left, right], node)

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        target = node.target
        if self._plain(node.value):
            return node
        if isinstance(target, ast.Name):
            left = ast.copy_location(ast.Name(target.id, ast.Load()), target)
            node.value = self._helped(_RIGHT, [left, node.value], node.value)
            return node
        if isinstance(target, ast.Subscript):
            change, place = _CHANGE, self._helped(_ITEM, [target.value, self._key(target.slice)], target)
        elif self._settable(target):
            change = _CHANGE_ATTRIBUTE
            place = self._helped(_ATTRIBUTE, [target.value, self._name_of(target)], target)
        else:
            return node
        code = ast.copy_location(ast.Constant(_OPERATORS.index(type(node.op))), node)
        return ast.copy_location(ast.Expr(self._helped(change, [code, place, node.value], node)), node)

    def visit_AnnAssign(self, node):
        # Annotations are not evaluated by the program's own code paths in every version: they stay.
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_arg(self, node):
        return node

    def visit_FunctionDef(self, node):
        if any(_root(_decorator(x)) in self.compilers for x in node.decorator_list):
            return node
        returns, node.returns = node.returns, None
        self.generic_visit(node)
        node.returns = returns
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Return(self, node):
        self.generic_visit(node)
        if node.value is not None and not isinstance(node.value, ast.Constant):
            node.value = self._helped(_RETURNED, [node.value], node.value)
        return node

    def visit_Yield(self, node):
        self.generic_visit(node)
        if node.value is not None and not isinstance(node.value, ast.Constant):
            node.value = self._helped(_RETURNED, [node.value], node.value)
        return node

    def visit_Lambda(self, node):
        self.generic_visit(node)
        if not isinstance(node.body, ast.Constant):
            node.body = self._helped(_RETURNED, [node.body], node.body)
        return node

    def _plain(self, key):
        """An index that is nothing of ours for sure."""
        if isinstance(key, ast.Tuple):
            return all(map(self._plain, key.elts))
        if isinstance(key, ast.Slice):
            return all(part is None or self._plain(part) for part in (key.lower, key.upper, key.step))
        if isinstance(key, ast.UnaryOp):
            return self._plain(key.operand)
        if isinstance(key, ast.BinOp):
            return self._plain(key.left) and self._plain(key.right)
        return isinstance(key, ast.Constant) or isinstance(key, ast.Name) and key.id in self.counters

    def _key(self, key):
        """The expression for a subscript as a value: slices are calls there."""
        if isinstance(key, ast.Slice):
            parts = [
                ast.copy_location(ast.Constant(None), key) if x is None else x
                for x in (key.lower, key.upper, key.step)
            ]
            return self._helped("__numen_slice__", parts, key)
        if isinstance(key, ast.Tuple):
            elements = [self._key(x) for x in key.elts]
            return ast.copy_location(ast.Tuple(elements, ast.Load()), key)
        return key

    @staticmethod
    def _helped(helper, arguments, at):
        name = ast.copy_location(ast.Name(helper, ast.Load()), at)
        return ast.copy_location(ast.Call(name, arguments, []), at)


def rewrite(tree):
    """Rewrite a tree in place and return it; one that imports no package calls what it is handed by the helper alone."""
    names = _Names()
    names.visit(tree)
    return (_Crossings if names.foreign else _Given)(names).visit(tree)


def install_helpers():
    """Make the helpers reachable from rewritten code."""
    builtins.__numen_slice__ = slice
    for name, helper in (
        (_CALL, _core._border_call),
        (_GETITEM, _core._border_getitem),
        (_SETITEM, _core._border_setitem),
        (_RETURNED, _core._border_returned),
        (_OPERATE, _core._border_operate),
        (_RIGHT, _core._border_right),
        (_SETATTR, _core._border_setattr),
        (_ITEM, _core._border_item),
        (_ATTRIBUTE, _core._border_attribute),
        (_CHANGE, _core._border_change),
        (_CHANGE_ATTRIBUTE, _core._border_change_attribute),
    ):
        setattr(builtins, name, helper)
