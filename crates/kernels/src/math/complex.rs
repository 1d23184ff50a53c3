//! Complex functions. Those of C99 come from the C library (Annex G); the others are made of them.

use super::libm;
use crate::cpu::{baseline, Level, Loop};
use crate::{clear_hardware_flags, hardware_flags, Ctx, Element, Fp, Kernel, Raw, Status, Ty};
use num_complex::{Complex, Complex32, Complex64};
use std::marker::PhantomData;

/// A complex function at one element.
trait At<T> {
    fn at(z: T) -> T;
}

struct Map<T, F>(PhantomData<(T, F)>);

impl<T: Element, F: At<T>> Loop for Map<T, F> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (a, o) = (*p, *p.add(1));
        let (sa, so) = (*s, *s.add(1));
        clear_hardware_flags();
        for i in 0..n as isize {
            *(o.offset(i * so) as *mut T) = F::at(*(a.offset(i * sa) as *const T));
        }
        hardware_flags()
    }
}

macro_rules! from_c { ($($ty:ident = $f64:ident, $f32:ident;)*) => { $(
    struct $ty;
    impl At<Complex64> for $ty {
        #[inline(always)]
        fn at(z: Complex64) -> Complex64 {
            // SAFETY: a function of the C library without preconditions.
            unsafe { libm::$f64(z) }
        }
    }
    impl At<Complex32> for $ty {
        #[inline(always)]
        fn at(z: Complex32) -> Complex32 {
            // SAFETY: as above.
            unsafe { libm::$f32(z) }
        }
    }
)* } }
from_c! {
    Exp = cexp, cexpf;
    Log = clog, clogf;
    Sqrt = csqrt, csqrtf;
    Sin = csin, csinf;
    Cos = ccos, ccosf;
    Tan = ctan, ctanf;
    Arcsin = casin, casinf;
    Arccos = cacos, cacosf;
    Arctan = catan, catanf;
    Sinh = csinh, csinhf;
    Cosh = ccosh, ccoshf;
    Tanh = ctanh, ctanhf;
    Arcsinh = casinh, casinhf;
    Arccosh = cacosh, cacoshf;
    Arctanh = catanh, catanhf;
}

macro_rules! composed {
    ($t:ident) => {
        impl At<Complex<$t>> for Exp2 {
            #[inline(always)]
            fn at(z: Complex<$t>) -> Complex<$t> {
                Exp::at(z.scale(std::$t::consts::LN_2))
            }
        }
        impl At<Complex<$t>> for Log2 {
            #[inline(always)]
            fn at(z: Complex<$t>) -> Complex<$t> {
                Log::at(z).scale(std::$t::consts::LOG2_E)
            }
        }
        impl At<Complex<$t>> for Log10 {
            #[inline(always)]
            fn at(z: Complex<$t>) -> Complex<$t> {
                Log::at(z).scale(std::$t::consts::LOG10_E)
            }
        }
        /// e^(x+iy) - 1 = expm1(x) cos y - 2 sin²(y/2) + i e^x sin y.
        impl At<Complex<$t>> for Expm1 {
            #[inline(always)]
            fn at(z: Complex<$t>) -> Complex<$t> {
                let s = (z.im / 2.0).sin();
                Complex::new(z.re.exp_m1() * z.im.cos() - 2.0 * s * s, z.re.exp() * z.im.sin())
            }
        }
        /// log|1+z| + i arg(1+z).
        impl At<Complex<$t>> for Log1p {
            #[inline(always)]
            fn at(z: Complex<$t>) -> Complex<$t> {
                let x = z.re + 1.0;
                Complex::new(x.hypot(z.im).ln(), z.im.atan2(x))
            }
        }
    };
}
struct Exp2;
struct Log2;
struct Log10;
struct Expm1;
struct Log1p;
composed!(f64);
composed!(f32);

fn pair<F: At<Complex32> + At<Complex64>>(t: Ty) -> Option<Raw> {
    match t {
        Ty::C64 => Some(baseline::<Map<Complex32, F>>()),
        Ty::C128 => Some(baseline::<Map<Complex64, F>>()),
        _ => None,
    }
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    let [t, out] = *types else { return None };
    if t != out {
        return None;
    }
    let run = match name {
        "exp" => pair::<Exp>(t),
        "exp2" => pair::<Exp2>(t),
        "expm1" => pair::<Expm1>(t),
        "log" => pair::<Log>(t),
        "log2" => pair::<Log2>(t),
        "log10" => pair::<Log10>(t),
        "log1p" => pair::<Log1p>(t),
        "sqrt" => pair::<Sqrt>(t),
        "sin" => pair::<Sin>(t),
        "cos" => pair::<Cos>(t),
        "tan" => pair::<Tan>(t),
        "arcsin" => pair::<Arcsin>(t),
        "arccos" => pair::<Arccos>(t),
        "arctan" => pair::<Arctan>(t),
        "sinh" => pair::<Sinh>(t),
        "cosh" => pair::<Cosh>(t),
        "tanh" => pair::<Tanh>(t),
        "arcsinh" => pair::<Arcsinh>(t),
        "arccosh" => pair::<Arccosh>(t),
        "arctanh" => pair::<Arctanh>(t),
        _ => None,
    };
    run.map(|f| Kernel::new(f, Fp::Returned, 50.0))
}
