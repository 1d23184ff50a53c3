"""The import hook: the program's own modules are compiled with their numpy imports rewritten."""

import importlib.machinery
import sys

from . import adapters, border, ownership, pickles, rewrite
from .rewrite import unseen


class ProgramLoader(importlib.machinery.SourceFileLoader):
    """Loads a module of the program. Nothing of it is kept in ``__pycache__``, which plain Python reads too."""

    @unseen
    def get_code(self, fullname):
        path = self.get_filename(fullname)
        source = self.get_data(path)
        if not rewrite.concerns(source):
            return super().get_code(fullname)
        return self.source_to_code(source, path)

    @unseen
    def source_to_code(self, data, path, *, _optimize=-1):
        return rewrite.compile_source(data, path, "exec", 0, _optimize)


@unseen
def _call_with_frames_removed(function, *args):
    return function(*args)


class _AdaptingLoader:
    """Stands for another loader, and adapts the module after it has run."""

    def __init__(self, loader):
        self._loader = loader

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        return self._loader.create_module(spec)

    @unseen
    def exec_module(self, module):
        # What the module and others see is the loader that it would have had.
        module.__spec__.loader = module.__loader__ = self._loader
        _call_with_frames_removed(self._loader.exec_module, module)
        adapters.adapt(module)


class ProgramFinder:
    """Asks the finders behind it, and changes the loader of what belongs to the program."""

    @unseen
    def find_spec(self, fullname, path=None, target=None):
        # The many modules below packages: the finders behind are asked by the interpreter.
        if path is not None and fullname not in adapters.TABLE:
            if fullname.partition(".")[0] not in ownership.included and ownership.within_packages(path):
                return None
        spec = self._spec_behind(fullname, path, target)
        if spec is None or not hasattr(spec.loader, "exec_module"):
            return spec
        if type(spec.loader) is importlib.machinery.SourceFileLoader and ownership.owns(
            fullname, spec.loader.path
        ):
            spec.loader = ProgramLoader(spec.loader.name, spec.loader.path)
        elif fullname in adapters.TABLE:
            spec.loader = _AdaptingLoader(spec.loader)
        return spec

    @unseen
    def _spec_behind(self, fullname, path, target):
        behind = False
        for finder in list(sys.meta_path):
            if finder is self:
                behind = True
                continue
            find = getattr(finder, "find_spec", None) if behind else None
            spec = find(fullname, path, target) if find else None
            if spec is not None:
                return spec
        return None

    def invalidate_caches(self):
        """Nothing is kept here."""


def install(include=()):
    """Put the hook in front of the finders; once in a process."""
    ownership.included.update(include)
    rewrite.install_helpers()
    pickles.install()
    border.install()
    if not any(isinstance(finder, ProgramFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, ProgramFinder())
    for name in adapters.TABLE:
        if name in sys.modules:
            adapters.adapt(sys.modules[name])
