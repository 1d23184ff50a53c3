"""The distributions of numbers: parameters, documentation, and where each method was published."""

_REAL, _WHOLE = "float or array_like of floats", "int or array_like of ints"

_MARSAGLIA_TSANG = 'Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", ACM TOMS 26, 2000.'
_ZIGGURAT = (
    'Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables", J. Stat. Software 5, 2000.'
)
_POLAR = 'Marsaglia and Bray, "A Convenient Method for Generating Normal Variables", SIAM Review 6, 1964.'
_DEVROYE = 'Devroye, "Non-Uniform Random Variate Generation", Springer, 1986.'
_INVERSION = "By inversion of the distribution function."
_BTPE = 'Kachitvichyanukul and Schmeiser, "Binomial Random Variate Generation", CACM 31, 1988.'
_PTRS = 'Hörmann, "The Transformed Rejection Method for Generating Poisson Random Variables", 1993.'
_HRUA = 'Stadlober, "The Ratio of Uniforms Approach for Generating Discrete Random Variates", J. Comput. Appl. Math. 31, 1990.'
_WALD = 'Michael, Schucany and Haas, "Generating Random Variates Using Transformations with Multiple Roots", Am. Stat. 30, 1976.'
_VONMISES = (
    'Best and Fisher, "Efficient Simulation of the von Mises Distribution", Applied Statistics 28, 1979.'
)
_KEMP = 'Kemp, "Efficient Generation of Logarithmically Distributed Pseudo-Random Variables", Applied Statistics 30, 1981.'
_JOHNK = 'Jöhnk, "Erzeugung von betaverteilten und gammaverteilten Zufallszahlen", Metrika 8, 1964.'

# Name: (summary, {parameter: (default or ..., values of an example, what it is)}, whether whole, source).
TABLE = {
    "beta": (
        "Draw from the beta distribution on [0, 1], with density proportional to x^(a-1) (1-x)^(b-1).",
        {"a": (..., 2.0, "First shape, above zero."), "b": (..., 3.0, "Second shape, above zero.")},
        False,
        _JOHNK,
    ),
    "binomial": (
        "Draw numbers of successes in `n` trials of probability `p`.",
        {"n": (..., 10, "Trials, not negative."), "p": (..., 0.5, "Probability, from 0 to 1.")},
        True,
        f"{_BTPE} Below n p = 30 by inversion.",
    ),
    "chisquare": (
        "Draw from the chi-square distribution: sums of `df` squared standard normals.",
        {"df": (..., 2.0, "Degrees of freedom, above zero.")},
        False,
        _MARSAGLIA_TSANG,
    ),
    "exponential": (
        "Draw from the exponential distribution with density exp(-x / scale) / scale.",
        {"scale": (1.0, 2.0, "Mean, not negative.")},
        False,
        _ZIGGURAT,
    ),
    "f": (
        "Draw from the F distribution: quotients of two chi-square variates over their degrees of freedom.",
        {
            "dfnum": (..., 2.0, "Degrees of freedom of the numerator, above zero."),
            "dfden": (..., 5.0, "Degrees of freedom of the denominator, above zero."),
        },
        False,
        _MARSAGLIA_TSANG,
    ),
    "gamma": (
        "Draw from the gamma distribution with density proportional to x^(shape-1) exp(-x / scale).",
        {"shape": (..., 2.0, "Shape, not negative."), "scale": (1.0, 1.0, "Scale, not negative.")},
        False,
        f"{_MARSAGLIA_TSANG} For shapes below one: {_DEVROYE}",
    ),
    "geometric": (
        "Draw numbers of trials up to the first success of probability `p`.",
        {"p": (..., 0.3, "Probability, above 0 and at most 1.")},
        True,
        f"{_INVERSION} For p of a third and more by search.",
    ),
    "gumbel": (
        "Draw from the Gumbel distribution, the limit of maxima.",
        {"loc": (0.0, 0.0, "Mode."), "scale": (1.0, 1.0, "Scale, not negative.")},
        False,
        _INVERSION,
    ),
    "hypergeometric": (
        "Draw numbers of good items among `nsample` taken without replacement.",
        {
            "ngood": (..., 5, "Good items, not negative."),
            "nbad": (..., 3, "Bad items, not negative."),
            "nsample": (..., 4, "Items taken, at most as many as there are."),
        },
        True,
        f"{_HRUA} Small samples item by item.",
    ),
    "laplace": (
        "Draw from the Laplace (double exponential) distribution.",
        {"loc": (0.0, 0.0, "Mean."), "scale": (1.0, 1.0, "Scale, not negative.")},
        False,
        _INVERSION,
    ),
    "logistic": (
        "Draw from the logistic distribution.",
        {"loc": (0.0, 0.0, "Mean."), "scale": (1.0, 1.0, "Scale, not negative.")},
        False,
        _INVERSION,
    ),
    "lognormal": (
        "Draw numbers whose logarithm is normal.",
        {
            "mean": (0.0, 0.0, "Mean of the logarithm."),
            "sigma": (1.0, 1.0, "Standard deviation of the logarithm, not negative."),
        },
        False,
        "The exponential of a normal variate.",
    ),
    "logseries": (
        "Draw from the logarithmic series distribution, with weights p^k / k.",
        {"p": (..., 0.5, "Probability, from 0 to below 1.")},
        True,
        _KEMP,
    ),
    "negative_binomial": (
        "Draw numbers of failures before `n` successes of probability `p`.",
        {"n": (..., 3.0, "Successes, above zero."), "p": (..., 0.5, "Probability, above 0 and at most 1.")},
        True,
        "Poisson variates whose mean is a gamma variate.",
    ),
    "noncentral_chisquare": (
        "Draw from the noncentral chi-square distribution.",
        {
            "df": (..., 3.0, "Degrees of freedom, above zero."),
            "nonc": (..., 2.0, "Noncentrality, not negative."),
        },
        False,
        "A chi-square variate and a squared normal, or below one degree of freedom a Poisson mixture.",
    ),
    "noncentral_f": (
        "Draw from the noncentral F distribution.",
        {
            "dfnum": (..., 3.0, "Degrees of freedom of the numerator, above zero."),
            "dfden": (..., 5.0, "Degrees of freedom of the denominator, above zero."),
            "nonc": (..., 2.0, "Noncentrality of the numerator, not negative."),
        },
        False,
        "The quotient of a noncentral and a central chi-square variate.",
    ),
    "normal": (
        "Draw from the normal (Gaussian) distribution.",
        {"loc": (0.0, 5.0, "Mean."), "scale": (1.0, 2.0, "Standard deviation, not negative.")},
        False,
        _ZIGGURAT,
    ),
    "pareto": (
        "Draw from the Pareto II (Lomax) distribution, with density a / (1 + x)^(a+1).",
        {"a": (..., 3.0, "Shape, above zero.")},
        False,
        _INVERSION,
    ),
    "poisson": (
        "Draw from the Poisson distribution.",
        {"lam": (1.0, 4.0, "Mean, not negative.")},
        True,
        f"{_PTRS} Below a mean of 10 by products of uniforms.",
    ),
    "power": (
        "Draw from [0, 1] with density a x^(a-1).",
        {"a": (..., 3.0, "Exponent, above zero.")},
        False,
        _INVERSION,
    ),
    "rayleigh": (
        "Draw from the Rayleigh distribution: lengths of vectors of two normals.",
        {"scale": (1.0, 1.0, "Mode, not negative.")},
        False,
        _INVERSION,
    ),
    "standard_cauchy": (
        "Draw from the Cauchy distribution with mode zero and scale one.",
        {},
        False,
        "The quotient of two normal variates.",
    ),
    "standard_exponential": (
        "Draw from the exponential distribution with mean one.",
        {},
        False,
        _INVERSION,
    ),
    "standard_gamma": (
        "Draw from the gamma distribution with scale one.",
        {"shape": (..., 2.0, "Shape, not negative.")},
        False,
        _MARSAGLIA_TSANG,
    ),
    "standard_normal": (
        "Draw from the normal distribution with mean zero and standard deviation one.",
        {},
        False,
        _POLAR,
    ),
    "standard_t": (
        "Draw from Student's t distribution.",
        {"df": (..., 4.0, "Degrees of freedom, above zero.")},
        False,
        "A normal variate over the root of a gamma variate.",
    ),
    "triangular": (
        "Draw from the triangular distribution.",
        {
            "left": (..., 0.0, "Lower end."),
            "mode": (..., 1.0, "Where the density is highest, between the ends."),
            "right": (..., 3.0, "Upper end, above the lower."),
        },
        False,
        _INVERSION,
    ),
    "uniform": (
        "Draw evenly from [low, high).",
        {"low": (0.0, -1.0, "Lower end."), "high": (1.0, 1.0, "Upper end.")},
        False,
        "The 53 upper bits of a word, scaled.",
    ),
    "vonmises": (
        "Draw angles in [-pi, pi] from the von Mises distribution on the circle.",
        {"mu": (..., 0.0, "Mode."), "kappa": (..., 4.0, "Concentration, not negative.")},
        False,
        _VONMISES,
    ),
    "wald": (
        "Draw from the Wald (inverse Gaussian) distribution.",
        {"mean": (..., 3.0, "Mean, above zero."), "scale": (..., 2.0, "Scale, above zero.")},
        False,
        _WALD,
    ),
    "weibull": (
        "Draw from the Weibull distribution with scale one: powers 1/a of exponential variates.",
        {"a": (..., 1.5, "Shape, not negative.")},
        False,
        _INVERSION,
    ),
    "zipf": (
        "Draw from the Zipf distribution, with weights k^-a.",
        {"a": (..., 2.0, "Exponent, above one.")},
        True,
        f"Rejection: {_DEVROYE}",
    ),
}

# What `RandomState` draws by another method.
LEGACY_SOURCES = {
    "exponential": _INVERSION,
    "normal": _POLAR,
    "rayleigh": _INVERSION,
    "hypergeometric": f"{_HRUA} Samples of ten and fewer item by item.",
}


def documentation(name, legacy):
    """Return the docstring of a distribution."""
    summary, parameters, whole, source = TABLE[name]
    source = LEGACY_SOURCES.get(name, source) if legacy else source
    counts = {"binomial": ("n",), "hypergeometric": ("ngood", "nbad", "nsample")}.get(name, ())
    rows = []
    for parameter, (default, _, text) in parameters.items():
        optional = "" if default is ... else ", optional"
        rows += [f"{parameter} : {_WHOLE if parameter in counts else _REAL}{optional}", f"    {text}"]
    values = ", ".join([*(repr(value) for _, value, _ in parameters.values()), "size=(2, 3)"])
    made = "np.random.RandomState(0)" if legacy else "np.random.default_rng(0)"
    one = "int or ndarray of int64" if whole else "float or ndarray of float64"
    lines = [
        summary,
        "",
        "Parameters",
        "----------",
        *rows,
        "size : int or tuple of ints, optional",
        "    Shape of the result. None gives one number for each element that the parameters broadcast to.",
        "",
        "Returns",
        "-------",
        one,
        "",
    ]
    if parameters:
        lines += [
            "Raises",
            "------",
            "ValueError",
            "    When a parameter is out of its range, or shapes do not fit.",
            "",
        ]
    lines += [
        "Examples",
        "--------",
        ">>> import numen as np",
        f">>> {made}.{name}({values}).shape",
        "(2, 3)",
        "",
        "References",
        "----------",
        source,
    ]
    return "\n".join(lines) + "\n"
