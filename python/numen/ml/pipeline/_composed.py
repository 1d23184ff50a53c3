"""What estimators made of named estimators share."""

from contextlib import contextmanager

from .._base import BaseEstimator

__all__ = ["Composed", "named"]


class Composed(BaseEstimator):
    """Parameters of the parts are parameters of the whole, as ``part__parameter``; a part is one under its name."""

    _parts_in = None

    def _parts(self):
        """Names and estimators."""
        parts = getattr(self, self._parts_in)
        if not isinstance(parts, (list, tuple)):
            return []
        return [(part[0], part[1]) for part in parts if isinstance(part, tuple) and len(part) > 1]

    def get_params(self, deep=True):
        """Return the parameters by name, with `deep` the parts and their parameters too."""
        found = {name: getattr(self, name) for name in sorted(self._defaults())}
        if deep:
            for name, part in self._parts():
                found[name] = part
                if hasattr(part, "get_params") and not isinstance(part, type):
                    found.update((f"{name}__{k}", v) for k, v in part.get_params(deep=True).items())
        return found

    def set_params(self, **params):
        """Set parameters by name, those of a part as ``part__parameter``, a part under its name.

        Returns
        -------
        self
        """
        if self._parts_in in params:
            setattr(self, self._parts_in, params.pop(self._parts_in))
        places = {name: i for i, (name, _) in enumerate(self._parts())}
        for name in [n for n in params if n in places]:
            parts = list(getattr(self, self._parts_in))
            parts[places[name]] = (name, params.pop(name), *parts[places[name]][2:])
            setattr(self, self._parts_in, parts)
        return super().set_params(**params)

    def _check_names(self):
        names = [name for name, _ in self._parts()]
        if len(set(names)) != len(names):
            raise ValueError(f"Names provided are not unique: {names!r}")
        taken = sorted(set(names) & set(self._defaults()))
        if taken:
            raise ValueError(f"Estimator names conflict with constructor arguments: {taken!r}")
        wrong = [name for name in names if "__" in name]
        if wrong:
            raise ValueError(f"Estimator names must not contain __: got {wrong!r}")

    @contextmanager
    def _restored_on_failure(self):
        """Parts that learn in place are put back to what they were if one of them fails."""
        before = [(part, dict(vars(part))) for _, part in self._parts() if hasattr(part, "__dict__")]
        try:
            yield
        except Exception:
            for part, state in before:
                vars(part).clear()
                vars(part).update(state)
            raise


def named(estimators):
    """Pairs of a name, the class in small letters, and estimator; numbered where classes repeat."""
    names = [e if isinstance(e, str) else type(e).__name__.lower() for e in estimators]
    seen, out = {}, []
    for name, estimator in zip(names, estimators, strict=True):
        seen[name] = seen.get(name, 0) + 1
        out.append((f"{name}-{seen[name]}" if names.count(name) > 1 else name, estimator))
    return out
