//! The errors of the engine: the exception's class, NumPy's message, and a note that teaches.

use std::fmt;

pub type Result<T> = std::result::Result<T, Error>;

/// The exception class an error becomes at the boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Value,
    Type,
    Index,
    /// `AxisError`, both a ValueError and an IndexError.
    Axis,
    Memory,
    NotImplemented,
    Overflow,
    ZeroDivision,
    FloatingPoint,
    Runtime,
    Buffer,
    Attribute,
    Key,
    /// `numpy.linalg.LinAlgError`.
    LinAlg,
    /// `_UFuncNoLoopError`: no loop for the operands' types (a TypeError).
    NoLoop,
    /// `UFuncTypeError`: a cast the casting rule forbids (a TypeError).
    UFuncCasting,
    /// `DTypePromotionError` (a TypeError).
    Promotion,
    /// `_ArrayMemoryError`.
    ArrayMemory,
    ComplexWarning,
    /// An exception is already set on the calling thread.
    Pending,
}

/// An error on its way to the boundary. One pointer wide: results stay small.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    class: Class,
    message: String,
    note: Option<String>,
    /// Axis and number of dimensions of an `AxisError`.
    axis: Option<(i64, usize)>,
}

macro_rules! constructors {
    ($($name:ident => $class:ident),* $(,)?) => { $(
        #[doc = concat!("An error of class `", stringify!($class), "`.")]
        #[cold]
        pub fn $name(message: impl Into<String>) -> Error {
            Error::new(Class::$class, message)
        }
    )* };
}

impl Error {
    #[cold]
    pub fn new(class: Class, message: impl Into<String>) -> Error {
        Error(Box::new(Inner { class, message: message.into(), note: None, axis: None }))
    }

    constructors! {
        value => Value, type_ => Type, index => Index, not_implemented => NotImplemented,
        overflow => Overflow, runtime => Runtime, memory => Memory, linalg => LinAlg,
        no_loop => NoLoop, ufunc_casting => UFuncCasting, promotion => Promotion,
        floating_point => FloatingPoint, attribute => Attribute, key => Key, buffer => Buffer,
        zero_division => ZeroDivision, array_memory => ArrayMemory,
    }

    /// An exception is already set on this thread.
    #[cold]
    pub fn pending() -> Error {
        Error::new(Class::Pending, "")
    }

    /// An axis outside of an array's dimensions.
    #[cold]
    pub fn axis(axis: i64, ndim: usize, prefix: Option<&str>) -> Error {
        let text = format!("axis {axis} is out of bounds for array of dimension {ndim}");
        let message = match prefix {
            Some(p) => format!("{p}: {text}"),
            None => text,
        };
        let mut e = Error::new(Class::Axis, message);
        e.0.axis = Some((axis, ndim));
        e
    }

    /// A request for memory that failed, with what it was for.
    #[cold]
    pub fn out_of_memory(bytes: usize, shape: &[usize], dtype: &str) -> Error {
        Error::array_memory(format!(
            "Unable to allocate {} for an array with shape {} and data type {dtype}",
            human_bytes(bytes),
            crate::show(shape)
        ))
    }

    /// Adds what the traceback shows below the message.
    #[cold]
    pub fn with_note(mut self, note: impl Into<String>) -> Error {
        self.0.note = Some(note.into());
        self
    }

    pub fn class(&self) -> Class {
        self.0.class
    }

    pub fn message(&self) -> &str {
        &self.0.message
    }

    pub fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Axis and number of dimensions of an axis error.
    pub fn axis_info(&self) -> Option<(i64, usize)> {
        self.0.axis
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

/// A number of bytes with a binary unit and three significant digits, as NumPy words it.
pub fn human_bytes(bytes: usize) -> String {
    const UNITS: [&str; 7] = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let power = if bytes == 0 { 0 } else { (bytes.ilog2() / 10) as usize };
    let scaled = bytes as f64 / (1u64 << (10 * power)) as f64;
    // Rounding may reach the next unit: 1023.99 KiB prints as 1.00 MiB.
    let (power, scaled) =
        if power > 0 && scaled >= 1023.5 { (power + 1, scaled / 1024.0) } else { (power, scaled) };
    if power == 0 {
        format!("{bytes} bytes")
    } else if scaled < 9.995 {
        format!("{scaled:.2} {}", UNITS[power])
    } else if scaled < 99.95 {
        format!("{scaled:.1} {}", UNITS[power])
    } else {
        format!("{scaled:.0}. {}", UNITS[power])
    }
}

#[cfg(test)]
mod tests {
    use super::human_bytes;

    #[test]
    fn bytes_are_told_in_binary_units() {
        assert_eq!(human_bytes(17), "17 bytes");
        assert_eq!(human_bytes(1 << 10), "1.00 KiB");
        assert_eq!(human_bytes((1 << 20) * 931), "931. MiB");
        assert_eq!(human_bytes(1 << 40), "1.00 TiB");
    }
}
