//! Structured types.

use crate::DType;

/// A field: name, optional title, type, byte offset.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    pub name: String,
    pub title: Option<String>,
    pub dtype: DType,
    pub offset: usize,
}

/// The fields of a structured type with its size and alignment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    fields: Vec<Field>,
    itemsize: usize,
    aligned: bool,
}

impl Record {
    /// A structured type with explicit offsets.
    pub fn new(fields: Vec<Field>, itemsize: usize, aligned: bool) -> Record {
        Record { fields, itemsize, aligned }
    }

    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name || f.title.as_deref() == Some(name))
    }

    pub fn itemsize(&self) -> usize {
        self.itemsize
    }

    /// Made with `align=True`.
    pub fn is_aligned(&self) -> bool {
        self.aligned
    }

    pub fn alignment(&self) -> usize {
        if self.aligned {
            self.fields.iter().map(|f| f.dtype.alignment()).max().unwrap_or(1)
        } else {
            1
        }
    }

    pub fn with_swapped(&self, swapped: bool) -> Record {
        let mut r = self.clone();
        for f in &mut r.fields {
            f.dtype = f.dtype.with_swapped(swapped);
        }
        r
    }
}
