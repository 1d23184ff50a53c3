//! `repr` and `str` of scalars.

use super::elements::void_text;
use super::options;
use crate::ndarray::object::array_of;
use crate::scalar::object::{num_of, value_of, Time, Void};
use numen_dtype::{Kind, Num, NAT};
use numen_text::{complex_str, float_str, integer, Legacy, Width};
use pyo3::ffi::PyObject;
use pyo3::prelude::*;

/// The legacy mode in force; scalars follow no other option.
fn legacy(py: Python<'_>) -> PyResult<Legacy> {
    Ok(options::read(py)?.options.legacy)
}

/// The bare text of a number, date or bytes.
pub unsafe fn str_(py: Python<'_>, o: *mut PyObject) -> PyResult<String> {
    let Some(num) = num_of(o) else { return Ok(String::new()) };
    let v = value_of(o);
    macro_rules! read {
        ($t:ty) => {
            v.cast::<$t>().read()
        };
    }
    let mut out = Vec::new();
    match num {
        Num::Bool => return Ok(if *v != 0 { "True" } else { "False" }.to_string()),
        Num::Byte => integer::write_i64(read!(i8).into(), &mut out),
        Num::Short => integer::write_i64(read!(i16).into(), &mut out),
        Num::Int => integer::write_i64(read!(i32).into(), &mut out),
        Num::Long | Num::LongLong => integer::write_i64(read!(i64), &mut out),
        Num::UByte => integer::write_u64((*v).into(), &mut out),
        Num::UShort => integer::write_u64(read!(u16).into(), &mut out),
        Num::UInt => integer::write_u64(read!(u32).into(), &mut out),
        Num::ULong | Num::ULongLong => integer::write_u64(read!(u64), &mut out),
        Num::Half => return Ok(float_str(read!(half::f16).to_f64(), Width::F16, legacy(py)?)),
        Num::Float => return Ok(float_str(read!(f32).into(), Width::F32, legacy(py)?)),
        Num::Double | Num::LongDouble => return Ok(float_str(read!(f64), Width::F64, legacy(py)?)),
        Num::CFloat => {
            let [re, im] = read!([f32; 2]);
            return Ok(complex_str(re.into(), im.into(), Width::F32, legacy(py)?));
        }
        Num::CDouble | Num::CLongDouble => {
            let [re, im] = read!([f64; 2]);
            return Ok(complex_str(re, im, Width::F64, legacy(py)?));
        }
        Num::Datetime | Num::Timedelta => return time_text(o, num),
        Num::Void => return void_str(py, o),
        _ => {}
    }
    Ok(String::from_utf8(out).unwrap_or_default())
}

unsafe fn time_text(o: *mut PyObject, num: Num) -> PyResult<String> {
    let t = o.cast::<Time>();
    let v = (*t).value;
    if v == NAT {
        return Ok("NaT".to_string());
    }
    let unit = (*t).dtype.time_unit();
    if num == Num::Datetime {
        return numen_dtype::format_datetime(v, unit).map_err(crate::dtype::from_python::dtype_error);
    }
    Ok(match unit.is_generic() {
        true => format!("{v} generic time units"),
        false if unit.count == 1 => format!("{v} {}", long_name(unit.unit.name())),
        false => format!("{} {}", v * i64::from(unit.count), long_name(unit.unit.name())),
    })
}

fn long_name(code: &str) -> &str {
    match code {
        "Y" => "years",
        "M" => "months",
        "W" => "weeks",
        "D" => "days",
        "h" => "hours",
        "m" => "minutes",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "ps" => "picoseconds",
        "fs" => "femtoseconds",
        "as" => "attoseconds",
        _ => "generic time units",
    }
}

unsafe fn void_str(py: Python<'_>, o: *mut PyObject) -> PyResult<String> {
    let item = (*o.cast::<Void>()).item;
    let a = array_of(item);
    if a.dtype().as_record().is_none() {
        let mut out = Vec::new();
        void_text(a.read(), a.itemsize(), &mut out);
        return Ok(String::from_utf8_lossy(&out).into_owned());
    }
    // The text of a 0-d structured array is that of its item.
    let r = options::read(py)?;
    let formatters = void_formatters(py, &r)?;
    let view = super::elements::View::new(py, a.view(), formatters.as_ref())?;
    numen_text::array2string(&view, &r.options, " ", 0, 0)
        .map_err(|_| view.take_error().unwrap_or_else(|| pyo3::exceptions::PyValueError::new_err("no text")))
}

/// The user's formatters; without one of their own, floats in records print as `str` prints them.
fn void_formatters<'py>(py: Python<'py>, r: &options::Read) -> PyResult<Option<Bound<'py, PyAny>>> {
    let given = if r.has_formatter { Some(options::current(py)?.get_item("formatter")?) } else { None };
    if r.options.legacy <= Legacy::V1_25 {
        return Ok(given);
    }
    let all = pyo3::types::PyDict::new(py);
    all.set_item("float_kind", py.get_type::<pyo3::types::PyString>())?;
    if let Some(given) = given {
        all.update(given.cast::<pyo3::types::PyMapping>()?)?;
    }
    Ok(Some(all.into_any()))
}

/// `np.float64(1.5)`: the text with its class around it, but for bools' shorter form.
pub unsafe fn repr(py: Python<'_>, o: *mut PyObject) -> PyResult<String> {
    let Some(num) = num_of(o) else { return Ok(String::new()) };
    let body = str_(py, o)?;
    let old = legacy(py)? <= Legacy::V1_25;
    let d = num.descriptor();
    if num == Num::Bool {
        return Ok(if old { body } else { format!("np.{body}_") });
    }
    if matches!(d.kind, Kind::Datetime | Kind::Timedelta) {
        return time_repr(o, num, old);
    }
    if num == Num::Void {
        let a = array_of((*o.cast::<Void>()).item);
        if old {
            return Ok(if a.dtype().as_record().is_some() { body } else { format!("void({body})") });
        }
        return Ok(match a.dtype().as_record() {
            Some(_) => format!("np.void({body}, dtype={})", a.dtype().construction(false, true)),
            None => format!("np.void({body})"),
        });
    }
    if old {
        return Ok(body);
    }
    if matches!(d.kind, Kind::Int | Kind::UInt) && pyo3::ffi::Py_TYPE(o) != crate::scalar::object::class(num)
    {
        // Subclasses of integers go by their own name, without a module.
        let name = std::ffi::CStr::from_ptr((*pyo3::ffi::Py_TYPE(o)).tp_name).to_string_lossy();
        return Ok(format!("{}({body})", name.rsplit('.').next().unwrap_or("")));
    }
    let inner = body.strip_prefix('(').and_then(|b| b.strip_suffix(')')).unwrap_or(&body);
    let inner = if matches!(num, Num::LongDouble | Num::CLongDouble) {
        format!("'{inner}'")
    } else {
        inner.to_string()
    };
    Ok(format!("np.{}({inner})", d.scalar))
}

unsafe fn time_repr(o: *mut PyObject, num: Num, old: bool) -> PyResult<String> {
    let t = o.cast::<Time>();
    let (v, unit) = ((*t).value, (*t).dtype.time_unit());
    let np = if old { "numpy." } else { "np." };
    if num == Num::Datetime {
        let generic = unit.is_generic() || v == NAT;
        let text = if v == NAT { "NaT".to_string() } else { time_text(o, num)? };
        if generic && unit.is_generic() {
            let unit = if v == NAT { ",'generic'" } else { "" };
            return Ok(format!("{np}datetime64('{text}'{unit})"));
        }
        // The unit is told where the text does not; NumPy tells that of hours always.
        if unit.count == 1 && v != NAT && unit.unit != numen_dtype::Unit::Hour {
            return Ok(format!("{np}datetime64('{text}')"));
        }
        return Ok(format!("{np}datetime64('{text}','{}')", unit.code()));
    }
    let text = if v == NAT { "'NaT'".to_string() } else { v.to_string() };
    if unit.is_generic() {
        return Ok(format!("{np}timedelta64({text})"));
    }
    Ok(format!("{np}timedelta64({text},'{}')", unit.code()))
}
