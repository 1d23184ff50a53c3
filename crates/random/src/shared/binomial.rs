//! Binomial variates: inversion where the mean is small, BTPE where it is not.

use crate::bitgen::BitGenerator;
use crate::special::to_i64;

/// Up to this mean (of the less likely outcome) inversion is used.
const INVERSION_MEAN: f64 = 30.0;

/// The setup of the last (n, p), which a later call with the same ones takes over.
///
/// Each `RandomState` and each `Generator` has one, and it is part of their streams: the families work out
/// `(1 - p)^n` differently, and `RandomState.multinomial` uses the `Generator`'s way.
#[derive(Clone, Debug, Default)]
pub struct BinomialState {
    key: Option<(i64, f64)>,
    setup: Setup,
}

#[derive(Clone, Debug, Default)]
enum Setup {
    #[default]
    None,
    Inversion(Inversion),
    Btpe(Btpe),
}

/// How the logarithm of `1 - p` is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogQ {
    /// `log(1 - p)`, as `RandomState` does.
    Plain,
    /// `log1p(-p)`, as `Generator` does.
    Accurate,
}

/// A binomial variate with `p` in [0, 1].
pub(crate) fn binomial_by<B: BitGenerator + ?Sized>(
    g: &mut B,
    state: &mut BinomialState,
    n: i64,
    p: f64,
    log_q: LogQ,
) -> i64 {
    if p <= 0.5 {
        state.draw(g, n, p, log_q)
    } else {
        n.wrapping_sub(state.draw(g, n, 1.0 - p, log_q))
    }
}

impl BinomialState {
    fn draw<B: BitGenerator + ?Sized>(&mut self, g: &mut B, n: i64, p: f64, log_q: LogQ) -> i64 {
        if self.key != Some((n, p)) {
            self.setup = if p * n as f64 <= INVERSION_MEAN {
                Setup::Inversion(Inversion::new(n, p, log_q))
            } else {
                Setup::Btpe(Btpe::new(n, p))
            };
            self.key = Some((n, p));
        }
        match &self.setup {
            Setup::Inversion(inversion) => inversion.draw(g, n, p),
            Setup::Btpe(btpe) => btpe.draw(g, n),
            Setup::None => 0,
        }
    }
}

/// Search from zero up through the probabilities.
#[derive(Clone, Debug)]
struct Inversion {
    q: f64,
    q_to_n: f64,
    /// Ten standard deviations above the mean; the search starts anew beyond.
    bound: i64,
}

impl Inversion {
    fn new(n: i64, p: f64, log_q: LogQ) -> Self {
        let q = 1.0 - p;
        let log_q = if log_q == LogQ::Plain { q.ln() } else { (-p).ln_1p() };
        let trials = n as f64;
        let mean = trials * p;
        let bound = mean + 10.0 * (mean * q + 1.0).sqrt();
        Inversion {
            q,
            q_to_n: (trials * log_q).exp(),
            bound: to_i64(if trials < bound { trials } else { bound }),
        }
    }

    fn draw<B: BitGenerator + ?Sized>(&self, g: &mut B, n: i64, p: f64) -> i64 {
        let mut count = 0;
        let mut term = self.q_to_n;
        let mut u = g.next_f64();
        while u > term {
            count += 1;
            if count > self.bound {
                count = 0;
                term = self.q_to_n;
                u = g.next_f64();
            } else {
                u -= term;
                term = ((n - count + 1) as f64 * p * term) / (count as f64 * self.q);
            }
        }
        count
    }
}

/// Rejection from a triangle, two parallelograms and two exponential tails (Kachitvichyanukul & Schmeiser,
/// "Binomial Random Variate Generation", CACM 31, 1988; names as there).
#[derive(Clone, Debug)]
struct Btpe {
    r: f64,
    q: f64,
    m: i64,
    xm: f64,
    xl: f64,
    xr: f64,
    c: f64,
    laml: f64,
    lamr: f64,
    /// Areas of the four regions, added up.
    p1: f64,
    p2: f64,
    p3: f64,
    p4: f64,
}

impl Btpe {
    fn new(n: i64, p: f64) -> Self {
        let trials = n as f64;
        let r = if p < 1.0 - p { p } else { 1.0 - p };
        let q = 1.0 - r;
        let fm = trials * r + r;
        let m = to_i64(fm.floor());
        let p1 = (2.195 * (trials * r * q).sqrt() - 4.6 * q).floor() + 0.5;
        let xm = m as f64 + 0.5;
        let (xl, xr) = (xm - p1, xm + p1);
        let c = 0.134 + 20.5 / (15.3 + m as f64);
        let rate = |a: f64| a * (1.0 + a / 2.0);
        let laml = rate((fm - xl) / (fm - xl * r));
        let lamr = rate((xr - fm) / (xr * q));
        let p2 = p1 * (1.0 + 2.0 * c);
        let p3 = p2 + c / laml;
        let p4 = p3 + c / lamr;
        Btpe { r, q, m, xm, xl, xr, c, laml, lamr, p1, p2, p3, p4 }
    }

    fn draw<B: BitGenerator + ?Sized>(&self, g: &mut B, n: i64) -> i64 {
        loop {
            let u = g.next_f64() * self.p4;
            let v = g.next_f64();
            let (y, v) = if u > self.p3 {
                let y = to_i64((self.xr - v.ln() / self.lamr).floor());
                if y > n || v == 0.0 {
                    continue;
                }
                (y, v * (u - self.p3) * self.lamr)
            } else if u > self.p2 {
                let y = to_i64((self.xl + v.ln() / self.laml).floor());
                if y < 0 || v == 0.0 {
                    continue;
                }
                (y, v * (u - self.p2) * self.laml)
            } else if u > self.p1 {
                let x = self.xl + (u - self.p1) / self.c;
                let v = v * self.c + 1.0 - (self.m as f64 - x + 0.5).abs() / self.p1;
                if v > 1.0 {
                    continue;
                }
                (to_i64(x.floor()), v)
            } else {
                // Inside the triangle every point is accepted.
                return to_i64((self.xm - self.p1 * v + u).floor());
            };
            if self.accepts(n, y, v) {
                return y;
            }
        }
    }

    /// Whether `v` is below the probability of `y` relative to that of the mode.
    fn accepts(&self, n: i64, y: i64, v: f64) -> bool {
        let npq = n as f64 * self.r * self.q;
        let distance = y.wrapping_sub(self.m).wrapping_abs();
        let k = distance as f64;
        if distance > 20 && k < npq / 2.0 - 1.0 {
            let squeeze = (k / npq) * ((k * (k / 3.0 + 0.625) + 0.16666666666666666) / npq + 0.5);
            let t = distance.wrapping_neg().wrapping_mul(distance) as f64 / (2.0 * npq);
            let log_v = v.ln();
            log_v < t - squeeze || (log_v <= t + squeeze && log_v <= self.log_ratio(n, y))
        } else {
            v <= self.ratio(n, y)
        }
    }

    /// The relative probability by the recurrence from the mode.
    fn ratio(&self, n: i64, y: i64) -> f64 {
        let s = self.r / self.q;
        let a = s * n.wrapping_add(1) as f64;
        let mut ratio = 1.0;
        for i in self.m + 1..=y {
            ratio *= a / i as f64 - s;
        }
        for i in y + 1..=self.m {
            ratio /= a / i as f64 - s;
        }
        ratio
    }

    /// The logarithm of the relative probability by Stirling's series.
    fn log_ratio(&self, n: i64, y: i64) -> f64 {
        let (trials, mode, x) = (n as f64, self.m as f64, y as f64);
        let x1 = x + 1.0;
        let f1 = mode + 1.0;
        let z = trials + 1.0 - mode;
        let w = trials - x + 1.0;
        // As NumPy 2.4 has it: the paper has 13860, and the signs of the last two terms turned.
        let tail = |x: f64| {
            let xx = x * x;
            (13680. - (462. - (132. - (99. - 140. / xx) / xx) / xx) / xx) / x / 166320.
        };
        self.xm * (f1 / x1).ln()
            + ((n - self.m) as f64 + 0.5) * (z / w).ln()
            + (y - self.m) as f64 * (w * self.r / (x1 * self.q)).ln()
            + tail(f1)
            + tail(z)
            + tail(x1)
            + tail(w)
    }
}
