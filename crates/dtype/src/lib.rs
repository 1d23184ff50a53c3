//! Element types: descriptors, promotion, casting rules, dtype strings.
//!
//! A [`DType`] is a reference to a static [`Descriptor`], a byte order, an item size and, for parametric
//! types, its parameters ([`Ext`]). `match` on type numbers happens in this crate only.

mod calendar;
mod casting;
mod descriptor;
mod dtype;
mod error;
mod format;
mod iso8601;
mod parse;
pub mod pep3118;
mod promotion;
mod record;
mod result_type;
mod time;

pub use calendar::{
    civil_from_days, days_from_civil, days_in_month, is_leap, weekday, Civil, TimeConversion,
};
pub use casting::{can_cast, cast_safety, equivalent, Casting};
pub use descriptor::{Descriptor, Kind, Num};
pub use dtype::{DType, Ext, Note};
pub use error::{DTypeError, ErrorClass};
pub use format::{class_text, name_package, py_str, shape_text, Descr, DescrField};
pub use iso8601::{format_civil, format_datetime, parse_datetime, Instant, ZONE_WARNING};
pub use parse::{number_of, parse, parse_string, Parsed};
pub use promotion::{promote, promote_all, promote_nums, try_promote};
pub use record::{
    record_from_dict, record_from_list, sized, subarray, Field, FieldSpec, Record, MAX_DIMS, MAX_ITEMSIZE,
};
pub use result_type::{result_type, try_result_type, Operand, Weak};
pub use time::{common_unit, conversion_factor, TimeUnit, Unit, NAT};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags() {
        let flags = |s: &str| parse(s).unwrap().flags();
        let cases =
            [("i4", 0), ("O", 63), ("U3", 8), ("(2,)O", 63), ("i4,i4", 16), ("i4,O", 27), ("U3,i4", 24)];
        for (text, want) in cases {
            assert_eq!(flags(text), want, "{text}");
        }
        assert!(parse("V").unwrap().is_builtin() && !parse(">i4").unwrap().is_builtin());
    }
}
