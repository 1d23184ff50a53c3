//! What can go wrong, with the Python exception it becomes.

use std::fmt;

/// The class of the Python exception.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorClass {
    Type,
    Value,
    Key,
    Index,
    Overflow,
    Syntax,
    Runtime,
    NotImplemented,
    /// `numpy.exceptions.DTypePromotionError`, a `TypeError`.
    Promotion,
}

/// An exception to be raised: its class and NumPy's message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DTypeError {
    pub class: ErrorClass,
    pub message: String,
}

impl DTypeError {
    pub fn new(class: ErrorClass, message: impl Into<String>) -> DTypeError {
        DTypeError { class, message: message.into() }
    }

    pub fn type_error(message: impl Into<String>) -> DTypeError {
        DTypeError::new(ErrorClass::Type, message)
    }

    pub fn value_error(message: impl Into<String>) -> DTypeError {
        DTypeError::new(ErrorClass::Value, message)
    }
}

impl fmt::Display for DTypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DTypeError {}

impl From<DTypeError> for String {
    fn from(e: DTypeError) -> String {
        e.message
    }
}
