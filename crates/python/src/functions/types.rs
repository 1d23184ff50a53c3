//! Questions about types: `can_cast`, `result_type`, `promote_types`, `min_scalar_type`; memory that arrays
//! share; axis numbers.

use super::dispatch::dispatch;
use super::quick::quick;
use crate::boundary::args::{index, is_none, text_of, Call};
use crate::boundary::call::{bool_, checked};
use crate::boundary::errors::{self, ToPy};
use crate::boundary::types::method;
use crate::convert;
use crate::dtype::from_python::dtype_error;
use crate::ndarray::object::{array_of, is_array};
use crate::scalar;
use numen_dtype::{can_cast, try_promote, try_result_type, Casting, DType, Kind, Num, Operand, Weak};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

crate::signature!(CAN_CAST: "can_cast", 2, 3, 0; "from_", "to", "casting");

unsafe fn can_cast_(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [from, to, casting] = CAN_CAST.parse(call)?;
    if let Some(r) = dispatch(py, "can_cast", &[from], call)? {
        return Ok(r);
    }
    let rule = if casting.is_null() { Casting::Safe } else { plain_rule(casting)? };
    let to = crate::dtype::from_object(py, to)?;
    let from = if is_array(from) {
        array_of(from).dtype().clone()
    } else if scalar::object::is_scalar(from) {
        scalar::object::dtype_of_scalar(from).ok_or_else(|| PyTypeError::new_err("not a scalar"))?
    } else if ffi::PyLong_CheckExact(from) != 0
        || ffi::PyFloat_CheckExact(from) != 0
        || ffi::PyComplex_CheckExact(from) != 0
    {
        return Err(PyTypeError::new_err(
            "can_cast() does not support Python ints, floats, and complex because the result used to depend on \
             the value.\nThis change was part of adopting NEP 50, we may explicitly allow them again in the \
             future.",
        ));
    } else {
        crate::dtype::from_object(py, from)?
    };
    Ok(bool_(can_cast(&from, &to, rule)))
}

/// A casting rule that types alone decide.
unsafe fn plain_rule(rule: *mut PyObject) -> PyResult<Casting> {
    crate::ufunc::call::casting(rule).map_err(|e| {
        if ffi::PyUnicode_Check(rule) == 0 {
            return e;
        }
        PyValueError::new_err(format!(
            "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got '{}')",
            text_of(rule)
        ))
    })
}

/// The scalar class that a class of ours or a dtype stands for.
unsafe fn scalar_class(o: *mut PyObject) -> Option<*mut ffi::PyTypeObject> {
    if crate::dtype::object::is_dtype(o) {
        let d = crate::dtype::object::dtype_of(o);
        return d.is_plain().then(|| scalar::object::class(d.num()));
    }
    // Truth values derive from `generic` itself.
    let generic = (*scalar::object::class(Num::Bool)).tp_base;
    (ffi::PyType_Check(o) != 0 && ffi::PyType_IsSubtype(o.cast(), generic) != 0).then(|| o.cast())
}

crate::signature!(ISSUBDTYPE: "issubdtype", 2, 2, 0; "arg1", "arg2");

unsafe fn issubdtype(_: Python<'_>, [a, b]: [*mut PyObject; 2]) -> PyResult<Option<*mut PyObject>> {
    let (Some(a), Some(b)) = (scalar_class(a), scalar_class(b)) else { return Ok(None) };
    Ok(Some(bool_(ffi::PyType_IsSubtype(a, b) != 0)))
}
quick!(quick_issubdtype, issubdtype, ISSUBDTYPE);

crate::signature!(PROMOTE: "promote_types", 2, 2, 2; "type1", "type2");

unsafe fn promote_types(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [p, q] = PROMOTE.parse(call)?;
    let (a, b) = (crate::dtype::from_object(py, p)?, crate::dtype::from_object(py, q)?);
    let same = p == q && crate::dtype::object::is_dtype(p) && a.is_native();
    if same && a.as_record().is_none() {
        return Ok(crate::boundary::call::new_ref(p));
    }
    let r = try_promote(&a, &b).map_err(dtype_error)?;
    if same && r == a {
        return Ok(crate::boundary::call::new_ref(p));
    }
    // Strings keep the object that is as long as the result, with its metadata.
    if r.is_flexible() && r.ext().is_none() {
        for (d, o) in [(&a, p), (&b, q)] {
            if d.native() == r {
                let same = d.is_native() && crate::dtype::object::is_dtype(o);
                return if same {
                    Ok(crate::boundary::call::new_ref(o))
                } else {
                    crate::dtype::new_object(py, &d.native())
                };
            }
        }
    }
    crate::dtype::new_object(py, &r)
}

unsafe fn result_type(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    if !call.kw.is_null() {
        return Err(PyTypeError::new_err("result_type() takes no keyword arguments"));
    }
    let given: Vec<*mut PyObject> = (0..call.n).map(|i| call.value(i)).collect();
    if let Some(r) = dispatch(py, "result_type", &given, call)? {
        return Ok(r);
    }
    let mut operands = Vec::with_capacity(given.len());
    for p in given {
        operands.push(operand(py, p)?);
    }
    crate::dtype::new_object(py, &try_result_type(&operands).map_err(dtype_error)?)
}

unsafe fn operand(py: Python<'_>, p: *mut PyObject) -> PyResult<Operand> {
    if is_array(p) {
        return Ok(Operand::Type(array_of(p).dtype().clone()));
    }
    if let Some(d) = scalar::object::dtype_of_scalar(p) {
        return Ok(Operand::Type(d));
    }
    let ty = ffi::Py_TYPE(p);
    Ok(if ty == &raw mut ffi::PyLong_Type {
        Operand::Weak(Weak::Int)
    } else if ty == &raw mut ffi::PyFloat_Type {
        Operand::Weak(Weak::Float)
    } else if ty == &raw mut ffi::PyComplex_Type {
        Operand::Weak(Weak::Complex)
    } else if ffi::PyBool_Check(p) != 0 {
        Operand::Type(DType::of(Num::Bool))
    } else if convert::protocols::offers_array(p) && !crate::dtype::object::is_dtype(p) {
        Operand::Type(convert::array(py, p)?.dtype().clone())
    } else {
        Operand::Type(crate::dtype::from_object(py, p)?)
    })
}

crate::signature!(MIN_SCALAR: "min_scalar_type", 1, 1, 1; "a");

unsafe fn min_scalar_type(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a] = MIN_SCALAR.parse(call)?;
    if let Some(r) = dispatch(py, "min_scalar_type", &[a], call)? {
        return Ok(r);
    }
    let a = convert::array(py, a)?;
    let d = if a.ndim() > 0 || !a.dtype().is_number() { a.dtype().clone() } else { smallest(py, &a)? };
    crate::dtype::new_object(py, &d)
}

/// The smallest type of the value's kind that holds it.
unsafe fn smallest(py: Python<'_>, a: &numen_array::Array) -> PyResult<DType> {
    let as_ = |num: Num| numen_exec::astype(a, &DType::of(num), numen_array::Order::C).py(py).map(|r| r.0);
    Ok(DType::of(match a.dtype().kind() {
        Kind::Bool => Num::Bool,
        Kind::UInt => unsigned(as_(Num::ULong)?.read().cast::<u64>().read_unaligned()),
        Kind::Int => {
            let v = as_(Num::Long)?.read().cast::<i64>().read_unaligned();
            match v {
                0.. => unsigned(v as u64),
                _ if v >= i8::MIN.into() => Num::Byte,
                _ if v >= i16::MIN.into() => Num::Short,
                _ if v >= i32::MIN.into() => Num::Int,
                _ => Num::Long,
            }
        }
        Kind::Float => match float(as_(Num::Double)?.read().cast::<f64>().read_unaligned()) {
            Num::Float if a.itemsize() == 2 => Num::Half,
            n => n,
        },
        _ => {
            let v = as_(Num::CDouble)?;
            let [re, im] = v.read().cast::<[f64; 2]>().read_unaligned();
            match (float(re), float(im)) {
                (Num::Double, _) | (_, Num::Double) => Num::CDouble,
                _ => Num::CFloat,
            }
        }
    }))
}

fn unsigned(v: u64) -> Num {
    match v {
        0..=0xff => Num::UByte,
        0..=0xffff => Num::UShort,
        0..=0xffff_ffff => Num::UInt,
        _ => Num::ULong,
    }
}

fn float(v: f64) -> Num {
    match v.abs() {
        x if !x.is_finite() || x < 65000.0 => Num::Half,
        x if x < 3.4e38 => Num::Float,
        _ => Num::Double,
    }
}

crate::signature!(MAY_SHARE: "may_share_memory", 2, 3, 2; "a", "b", "max_work");
crate::signature!(SHARES: "shares_memory", 2, 3, 2; "a", "b", "max_work");

unsafe fn shares(
    py: Python<'_>,
    name: &str,
    [a, b, work]: [*mut PyObject; 3],
    call: Call,
    default: i64,
) -> PyResult<*mut PyObject> {
    if let Some(r) = dispatch(py, name, &[a, b], call)? {
        return Ok(r);
    }
    let work = if is_none(work) {
        default
    } else {
        if ffi::PyIndex_Check(work) == 0 {
            return Err(PyValueError::new_err("max_work must be an integer"));
        }
        let mut overflow = 0;
        let w = ffi::PyLong_AsLongLongAndOverflow(work, &mut overflow);
        if w == -1 && !ffi::PyErr_Occurred().is_null() {
            return Err(PyErr::fetch(py));
        }
        if overflow > 0 {
            return Err(pyo3::exceptions::PyOverflowError::new_err(
                "Python int too large to convert to C ssize_t",
            ));
        }
        if w < -1 || overflow < 0 {
            return Err(PyValueError::new_err("Invalid value for max_work"));
        }
        w
    };
    let (a, b) = (convert::array(py, a)?, convert::array(py, b)?);
    if !a.may_share(&b) {
        return Ok(bool_(false));
    }
    if work == 0 {
        return Ok(bool_(true));
    }
    match a.shares_memory(&b, work) {
        Some(s) => Ok(bool_(s)),
        None if default == 0 => Ok(bool_(true)),
        None => Err(PyErr::from_type(errors::class(py, "TooHardError")?, ("Exceeded max_work",))),
    }
}

unsafe fn may_share_memory(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    shares(py, "may_share_memory", MAY_SHARE.parse(call)?, call, 0)
}

unsafe fn shares_memory(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    shares(py, "shares_memory", SHARES.parse(call)?, call, -1)
}

crate::signature!(AXIS_INDEX: "normalize_axis_index", 2, 3, 0; "axis", "ndim", "msg_prefix");

unsafe fn normalize_axis_index(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [axis, ndim, prefix] = AXIS_INDEX.parse(call)?;
    let prefix = (!is_none(prefix)).then(|| text_of(prefix));
    let (axis, ndim) = (convert::axis(py, axis)?, index(py, ndim)?.max(0));
    let i = normalized(axis, ndim as usize, prefix.as_deref()).py(py)?;
    checked(py, ffi::PyLong_FromSize_t(i))
}

fn normalized(axis: i64, ndim: usize, prefix: Option<&str>) -> numen_shape::Result<usize> {
    numen_shape::normalize_axis(axis, ndim).map_err(|_| numen_shape::Error::axis(axis, ndim, prefix))
}

crate::signature!(AXIS_TUPLE: "normalize_axis_tuple", 2, 4, 0; "axis", "ndim", "argname", "allow_duplicate");

unsafe fn normalize_axis_tuple(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [axis, ndim, argname, duplicate] = AXIS_TUPLE.parse(call)?;
    let prefix = (!is_none(argname)).then(|| text_of(argname));
    let ndim = index(py, ndim)?.max(0) as usize;
    let single =
        ffi::PyTuple_Check(axis) == 0 && ffi::PyList_Check(axis) == 0 && ffi::PyIndex_Check(axis) != 0;
    let given: Vec<i64> = if single {
        vec![convert::axis(py, axis)?]
    } else {
        let mut v = Vec::new();
        for item in Bound::from_borrowed_ptr(py, axis).try_iter()? {
            v.push(convert::axis(py, item?.as_ptr())?);
        }
        v
    };
    let mut out: Vec<usize> = Vec::new();
    for a in given {
        let a = normalized(a, ndim, prefix.as_deref()).py(py)?;
        if out.contains(&a) && !crate::boundary::args::truth(py, duplicate, false)? {
            return Err(PyValueError::new_err(match prefix {
                Some(p) => format!("repeated axis in `{p}` argument"),
                None => "repeated axis".to_string(),
            }));
        }
        out.push(a);
    }
    crate::ndarray::getset::shape_tuple(py, &out)
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("can_cast", crate::c_function!(can_cast_), "can_cast(from_, to, casting='safe')\n--\n\nWhether one type may be cast to another under a rule.\n\nExamples\n--------\n>>> import numen as np\n>>> np.can_cast('i4', 'f8')\nTrue\n"));
    out.push(method(
        "_quick_issubdtype",
        crate::c_function!(quick_issubdtype),
        "`issubdtype` of dtypes and scalar classes.",
    ));
    out.push(method("promote_types", crate::c_function!(promote_types), "promote_types(type1, type2, /)\n--\n\nThe smallest type to which both can be cast safely.\n\nExamples\n--------\n>>> import numen as np\n>>> np.promote_types('i4', 'f4')\ndtype('float64')\n"));
    out.push(method("result_type", crate::c_function!(result_type), "result_type(*arrays_and_dtypes)\n--\n\nThe type of a result of operations on the arguments; Python numbers count by their kind only.\n"));
    out.push(method(
        "min_scalar_type",
        crate::c_function!(min_scalar_type),
        "min_scalar_type(a, /)\n--\n\nThe smallest type that holds a number; of arrays their own type.\n",
    ));
    out.push(method("may_share_memory", crate::c_function!(may_share_memory), "may_share_memory(a, b, /, max_work=0)\n--\n\nWhether two arrays might share memory: by default only their address ranges are compared.\n"));
    out.push(method("shares_memory", crate::c_function!(shares_memory), "shares_memory(a, b, /, max_work=-1)\n--\n\nWhether two arrays share memory; finding out can take long for odd strides, `max_work` limits it.\n"));
    out.push(method("normalize_axis_index", crate::c_function!(normalize_axis_index), "normalize_axis_index(axis, ndim, msg_prefix=None)\n--\n\nA possibly negative axis number as a position.\n"));
    out.push(method("normalize_axis_tuple", crate::c_function!(normalize_axis_tuple), "normalize_axis_tuple(axis, ndim, argname=None, allow_duplicate=False)\n--\n\nAxis numbers as a tuple of positions.\n"));
}
