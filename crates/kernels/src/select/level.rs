//! One body, compiled for every CPU level: for kernels that do not have the signature of a loop.

/// Defines `name`, which calls `body::<L, …>` compiled with the features of the level `L` in use.
///
/// `body` must be `#[inline(always)]`; its first type parameter is the level.
macro_rules! per_level {
    ($(#[$m:meta])* $vis:vis unsafe fn $name:ident[$($g:ident : $b:path),*]
        ($($a:ident : $t:ty),* $(,)?) $(-> $r:ty)? = $body:ident) => {
        $(#[$m])*
        #[inline]
        $vis unsafe fn $name<$($g: $b),*>($($a: $t),*) $(-> $r)? {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(
                    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx2,fma,bmi1,bmi2,lzcnt,popcnt,f16c"
                )]
                unsafe fn v4<$($g: $b),*>($($a: $t),*) $(-> $r)? {
                    $body::<$crate::cpu::V4, $($g),*>($($a),*)
                }
                #[target_feature(enable = "avx2,fma,bmi1,bmi2,lzcnt,popcnt,f16c")]
                unsafe fn v3<$($g: $b),*>($($a: $t),*) $(-> $r)? {
                    $body::<$crate::cpu::V3, $($g),*>($($a),*)
                }
                match $crate::cpu::level() {
                    $crate::cpu::CpuLevel::Avx512 => return v4::<$($g),*>($($a),*),
                    $crate::cpu::CpuLevel::Avx2 => return v3::<$($g),*>($($a),*),
                    $crate::cpu::CpuLevel::Baseline => {}
                }
            }
            $body::<$crate::cpu::V2, $($g),*>($($a),*)
        }
    };
}
pub(crate) use per_level;
