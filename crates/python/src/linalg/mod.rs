//! Linear algebra: the factorizations of `numen_linalg` over stacks of matrices, as `_core._linalg_*`; the
//! functions that users see are Python (`numen.linalg`).

mod decompositions;
mod spectra;
mod stack;
mod systems;

use pyo3::prelude::*;

/// Puts the functions into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    macro_rules! add {
        ($($f:path),*) => { $( m.add_function(pyo3::wrap_pyfunction!($f, m)?)?; )* };
    }
    add!(systems::_linalg_solve, systems::_linalg_inv, systems::_linalg_det, systems::_linalg_slogdet);
    add!(systems::_linalg_lstsq, systems::_linalg_norm);
    add!(decompositions::_linalg_cholesky, decompositions::_linalg_qr, decompositions::_linalg_svd);
    add!(decompositions::_linalg_svdvals);
    add!(spectra::_linalg_eigh, spectra::_linalg_eigvalsh, spectra::_linalg_eig, spectra::_linalg_eigvals);
    Ok(())
}
