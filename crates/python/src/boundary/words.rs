//! What methods of arrays and scalars say of arguments that do not fit. NumPy reads them in four ways, each with words
//! of its own; they are interface.

use super::args::{text_of, Call};
use super::errors::settled;
use crate::ndarray::object::is_array;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// How a method reads its arguments.
enum Reader {
    /// As a function in Python of this name does.
    Script(&'static str),
    /// As C functions with names do.
    Named,
    /// As C functions without names do.
    Nameless,
    /// As NumPy's own fast reader does.
    Fast,
}
use Reader::*;

struct Method {
    name: &'static str,
    reader: Reader,
    /// The first so many must be given, the next so many may be by position.
    required: usize,
    positional: usize,
    names: &'static [&'static str],
}

const fn row(
    name: &'static str,
    reader: Reader,
    required: usize,
    positional: usize,
    names: &'static [&'static str],
) -> Method {
    Method { name, reader, required, positional, names }
}

const METHODS: &[Method] = &[
    row("all", Script("_all"), 0, 4, &["axis", "dtype", "out", "keepdims", "where"]),
    row("any", Script("_any"), 0, 4, &["axis", "dtype", "out", "keepdims", "where"]),
    row("argpartition", Fast, 1, 4, &["kth", "axis", "kind", "order"]),
    row("argsort", Fast, 0, 3, &["axis", "kind", "order", "stable"]),
    row("byteswap", Named, 0, 1, &["inplace"]),
    row("choose", Nameless, 1, usize::MAX, &["out", "mode"]),
    row("clip", Script("_clip"), 0, 3, &[]),
    row("compress", Named, 1, 3, &["condition", "axis", "out"]),
    row("conj", Nameless, 0, 1, &[]),
    row("conjugate", Nameless, 0, 1, &[]),
    row("cumprod", Named, 0, 3, &["axis", "dtype", "out"]),
    row("cumsum", Named, 0, 3, &["axis", "dtype", "out"]),
    row("diagonal", Named, 0, 3, &["offset", "axis1", "axis2"]),
    row("dump", Script("_dump"), 1, 2, &["file", "protocol"]),
    row("dumps", Script("_dumps"), 0, 1, &["protocol"]),
    row("flatten", Fast, 0, 1, &["order"]),
    row("getfield", Named, 1, 2, &["dtype", "offset"]),
    row("max", Script("_amax"), 0, 5, &["axis", "out", "keepdims", "initial", "where"]),
    row("mean", Script("_mean"), 0, 4, &["axis", "dtype", "out", "keepdims", "where"]),
    row("min", Script("_amin"), 0, 5, &["axis", "out", "keepdims", "initial", "where"]),
    row("nonzero", Nameless, 0, 0, &[]),
    row("partition", Fast, 1, 4, &["kth", "axis", "kind", "order"]),
    row("prod", Script("_prod"), 0, 6, &["axis", "dtype", "out", "keepdims", "initial", "where"]),
    row("put", Named, 2, 3, &["indices", "values", "mode"]),
    row("repeat", Named, 1, 2, &["repeats", "axis"]),
    row("round", Named, 0, 2, &["decimals", "out"]),
    row("searchsorted", Fast, 1, 3, &["v", "side", "sorter"]),
    row("setfield", Named, 2, 3, &["value", "dtype", "offset"]),
    row("setflags", Named, 0, 3, &["write", "align", "uic"]),
    row("sort", Fast, 0, 3, &["axis", "kind", "order", "stable"]),
    row("squeeze", Fast, 0, 1, &["axis"]),
    row(
        "std",
        Script("_std"),
        0,
        5,
        &["axis", "dtype", "out", "ddof", "keepdims", "where", "mean", "correction"],
    ),
    row("sum", Script("_sum"), 0, 6, &["axis", "dtype", "out", "keepdims", "initial", "where"]),
    row("swapaxes", Nameless, 2, 2, &[]),
    row("take", Fast, 1, 4, &["indices", "axis", "out", "mode"]),
    row("tobytes", Named, 0, 1, &["order"]),
    row("tofile", Named, 1, 3, &["file", "sep", "format"]),
    row("trace", Fast, 0, 5, &["offset", "axis1", "axis2", "dtype", "out"]),
    row("transpose", Nameless, 0, usize::MAX, &[]),
    row(
        "var",
        Script("_var"),
        0,
        5,
        &["axis", "dtype", "out", "ddof", "keepdims", "where", "mean", "correction"],
    ),
];

/// The error of a method, in the words of NumPy's where the arguments do not fit. The method is the function's own name
/// in the source, which may end in `_method`.
#[cold]
pub unsafe fn refused(py: Python<'_>, function: &str, o: *mut PyObject, call: Call, error: PyErr) -> PyErr {
    let error = settled(py, error);
    if !error.is_instance_of::<PyTypeError>(py) {
        return error;
    }
    let last = function.rsplit("::").next().unwrap_or(function).trim();
    let name = last.strip_suffix("_method").unwrap_or(last);
    let Some(m) = METHODS.iter().find(|m| m.name == name) else { return error };
    match m.misfit(py, o, call) {
        Some(text) => PyTypeError::new_err(text),
        None => error,
    }
}

/// A keyword that a function does not have whose arguments NumPy leaves to the interpreter to sort: the words are those
/// of its version.
#[cold]
pub fn unknown_keyword(py: Python<'_>, function: &str, key: &str) -> String {
    if py.version_info() >= (3, 13) {
        format!("{function} got an unexpected keyword argument '{key}'")
    } else {
        format!("'{key}' is an invalid keyword argument for {function}")
    }
}

fn plural(n: usize) -> &'static str {
    if n == 1 {
        ""
    } else {
        "s"
    }
}

impl Method {
    unsafe fn misfit(&self, py: Python<'_>, o: *mut PyObject, call: Call) -> Option<String> {
        let n = call.n as usize;
        let keys: Vec<String> =
            (0..call.names()).map(|i| text_of(ffi::PyTuple_GET_ITEM(call.kw, i))).collect();
        let unknown = keys.iter().find(|k| !self.names.contains(&k.as_str()));
        let missing: Vec<usize> = (n..self.required)
            .filter(|&i| self.names.get(i).is_none_or(|name| !keys.iter().any(|k| k == name)))
            .collect();
        match self.reader {
            Script(name) => self.python(name, n, unknown.filter(|_| !self.names.is_empty()), &missing),
            Named => self.named(py, n, keys.len(), unknown, &missing),
            Nameless => self.nameless(o, n, &keys),
            Fast => self.fast(n, unknown, &missing),
        }
    }

    fn python(&self, name: &str, n: usize, unknown: Option<&String>, missing: &[usize]) -> Option<String> {
        if let Some(k) = unknown {
            return Some(format!("{name}() got an unexpected keyword argument '{k}'"));
        }
        if n > self.positional {
            let (least, most) = (self.required + 1, self.positional + 1);
            return Some(format!(
                "{name}() takes from {least} to {most} positional arguments but {} were given",
                n + 1
            ));
        }
        let first = missing.first()?;
        Some(format!("{name}() missing 1 required positional argument: '{}'", self.names[*first]))
    }

    fn named(
        &self,
        py: Python<'_>,
        n: usize,
        keys: usize,
        unknown: Option<&String>,
        missing: &[usize],
    ) -> Option<String> {
        let (name, most) = (self.name, self.names.len());
        if n + keys > most {
            let keyword = if n == 0 { "keyword " } else { "" };
            return Some(format!(
                "{name}() takes at most {most} {keyword}argument{} ({} given)",
                plural(most),
                n + keys
            ));
        }
        if let Some(i) = missing.first() {
            return Some(format!("{name}() missing required argument '{}' (pos {})", self.names[*i], i + 1));
        }
        unknown.map(|k| unknown_keyword(py, &format!("{name}()"), k))
    }

    unsafe fn nameless(&self, o: *mut PyObject, n: usize, keys: &[String]) -> Option<String> {
        let name = self.name;
        if !keys.is_empty() && self.names.is_empty() {
            let class = if is_array(o) { "ndarray" } else { "generic" };
            return Some(format!("{class}.{name}() takes no keyword arguments"));
        }
        let how = match n {
            _ if (self.required..=self.positional).contains(&n) => return None,
            _ if self.required == self.positional || self.positional == usize::MAX => "exactly",
            _ => "at most",
        };
        let wanted = if how == "exactly" { self.required } else { self.positional };
        // Without arguments NumPy's reader is not told the name; `conj` is read as `conjugate`.
        let name = match (wanted, name) {
            (0, _) => "function".to_string(),
            (_, "conj") => "conjugate()".to_string(),
            _ => format!("{name}()"),
        };
        Some(format!("{name} takes {how} {wanted} argument{} ({n} given)", plural(wanted)))
    }

    fn fast(&self, n: usize, unknown: Option<&String>, missing: &[usize]) -> Option<String> {
        let (name, least, most) = (self.name, self.required, self.positional);
        if n > most {
            let were = if n == 1 { "was" } else { "were" };
            return Some(format!(
                "{name}() takes from {least} to {most} positional arguments but {n} {were} given"
            ));
        }
        if let Some(k) = unknown {
            return Some(format!("{name}() got an unexpected keyword argument '{k}'"));
        }
        let first = missing.first()?;
        Some(format!("{name}() missing required argument '{}' (pos {first})", self.names[*first]))
    }
}
