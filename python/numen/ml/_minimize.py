"""The lowest point of a function of one number."""

__all__ = ["minimize"]

_GOLDEN = (3 - 5**0.5) / 2


def minimize(function, low=-2.0, high=2.0, tolerance=1.5e-8, steps=500):
    """Minimum of a function with one valley, by parabolas and golden sections (Brent 1973, chapter 5).

    The interval grows downhill until the minimum is inside.
    """
    width = high - low
    middle = low + _GOLDEN * width
    f_low, f_middle, f_high = function(low), function(middle), function(high)
    while f_middle > min(f_low, f_high) and width < 1e4:
        width *= 1.6
        if f_low < f_high:
            high, f_high, middle, f_middle, low = middle, f_middle, low, f_low, low - width
            f_low = function(low)
        else:
            low, f_low, middle, f_middle, high = middle, f_middle, high, f_high, high + width
            f_high = function(high)
    x = w = v = middle
    fx = fw = fv = f_middle
    step = last = 0.0
    for _ in range(steps):
        centre = (low + high) / 2
        near = tolerance * abs(x) + 1e-11
        if abs(x - centre) <= 2 * near - (high - low) / 2:
            break
        r, q = (x - w) * (fx - fv), (x - v) * (fx - fw)
        p, q = (x - v) * q - (x - w) * r, 2 * (q - r)
        p, q = (-p, q) if q > 0 else (p, -q)
        before, last = last, step
        if abs(p) < abs(q * before / 2) and q * (low - x) < p < q * (high - x):
            step = p / q
            if x + step - low < 2 * near or high - x - step < 2 * near:
                step = near if x < centre else -near
        else:
            last = (high if x < centre else low) - x
            step = _GOLDEN * last
        u = x + (step if abs(step) >= near else near if step > 0 else -near)
        fu = function(u)
        if fu <= fx:
            low, high = (x, high) if u >= x else (low, x)
            v, fv, w, fw, x, fx = w, fw, x, fx, u, fu
        else:
            low, high = (u, high) if u < x else (low, u)
            if fu <= fw or w == x:
                v, fv, w, fw = w, fw, u, fu
            elif fu <= fv or v in (x, w):
                v, fv = u, fu
    return float(x)
