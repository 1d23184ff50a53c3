//! Promotion: the smallest common type (NEP 50).

use crate::DType;

/// A Python scalar takes part by its kind only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Weak {
    Int,
    Float,
    Complex,
}

/// An operand of promotion.
#[derive(Clone, Debug)]
pub enum Operand {
    Type(DType),
    Weak(Weak),
}

/// The common type of two, or None where there is none (`DTypePromotionError`).
pub fn promote(_a: &DType, _b: &DType) -> Option<DType> {
    unimplemented!("the dtype crate is being written")
}

/// The common type of several.
pub fn promote_all<'a>(_types: impl IntoIterator<Item = &'a DType>) -> Option<DType> {
    unimplemented!("the dtype crate is being written")
}

/// `np.result_type`: weak scalars count by their kind.
pub fn result_type(_operands: &[Operand]) -> Option<DType> {
    unimplemented!("the dtype crate is being written")
}
