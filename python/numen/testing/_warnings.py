"""Assertions about warnings, and contexts that catch or filter them."""

import contextlib
import functools
import re
import warnings

_DEPRECATED = (
    "NumPy warning suppression and assertion utilities are deprecated. Use warnings.catch_warnings, "
    "warnings.filterwarnings, pytest.warns, or pytest.filterwarnings instead. (Deprecated NumPy 2.4)"
)


def _warn_deprecated(stacklevel):
    warnings.warn(_DEPRECATED, DeprecationWarning, stacklevel=stacklevel + 1)


def assert_warns(warning_class, *args, **kwargs):
    """Fail unless a call, or the body of a ``with`` statement, gives a warning of the class given.

    Deprecated since NumPy 2.4; `pytest.warns` does more.

    Parameters
    ----------
    warning_class : type
    *args, **kwargs
        A callable and its arguments; without them a context manager comes back.

    Returns
    -------
    object
        What the callable returns.
    """
    _warn_deprecated(stacklevel=2)
    if not args:
        if "match" in kwargs:
            raise RuntimeError("assert_warns does not use 'match' kwarg, use pytest.warns instead")
        if kwargs:
            raise RuntimeError("assert_warns(...) needs at least one arg")
        return _expecting(warning_class)
    function, *rest = args
    with _expecting(warning_class, name=function.__name__):
        return function(*rest, **kwargs)


@contextlib.contextmanager
def _expecting(warning_class, name=None):
    __tracebackhide__ = True
    with _Suppression() as context:
        log = context.record(warning_class)
        yield
    if not log:
        where = f" when calling {name}" if name is not None else ""
        raise AssertionError("No warning raised" + where)


def assert_no_warnings(*args, **kwargs):
    """Fail if a call, or the body of a ``with`` statement, gives any warning.

    Parameters
    ----------
    *args, **kwargs
        A callable and its arguments; without them a context manager comes back.

    Returns
    -------
    object
        What the callable returns.
    """
    if not args:
        return _forbidding()
    function, *rest = args
    with _forbidding(name=function.__name__):
        return function(*rest, **kwargs)


@contextlib.contextmanager
def _forbidding(name=None):
    __tracebackhide__ = True
    with warnings.catch_warnings(record=True) as log:
        warnings.simplefilter("always")
        yield
    if log:
        where = f" when calling {name}" if name is not None else ""
        raise AssertionError(f"Got warnings{where}: {log}")


class clear_and_catch_warnings(warnings.catch_warnings):
    """`warnings.catch_warnings` that also forgets which warnings the given modules have shown.

    Python shows a warning once per place and remembers that in the module's ``__warningregistry__``; inside
    this context the registries of `modules` are empty, and afterwards they are what they were.

    Parameters
    ----------
    record : bool
        Whether the context is a list of the warnings caught.
    modules : sequence of modules
    """

    class_modules = ()

    def __init__(self, record=False, modules=()):
        self.modules = set(modules).union(self.class_modules)
        self._registries = {}
        super().__init__(record=record)

    def __enter__(self):
        for module in self.modules:
            registry = getattr(module, "__warningregistry__", None)
            if registry is not None:
                self._registries[module] = registry.copy()
                registry.clear()
        return super().__enter__()

    def __exit__(self, *exc_info):
        super().__exit__(*exc_info)
        for module in self.modules:
            registry = getattr(module, "__warningregistry__", None)
            if registry is not None:
                registry.clear()
            if module in self._registries:
                registry.update(self._registries[module])


class _Rule:
    """What `filter` or `record` was told: which warnings, and where they are kept."""

    def __init__(self, category, message, module, log):
        self.category = category
        self.pattern = re.compile(message, re.I)
        self.message = message
        self.module = module
        self.log = log

    def fits(self, category, text, filename):
        if not issubclass(category, self.category) or self.pattern.match(text) is None:
            return False
        # Files may be compiled: `x.pyc` is the module `x.py`.
        return self.module is None or self.module.__file__.startswith(filename)


class _Suppression:
    """The work of `suppress_warnings`, without its deprecation."""

    _FORWARDING = ("always", "module", "once", "location")

    def __init__(self, forwarding_rule="always"):
        if forwarding_rule not in self._FORWARDING:
            raise ValueError("unsupported forwarding rule.")
        self._forwarding_rule = forwarding_rule
        self._permanent = []  # given before the context is entered: valid at every entry
        self._temporary = None
        self._entered = False
        self.log = []

    def filter(self, category=Warning, message="", module=None):
        """Drop warnings of this class, message (a regular expression for its beginning) and module."""
        self._add(category, message, module, None)

    def record(self, category=Warning, message="", module=None):
        """Keep such warnings in the list returned, and in `log`, instead of showing them."""
        return self._add(category, message, module, [])

    def _add(self, category, message, module, log):
        rule = _Rule(category, message, module, log)
        if not self._entered:
            self._permanent.append(rule)
            return log
        self._temporary.append(rule)
        self._let_through(rule)
        return log

    def _let_through(self, rule):
        """The interpreter's own filters must hand such warnings on."""
        if rule.module is None:
            warnings.filterwarnings("always", category=rule.category, message=rule.message)
        else:
            name = rule.module.__name__.replace(".", r"\.") + "$"
            warnings.filterwarnings("always", category=rule.category, message=rule.message, module=name)
        _registry_clear(rule.module)

    def __enter__(self):
        if self._entered:
            raise RuntimeError("cannot enter suppress_warnings twice.")
        self._catching = warnings.catch_warnings()
        self._catching.__enter__()
        self._show, self._show_message = warnings.showwarning, getattr(warnings, "_showwarnmsg_impl", None)
        self._entered = True
        self._temporary = []
        self._seen = set()
        self.log = []
        for rule in self._permanent:
            if rule.log is not None:
                del rule.log[:]
            self._let_through(rule)
        warnings.showwarning = self._receive
        return self

    def __exit__(self, *exc_info):
        warnings.showwarning = self._show
        self._catching.__exit__(*exc_info)
        self._entered = False
        self._temporary = None

    def _receive(self, message, category, filename, lineno, *args, **kwargs):
        """Called for each warning that passes the filters: the latest rule that fits decides."""
        record = warnings.WarningMessage(message, category, filename, lineno, **kwargs)
        for rule in reversed(self._permanent + self._temporary):
            if rule.fits(category, str(message), filename):
                if rule.log is not None:
                    self.log.append(record)
                    rule.log.append(record)
                return
        if self._seen_before(message, category, filename, lineno):
            return
        if self._show is not None and not _is_default(self._show):
            self._show(message, category, filename, lineno, *args, **kwargs)
        elif self._show_message is not None:
            self._show_message(record)
        else:
            self._show(message, category, filename, lineno, *args, **kwargs)

    def _seen_before(self, message, category, filename, lineno):
        rule = self._forwarding_rule
        if rule == "always":
            return False
        key = (str(message), category)
        if rule == "module":
            key += (filename,)
        elif rule == "location":
            key += (filename, lineno)
        if key in self._seen:
            return True
        self._seen.add(key)
        return False

    def __call__(self, function):
        """As a decorator: the function runs inside the context."""

        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            with self:
                return function(*args, **kwargs)

        return wrapped


_default_show = warnings.showwarning


def _is_default(show):
    return show is _default_show


def _registry_clear(module):
    registry = getattr(module, "__warningregistry__", None) if module is not None else None
    if registry is not None:
        registry.clear()


class suppress_warnings(_Suppression):
    """A context, or decorator, that drops or keeps the warnings it is told of and hands on the others.

    Deprecated since NumPy 2.4; `warnings.catch_warnings` and pytest's filters do this.

    Parameters
    ----------
    forwarding_rule : {"always", "module", "once", "location"}
        How often a warning that no rule fits is handed on.
    """

    def __init__(self, forwarding_rule="always", _warn=True):
        if _warn:
            _warn_deprecated(stacklevel=2)
        super().__init__(forwarding_rule)
