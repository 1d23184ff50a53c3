//! Logarithms: x = 2^k m, m in an octave about 1; m/c = 1 + r for one of sixteen c next to m,
//! |r| <= 0.0232 (after Tang, "Table-driven implementation of the logarithm function in IEEE
//! floating-point arithmetic", 1990).

use super::constants as c;
use super::constants::Table;
use super::lanes::{fast_two_sum, poly, two_sum, Lanes, Portable};
use super::real::{Full, Precision, Single};
use super::vector::Vector1;

/// 1.5 * 2^52: adding it rounds to a whole number and leaves that in the low bits.
const WHOLE: f64 = 6755399441055744.0;
/// 2^52, whose low bits are whole numbers.
const UNITS: f64 = 4503599627370496.0;

/// x = 2^k m (1 + (r + r_low)), both parts of the table index found.
pub struct Reduced<V: Lanes> {
    pub k: V,
    pub slot: V::Bits,
    pub r: V,
    pub r_low: V,
}

/// x = 2^k m with m in [start, 2 start).
#[inline(always)]
pub fn octaves<V: Lanes>(x: V, start: f64) -> (V, V) {
    let (biased, k) = exponent(x, start);
    (k, V::from_bits(V::sub_bits(x.bits(), V::shl::<52>(V::sub_bits(biased, V::splat_bits(1023))))))
}

/// k of [`octaves`] biased by 1023, so that it stays positive, and as a number.
#[inline(always)]
fn exponent<V: Lanes>(x: V, start: f64) -> (V::Bits, V) {
    let biased = V::shr::<52>(V::add_bits(x.bits(), V::splat_bits((1023 << 52) - start.to_bits())));
    let k = V::from_bits(V::or_bits(biased, V::splat_bits(UNITS.to_bits()))) - V::splat(UNITS + 1023.0);
    (biased, k)
}

/// Reduces x + low, x positive and normal and low below its last place.
#[inline(always)]
pub fn reduce<V: Lanes, P: Precision>(x: V, low: Option<V>) -> Reduced<V> {
    let (biased, _) = exponent(x, c::LOG_START);
    let (k, m) = octaves(x, c::LOG_START);
    let q = c::LOG_SLOT;
    let slot = m.mul_add(V::splat(q[2]), V::splat(q[1])).mul_add(m, V::splat(q[0] + WHOLE)).bits();
    let inverse = V::lookup(&c::LOG_INVERSE, slot);
    if P::SHORT && low.is_none() {
        return Reduced { k, slot, r: m.mul_add(inverse, V::splat(-1.0)), r_low: V::splat(0.0) };
    }
    let (p, mut r_low) = m.two_prod(inverse);
    if let Some(low) = low {
        // 2^-k; x is well below 2^1022 where a low part is given.
        let unscale = V::from_bits(V::shl::<52>(V::sub_bits(V::splat_bits(2046), biased)));
        r_low = (low * unscale).mul_add(inverse, r_low);
    }
    Reduced { k, slot, r: p - V::splat(1.0), r_low }
}

/// Constants of one base: log 2 in two parts, log c in two parts, 1/ln(base) in two parts.
pub struct Base {
    two: [f64; 2],
    high: &'static Table,
    low: &'static Table,
    unit: [f64; 2],
}

/// A base is a type, so that natural logarithms skip the last product.
pub trait InBase {
    const BASE: Base;
    const NATURAL: bool = false;
}
pub struct Natural;
pub struct Two;
pub struct Ten;
impl InBase for Natural {
    const BASE: Base = Base { two: c::LN2_TRIMMED, high: &c::LOG_HIGH, low: &c::LOG_LOW, unit: [1.0, 0.0] };
    const NATURAL: bool = true;
}
impl InBase for Two {
    const BASE: Base = Base { two: [1.0, 0.0], high: &c::LOG2_HIGH, low: &c::LOG2_LOW, unit: c::LOG2_E };
}
impl InBase for Ten {
    const BASE: Base =
        Base { two: c::LOG10_2_TRIMMED, high: &c::LOG10_HIGH, low: &c::LOG10_LOW, unit: c::LOG10_E };
}

impl<V: Lanes> Reduced<V> {
    /// The logarithm as a sum of two, to about 2^-59 relative, r and r_low being normalised.
    #[inline(always)]
    fn pair<B: InBase>(&self) -> (V, V) {
        let b = B::BASE;
        let whole = self.k.mul_add(V::splat(b.two[0]), V::lookup(b.high, self.slot));
        let below = self.k.mul_add(V::splat(b.two[1]), V::lookup(b.low, self.slot));
        let tail = (self.r * self.r).mul_add(poly(self.r, &c::LOG), self.r_low);
        let (r, tail) = if B::NATURAL {
            (self.r, tail)
        } else {
            let (p, rest) = self.r.two_prod(V::splat(b.unit[0]));
            (p, tail.mul_add(V::splat(b.unit[0]), self.r.mul_add(V::splat(b.unit[1]), rest)))
        };
        // whole = 0 or |whole| >= 0.042 in units of e, |r| being below 0.0232.
        let (s, t) = fast_two_sum(whole, r);
        (s, t + (below + tail))
    }

    /// The logarithm for narrow types, with the coefficients that its use asks for.
    #[inline(always)]
    fn short<B: InBase, const K: usize>(&self, series: &[f64; K]) -> V {
        let b = B::BASE;
        let whole = self.k.mul_add(V::splat(b.two[0] + b.two[1]), V::lookup(b.high, self.slot));
        let t = (self.r * self.r).mul_add(poly(self.r, series), self.r + self.r_low);
        t.mul_add(V::splat(b.unit[0]), whole)
    }

    #[inline(always)]
    fn normalised(mut self) -> Self {
        (self.r, self.r_low) = fast_two_sum(self.r, self.r_low);
        self
    }
}

/// log(x + low) in a base as a sum of two, to about 2^-58 relative, x normal and below 2^1000.
#[inline(always)]
pub fn log_pair<V: Lanes, B: InBase>(x: V, low: V) -> (V, V) {
    reduce::<V, Full>(x, Some(low)).normalised().pair::<B>()
}

/// The same for narrow types.
#[inline(always)]
pub fn log_short<V: Lanes, B: InBase>(x: V, low: Option<V>) -> V {
    reduce::<V, Single>(x, low).short::<B, 5>(&c::LOG_SHORT)
}

/// The logarithm as a sum of two, to about 2^-65 relative: what a power needs.
#[inline(always)]
pub fn log_fine<V: Lanes>(x: V) -> (V, V) {
    let Reduced { k, slot, r, r_low } = reduce::<V, Full>(x, None).normalised();
    let whole = k.mul_add(V::splat(c::LN2_TRIMMED[0]), V::lookup(&c::LOG_HIGH, slot));
    let below = k.mul_add(V::splat(c::LN2_TRIMMED[1]), V::lookup(&c::LOG_LOW, slot));
    let (half, rest) = (r * V::splat(-0.5)).two_prod(r);
    // The slope 1/(1 + r) - 1 at which r_low counts.
    let slope = r.mul_add(r, -r);
    let small = slope.mul_add(r_low, rest);
    let (s, t) = fast_two_sum(whole, r);
    let (s, u) = fast_two_sum(s, half);
    let tail = small + (u + (t + (below + r_low)));
    fast_two_sum(s, (half * r).mul_add(poly(r, &c::LOG_CUBIC), tail))
}

#[inline(always)]
fn special<V: Lanes>(x: V) -> V::Mask {
    V::not(x.within(f64::MIN_POSITIVE, f64::INFINITY))
}

#[inline(always)]
fn log_in<V: Lanes, P: Precision, B: InBase>(x: V) -> (V, V::Mask) {
    let e = reduce::<V, P>(x, None);
    let r = if P::SHORT {
        e.short::<B, 4>(&c::LOG_SINGLE)
    } else {
        let (s, t) = e.normalised().pair::<B>();
        s + t
    };
    (r, special(x))
}

pub struct Log;
impl Vector1 for Log {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        log_in::<V, P, Natural>(x)
    }
    fn exact(x: f64) -> f64 {
        x.ln()
    }
}

pub struct Log2;
impl Vector1 for Log2 {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        log_in::<V, P, Two>(x)
    }
    fn exact(x: f64) -> f64 {
        x.log2()
    }
}

pub struct Log10;
impl Vector1 for Log10 {
    const LIBM: bool = false;
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        log_in::<V, P, Ten>(x)
    }
    fn exact(x: f64) -> f64 {
        if x > 0.0 && x < f64::MIN_POSITIVE {
            // Subnormal numbers; the library's function is off by up to two units in the last place.
            let mut e = reduce::<_, Full>(<Portable<false>>::splat(x * 2f64.powi(60)), None).normalised();
            e.k = e.k - <Portable<false>>::splat(60.0);
            let (s, t) = e.pair::<Ten>();
            return (s + t).first();
        }
        x.log10()
    }
}

pub struct Log1p;
impl Vector1 for Log1p {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        let special = V::not(V::and(V::splat(-1.0).lt(x), x.lt(V::splat(1e300))));
        let one = V::splat(1.0);
        let (u, low) = two_sum(one, x);
        let e = reduce::<V, P>(u, Some(low));
        let r = if P::SHORT {
            e.short::<Natural, 4>(&c::LOG_SINGLE)
        } else {
            let (s, t) = e.normalised().pair::<Natural>();
            s + t
        };
        (r.copysign(x), special)
    }
    fn exact(x: f64) -> f64 {
        x.ln_1p()
    }
}
