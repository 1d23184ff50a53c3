"""The functions of a family that take points: values in up to three variables, matrices of basis functions, fits.

Their docstrings have blanks for the words of the family: `_functions.py`.
"""

from ._shared import fit, grid_nd, value_nd, vander_nd_flat


def value_functions(family):
    """Functions of points and coefficients."""

    def val(x, c, tensor=True):
        """Return the values of a {series}, by {summation}.

        Parameters
        ----------
        x : array_like or object
            Points; anything that can be multiplied by the coefficients and added to them.
        c : array_like, shape (N, ...)
            Coefficients, lowest degree first; further axes hold further series.
        tensor : bool, optional
            Every series at every point, the axes of `x` last. Otherwise `x` is broadcast against the further
            axes of `c`.

        Returns
        -------
        ndarray or object

        {examples}
        {call}val([0, 1, 2], [1, 2, 3])
        {prints}
        """
        return family.evaluate(x, c, tensor)

    def val2d(x, y, c):
        """Return the values of a {series} in two variables at points.

        Parameters
        ----------
        x, y : array_like
            {points}
        c : array_like, shape (N, M, ...)
            Coefficients: an axis a variable.

        {array}

        {value_error}
            When the shapes of the coordinates differ.

        {examples}
        {call}val2d([1, 2], [1, 0], [[1, 2], [3, 4]])
        {prints}
        """
        return value_nd(family.evaluate, c, x, y)

    def grid2d(x, y, c):
        """Return the values of a {series} in two variables on a grid.

        Parameters
        ----------
        x, y : array_like
            Coordinates along the axes of the grid.
        c : array_like, shape (N, M, ...)
            Coefficients: an axis a variable.

        Returns
        -------
        ndarray, shape (..., *x.shape, *y.shape)

        {examples}
        {call}grid2d([1, 2], [0, 1, 2], [[1, 2], [3, 4]]).shape
        (2, 3)
        """
        return grid_nd(family.evaluate, c, x, y)

    def val3d(x, y, z, c):
        """Return the values of a {series} in three variables at points.

        Parameters
        ----------
        x, y, z : array_like
            {points}
        c : array_like, shape (N, M, K, ...)
            Coefficients: an axis a variable.

        {array}

        {value_error}
            When the shapes of the coordinates differ.

        {examples}
        {call}val3d([1, 2], [1, 0], [2, 2], [[[1, 2], [3, 4]]])
        {prints}
        """
        return value_nd(family.evaluate, c, x, y, z)

    def grid3d(x, y, z, c):
        """Return the values of a {series} in three variables on a grid.

        Parameters
        ----------
        x, y, z : array_like
            Coordinates along the axes of the grid.
        c : array_like, shape (N, M, K, ...)
            Coefficients: an axis a variable.

        Returns
        -------
        ndarray, shape (..., *x.shape, *y.shape, *z.shape)

        {examples}
        {call}grid3d([1, 2], [0, 1], [2], [[[1, 2], [3, 4]]]).shape
        (2, 2, 1)
        """
        return grid_nd(family.evaluate, c, x, y, z)

    return {"{}val": val, "{}val2d": val2d, "{}grid2d": grid2d, "{}val3d": val3d, "{}grid3d": grid3d}


def basis_functions(family):
    """Matrices of basis functions, and the fits made with them."""

    def vander(x, deg):
        """Return the values of the basis functions, an axis of degrees behind the axes of `x`.

        Parameters
        ----------
        x : array_like
            Points.
        deg : int
            The highest degree.

        Returns
        -------
        ndarray, shape (*x.shape, deg + 1)

        {examples}
        {call}vander([0, 1, 2], 2)
        {prints}
        """
        return family.vander(x, deg)

    def vander2d(x, y, deg):
        """Return the products of basis functions in two variables at points.

        Parameters
        ----------
        x, y : array_like
            {points}
        deg : sequence of 2 ints
            The highest degrees.

        {products}

        {examples}
        {call}vander2d([1, 2], [0, 1], [1, 2])
        {prints}
        """
        return vander_nd_flat((family.vander,) * 2, (x, y), deg)

    def vander3d(x, y, z, deg):
        """Return the products of basis functions in three variables at points.

        Parameters
        ----------
        x, y, z : array_like
            {points}
        deg : sequence of 3 ints
            The highest degrees.

        {products}

        {examples}
        {call}vander3d([1, 2], [0, 1], [2, 2], [1, 0, 1])
        {prints}
        """
        return vander_nd_flat((family.vander,) * 3, (x, y, z), deg)

    def least_squares(x, y, deg, rcond=None, full=False, w=None):
        """Fit a {series} to points by least squares.

        Parameters
        ----------
        x : array_like, shape (M,)
            Positions.
        y : array_like, shape (M,) or (M, K)
            Values, of K sets of points at once.
        deg : int or array_like of int
            Degree; or the degrees of the terms to use.
        rcond : float, optional
            Relative size below which singular values count as zero; ``M * eps`` by default.
        full : bool, optional
            Return diagnostics as well.
        w : array_like, shape (M,), optional
            Weights: what the residuals are multiplied by before they are squared.

        Returns
        -------
        coef : ndarray, shape (deg + 1,) or (deg + 1, K)
        [residuals, rank, singular_values, rcond] : list
            With `full`.

        Raises
        ------
        TypeError
            When the shapes do not fit.
        ValueError
            When a degree is negative.

        Warns
        -----
        RankWarning
            When the points do not determine the coefficients, and `full` is false.

        {examples}
        >>> c = {letter}.{prefix}fit([0, 1, 2, 3], [1, 3, 5, 7], 1)
        >>> c.round(6)
        {prints}
        """
        return fit(family.vander, x, y, deg, rcond, full, w)

    return {"{}vander": vander, "{}vander2d": vander2d, "{}vander3d": vander3d, "{}fit": least_squares}
