//! Print options: a dict in a context variable, read into engine options when it has changed.

use crate::boundary::call::attached;
use numen_text::{FloatMode, Legacy, Options, Sign};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString};
use std::cell::RefCell;

static STATE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

thread_local! {
    /// The dict last read, kept alive, and what it says. Dicts of options are never changed in place.
    static LAST: RefCell<Option<(Py<PyAny>, Read)>> = const { RefCell::new(None) };
}

/// The options as the engine takes them, and user formatters.
#[derive(Clone)]
pub struct Read {
    pub options: Options,
    pub has_formatter: bool,
    pub has_override: bool,
}

/// Makes the context variable, which `numen._printing` reads and sets.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = m.py();
    let d = PyDict::new(py);
    d.set_item("edgeitems", 3)?;
    d.set_item("threshold", 1000)?;
    d.set_item("floatmode", "maxprec")?;
    d.set_item("precision", 8)?;
    d.set_item("suppress", false)?;
    d.set_item("linewidth", 75)?;
    d.set_item("nanstr", "nan")?;
    d.set_item("infstr", "inf")?;
    d.set_item("sign", "-")?;
    d.set_item("formatter", py.None())?;
    d.set_item("legacy", false)?;
    d.set_item("override_repr", py.None())?;
    let kw = PyDict::new(py);
    kw.set_item("default", d)?;
    let var = PyModule::import(py, "contextvars")?
        .getattr("ContextVar")?
        .call(("numen.printoptions",), Some(&kw))?;
    m.add("_printoptions", &var)?;
    let _ = STATE.set(py, var.unbind());
    Ok(())
}

/// The dict of the present options.
pub fn current(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let var = STATE.get(py).ok_or_else(|| PyRuntimeError::new_err("the module is not initialised"))?;
    var.bind(py).call_method0("get")
}

/// The present options.
pub fn read(py: Python<'_>) -> PyResult<Read> {
    let dict = current(py)?;
    let known = LAST.with_borrow(|l| l.as_ref().filter(|(d, _)| d.is(&dict)).map(|(_, r)| r.clone()));
    if let Some(r) = known {
        return Ok(r);
    }
    let r = from_dict(&dict)?;
    let before = LAST.with_borrow_mut(|l| l.replace((dict.unbind(), r.clone())));
    attached(|_| drop(before));
    Ok(r)
}

/// Options out of a dict with all keys.
pub fn from_dict(dict: &Bound<'_, PyAny>) -> PyResult<Read> {
    let get = |k: &str| dict.get_item(k);
    let precision = get("precision")?;
    let legacy = get("legacy")?;
    let options = Options {
        precision: if precision.is_none() { None } else { Some(precision.extract()?) },
        threshold: saturated(&get("threshold")?)?,
        edgeitems: usize::try_from(saturated(&get("edgeitems")?)?).unwrap_or(0),
        linewidth: saturated(&get("linewidth")?)?,
        suppress: get("suppress")?.is_truthy()?,
        nanstr: get("nanstr")?.extract()?,
        infstr: get("infstr")?.extract()?,
        sign: Sign::parse(&get("sign")?.extract::<String>()?).unwrap_or(Sign::Minus),
        floatmode: FloatMode::parse(&get("floatmode")?.extract::<String>()?).unwrap_or(FloatMode::MaxPrec),
        legacy: match legacy.cast::<PyString>() {
            Ok(name) => Legacy::parse(&name.to_cow()?).unwrap_or(Legacy::Current),
            Err(_) => Legacy::Current,
        },
    };
    Ok(Read {
        options,
        has_formatter: !get("formatter")?.is_none(),
        has_override: !get("override_repr")?.is_none(),
    })
}

/// An int, or a float such as infinity, as a 64-bit integer.
fn saturated(x: &Bound<'_, PyAny>) -> PyResult<i64> {
    if let Ok(i) = x.extract::<i64>() {
        return Ok(i);
    }
    Ok(x.extract::<f64>()? as i64)
}
