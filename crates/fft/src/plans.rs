//! Plans by length and kind. Making one costs more than running it, so those in use are kept; what is kept is
//! bounded, and the plan used longest ago goes first.

use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};
use rustfft::{Fft, FftDirection, FftNum, FftPlanner};
use std::sync::{Arc, Mutex};

/// Most plans kept for each precision.
const MOST: usize = 64;
/// Most points of all plans kept for each precision together.
const MOST_POINTS: usize = 1 << 21;

/// A precision: its store of plans.
pub trait Real: FftNum + Default {
    fn store() -> &'static Store<Self>;
}

macro_rules! precision {
    ($($t:ty),*) => { $(
        impl Real for $t {
            fn store() -> &'static Store<$t> {
                static STORE: Store<$t> = Store(Mutex::new(Vec::new()));
                &STORE
            }
        }
    )* };
}
precision!(f32, f64);

/// A plan of one kind.
#[derive(Clone)]
pub enum Plan<T: Real> {
    Complex(Arc<dyn Fft<T>>),
    RealToComplex(Arc<dyn RealToComplex<T>>),
    ComplexToReal(Arc<dyn ComplexToReal<T>>),
}

/// What a plan is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Forward,
    Inverse,
    RealToComplex,
    ComplexToReal,
}

type Kept<T> = (Kind, usize, Plan<T>);

/// The plans kept, the one used last at the end.
pub struct Store<T: Real>(Mutex<Vec<Kept<T>>>);

/// The plan of a kind for `n` points, made if it is not there.
pub fn plan<T: Real>(kind: Kind, n: usize) -> Plan<T> {
    if let Some(p) = T::store().find(kind, n) {
        return p;
    }
    let p = match kind {
        Kind::Forward => Plan::Complex(FftPlanner::new().plan_fft(n, FftDirection::Forward)),
        Kind::Inverse => Plan::Complex(FftPlanner::new().plan_fft(n, FftDirection::Inverse)),
        Kind::RealToComplex => Plan::RealToComplex(RealFftPlanner::new().plan_fft_forward(n)),
        Kind::ComplexToReal => Plan::ComplexToReal(RealFftPlanner::new().plan_fft_inverse(n)),
    };
    T::store().keep(kind, n, &p);
    p
}

impl<T: Real> Store<T> {
    fn find(&self, kind: Kind, n: usize) -> Option<Plan<T>> {
        let mut kept = self.0.lock().unwrap_or_else(|e| e.into_inner());
        let i = kept.iter().rposition(|(k, m, _)| *k == kind && *m == n)?;
        // The plan moves to the end.
        kept[i..].rotate_left(1);
        kept.last().map(|(_, _, p)| p.clone())
    }

    fn keep(&self, kind: Kind, n: usize, p: &Plan<T>) {
        let mut kept = self.0.lock().unwrap_or_else(|e| e.into_inner());
        kept.push((kind, n, p.clone()));
        while kept.len() > 1
            && (kept.len() > MOST || kept.iter().map(|(_, m, _)| m).sum::<usize>() > MOST_POINTS)
        {
            kept.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_store_is_bounded_and_drops_the_oldest() {
        for n in 1..=MOST + 5 {
            plan::<f32>(Kind::Forward, n);
        }
        let kept = f32::store().0.lock().unwrap().iter().map(|k| k.1).collect::<Vec<_>>();
        assert_eq!(kept.len(), MOST);
        assert!(!kept.contains(&1) && kept.contains(&(MOST + 5)));
    }
}
