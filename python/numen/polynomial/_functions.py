"""The functions on series of a family, each written once.

`family_functions` makes them from a `Family`; its module binds them to their public names. Blanks in braces in a
docstring are filled with the words of the family, and with what its examples print.
"""

from . import _shared
from ._functions_of_points import basis_functions, value_functions

# Sections of several docstrings.
_SECTIONS = {
    "of_one": """\
Parameters
----------
c : array_like, shape (N,)
    Coefficients, lowest degree first.""",
    "of_two": """\
Parameters
----------
c1, c2 : array_like, shape (N,)
    Coefficients, lowest degree first.""",
    "trimmed": """\
Returns
-------
ndarray
    Without zeros of highest degree.""",
    "points": "Coordinates of the points, all of one shape.",
    "array": "Returns\n-------\nndarray",
    "value_error": "Raises\n------\nValueError",
    "products": """\
Returns
-------
ndarray, shape (*x.shape, K)
    `K` is the product of the degrees plus one; the degree of the last variable runs fastest.""",
}


def family_functions(
    family,
    module,
    prefix,
    *,
    letter,
    series,
    examples,
    weight=None,
    support="[-1, 1]",
    summation="Clenshaw's summation",
    companion="Scaled so that it is symmetric for a basis function.",
    maxpower=16,
):
    """Make the public functions of a family.

    Parameters
    ----------
    family : Family
    module : str
        Full name of the module that binds the functions.
    prefix : str
        What their names begin with.
    letter : str
        The name by which examples import the module.
    series : str
        What a series of the family is called.
    examples : dict
        What the examples print, by the names of the functions without the prefix.
    weight, support : str, optional
        The weight function as a formula, and the interval of orthogonality.
    summation, companion : str, optional
        How series are evaluated, and what stands in a companion matrix.
    maxpower : int or None, optional
        The largest exponent without a word of the caller.

    Returns
    -------
    dict
        By their names without the prefix, in the order of the public names of a module.
    """
    home = module.rpartition(".")[2]
    words = _SECTIONS | {
        "series": series,
        "name": series.partition(" ")[0],
        "examples": f"Examples\n--------\n>>> from numen.polynomial import {home} as {letter}",
        "letter": letter,
        "prefix": prefix,
        "call": f">>> {letter}.{prefix}",
        "weight": weight,
        "support": support,
        "summation": summation,
        "companion_form": companion,
    }
    patterns = {
        **_arithmetic(family, maxpower),
        **_calculus(family),
        **value_functions(family),
        **basis_functions(family),
        **_roots(family),
    }
    if weight is not None:
        patterns |= _orthogonal(family)
    functions = {}
    # A pattern makes the public name of the prefix, and the short one of nothing.
    for pattern, function in patterns.items():
        short, name = pattern.format(""), pattern.format(prefix)
        function.__name__ = function.__qualname__ = name
        function.__module__ = module
        if function.__doc__ is not None:  # without docstrings under -OO
            own = {"prints": examples.get(short)}
            # They are indented by two functions; `inspect.cleandoc` would take longer than all else here.
            text = function.__doc__.replace("\n        ", "\n")
            function.__doc__ = text.format_map(words | own)
        functions[short] = function
    return functions


def _arithmetic(family, maxpower):
    def line(off, scl):
        """Return ``off + scl * x`` as a {series}.

        Parameters
        ----------
        off, scl : scalar
            Value at zero, and slope.

        Returns
        -------
        ndarray
            One coefficient where `scl` is zero, else two.

        {examples}
        {call}line(3, 2)
        {prints}
        """
        return family.line(off, scl)

    def fromroots(roots):
        """Return the {series} with given roots, and one as the coefficient of the highest power of `x`.

        Parameters
        ----------
        roots : array_like, shape (N,)
            A root of multiplicity m stands m times.

        Returns
        -------
        ndarray, shape (N + 1,)

        {examples}
        {call}fromroots([-1, 0, 1])
        {prints}
        """
        return _shared.from_roots(family.line, family.product, roots)

    def add(c1, c2):
        """Return the sum of two {series}.

        {of_two}

        {trimmed}

        {examples}
        {call}add([1, 2, 3], [3, 2, 1])
        array([4., 4., 4.])
        """
        return _shared.add(c1, c2)

    def sub(c1, c2):
        """Return the difference of two {series}.

        {of_two}

        {trimmed}

        {examples}
        {call}sub([1, 2, 3], [3, 2, 1])
        array([-2.,  0.,  2.])
        """
        return _shared.subtract(c1, c2)

    def mulx(c):
        """Return `x` times a {series}.

        {of_one}

        {array}

        {examples}
        {call}mulx([1, 2, 3])
        {prints}
        """
        return family.times_x(c)

    def mul(c1, c2):
        """Return the product of two {series}.

        {of_two}

        {trimmed}

        {examples}
        {call}mul([1, 2], [0, 1])
        {prints}
        """
        return family.product(c1, c2)

    def div(c1, c2):
        """Divide {series} with remainder.

        {of_two}

        Returns
        -------
        quotient, remainder : ndarray

        Raises
        ------
        ZeroDivisionError
            When the last coefficient of `c2` is zero.

        {examples}
        {call}div({letter}.{prefix}mul([2, 1], [0, 3]), [0, 3])
        (array([2., 1.]), array([0.]))
        """
        return family.divide(c1, c2)

    def power(c, pow, maxpower=maxpower):
        """Return a {series} to a power.

        {of_one}
        pow : int
            The exponent, not negative.
        maxpower : int or None, optional
            Larger exponents are refused.

        {array}

        {value_error}
            For an exponent that is negative, fractional, or too large.

        {examples}
        {call}pow([0, 2], 2)
        {prints}
        """
        return _shared.power(family.product, c, pow, maxpower)

    return {
        "{}line": line, "{}fromroots": fromroots, "{}add": add, "{}sub": sub, "{}mulx": mulx, "{}mul": mul,
        "{}div": div, "{}pow": power,
    }  # fmt: skip


def _calculus(family):
    def derivative(c, m=1, scl=1, axis=0):
        """Return a derivative of a {series}.

        Parameters
        ----------
        c : array_like
            Coefficients, lowest degree first; an axis a variable.
        m : int, optional
            How often to differentiate.
        scl : scalar, optional
            Factor of every derivative, for a linear change of the variable.
        axis : int, optional
            Axis of the variable.

        {array}

        {value_error}
            When `m` is negative.

        {examples}
        {call}der([1, 2, 3, 4])
        {prints}
        """
        return _shared.derivative(family.differentiate, c, m, scl, axis)

    def integral(c, m=1, k=[], lbnd=0, scl=1, axis=0):  # noqa: B006 - never changed
        """Return an antiderivative of a {series}.

        Parameters
        ----------
        c : array_like
            Coefficients, lowest degree first; an axis a variable.
        m : int, optional
            How often to integrate.
        k : scalar or sequence, optional
            The values at `lbnd`, zero where there are too few.
        lbnd : scalar, optional
            Lower bound of the integrals.
        scl : scalar, optional
            Factor before every integration, for a linear change of the variable.
        axis : int, optional
            Axis of the variable.

        {array}

        {value_error}
            When `m` is negative, there are more than `m` constants, or `lbnd` or `scl` is no scalar.

        {examples}
        {call}int([1, 2, 3])
        {prints}
        """
        return _shared.integral(family.integrate, family.evaluate, c, m, k, lbnd, scl, axis)

    return {"{}der": derivative, "{}int": integral}


def _roots(family):
    def companion(c):
        """Return the companion matrix of a {series}: its eigenvalues are the roots.

        {of_one}

        Returns
        -------
        ndarray, shape (N - 1, N - 1)
            {companion_form}

        {value_error}
            When the degree is zero.

        {examples}
        {call}companion([1, 2, 3]).round(4)
        {prints}
        """
        return family.companion(c)

    def roots(c):
        """Return the roots of a {series}, sorted.

        They are eigenvalues of the companion matrix, and can be inaccurate far outside of the domain or where
        roots are multiple.

        {of_one}

        Returns
        -------
        ndarray, shape (N - 1,)

        {examples}
        {call}roots({letter}.{prefix}fromroots([1, 2, 3])).round(6)
        array([1., 2., 3.])
        """
        return family.roots(c)

    return {"{}companion": companion, "{}roots": roots}


def _orthogonal(family):
    def from_powers(pol):
        """Return the {series} of a polynomial.

        Parameters
        ----------
        pol : array_like, shape (N,)
            Coefficients of the powers of `x`, lowest first.

        Returns
        -------
        ndarray, shape (N,)

        {examples}
        >>> {letter}.poly2{prefix}([0, 0, 1])
        {prints}
        """
        return family.from_powers(pol)

    def to_powers(c):
        """Return the coefficients of the powers of `x` of a {series}.

        {of_one}

        Returns
        -------
        ndarray, shape (N,)

        {examples}
        {call}2poly([0, 0, 1])
        {prints}
        """
        return family.to_powers(c)

    def gauss(deg):
        """Return points and weights of Gauss-{name} quadrature.

        With the weight function of the family, the integral over {support} of a polynomial of degree up to
        ``2 * deg - 1`` is the sum of the weights times its values at the points.

        Parameters
        ----------
        deg : int
            Number of points, at least 1.

        Returns
        -------
        x, w : ndarray, shape (deg,)

        {value_error}
            When `deg` is not positive.

        {examples}
        >>> x, w = {letter}.{prefix}gauss(3)
        >>> x.round(6), w.round(6)
        {prints}
        """
        return family.gauss(deg)

    def weight(x):
        """Return the weight function of the family, ``{weight}``.

        Parameters
        ----------
        x : array_like
            Points.

        {array}

        {examples}
        >>> import numen as np
        {call}weight(np.array([0.0, 0.5])).round(6)
        {prints}
        """
        return family.weight(x)

    return {"poly2{}": from_powers, "{}2poly": to_powers, "{}gauss": gauss, "{}weight": weight}


def class_doc(title, name, printed, value, interval="[-1, 1]"):
    """The docstring of the class of a family; `printed` and `value` are what its examples print."""
    return f"""{title} as an object: arithmetic, values, calculus, roots, fits.

    Parameters
    ----------
    coef : array_like, shape (N,)
        Coefficients, lowest degree first.
    domain : array_like, shape (2,), optional
        The interval that is mapped to the window, ``{interval}`` by default.
    window : array_like, shape (2,), optional
        The interval the basis functions see, ``{interval}`` by default.
    symbol : str, optional
        Name of the variable when printed.

    Examples
    --------
    >>> from numen.polynomial import {name}
    >>> p = {name}([1, 2, 3])
    >>> print(p + 1)
    {printed}
    >>> p(0.5)
    {value}
    """
