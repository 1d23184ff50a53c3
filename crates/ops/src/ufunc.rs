//! A ufunc with its loops.

use crate::families::Family;
use crate::resolve::{resolve, Arg};
use crate::table::{all_rows, Row};
use numen_dtype::{DType, Num};
use numen_exec::{objects, time_loops, ty, Loop};
use numen_kernels::{elementwise, math, strings, Ctx, Kernel, Ty, Unremarkable};
use smallvec::SmallVec;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU16, Ordering::Relaxed};
use std::sync::OnceLock;

/// One loop: its types, and its kernel once looked up.
pub struct LoopRow {
    pub nums: SmallVec<[Num; 6]>,
    kernel: OnceLock<Option<Found>>,
}

/// A kernel with its static data.
#[derive(Clone, Copy)]
struct Found {
    kernel: Kernel,
    data: usize,
}

/// A ufunc.
pub struct Ufunc {
    pub row: &'static Row,
    pub family: Family,
    pub loops: Vec<LoopRow>,
    /// For one or two operands of built-in types: index of the loop + 1, 0 if not looked up yet.
    cache: Box<[AtomicU16]>,
    /// By the type of all operands: the loop that takes them as they are, for calls without a plan.
    quick: [OnceLock<Option<Quick>>; Num::COUNT],
}

/// What a call without a plan needs of a loop.
#[derive(Clone, Copy)]
pub struct Quick {
    pub kernel: Kernel,
    /// The type of the one output.
    pub out: Num,
    /// Elements above which a call is planned: threads, blocks, the lock let go.
    pub most: usize,
    /// One of IEEE 754's basic operations: what it raises shows in its results.
    pub shows: Option<Unremarkable>,
}

/// A loop whose operands may have to be cast before.
pub struct Mixed<'a> {
    pub kernel: Kernel,
    pub nums: &'a [Num],
    /// Elements above which a call is planned.
    pub most: usize,
}

/// Nanoseconds of work above which a call is planned.
pub const QUICK_NS: f32 = 8_000.0;

/// What the cache says of operand types.
pub enum Cached {
    Loop(usize),
    NotYet,
}

impl Ufunc {
    fn new(row: &'static Row) -> Ufunc {
        let mut loops: Vec<LoopRow> = row.types.split(' ').map(LoopRow::parse).collect();
        loops.extend(text_loops(row.name).iter().copied().map(LoopRow::parse));
        let cache = (0..Num::COUNT * Num::COUNT).map(|_| AtomicU16::new(0)).collect();
        Ufunc {
            row,
            family: Family::of(row.name),
            loops,
            cache,
            quick: [const { OnceLock::new() }; Num::COUNT],
        }
    }

    /// A ufunc outside the table: every loop is the given kernel with the given data.
    pub fn custom(row: &'static Row, kernel: Kernel, data: usize) -> Ufunc {
        let u = Ufunc::new(row);
        for l in &u.loops {
            let _ = l.kernel.set(Some(Found { kernel, data }));
        }
        u
    }

    pub fn name(&self) -> &'static str {
        self.row.name
    }

    /// The loop found before for these operand types.
    #[inline(always)]
    pub fn cached(&self, a: Num, b: Num) -> Cached {
        match self.cache[a as usize * Num::COUNT + b as usize].load(Relaxed) {
            0 => Cached::NotYet,
            i => Cached::Loop(i as usize - 1),
        }
    }

    pub(crate) fn remember(&self, a: Num, b: Num, index: usize) {
        self.cache[a as usize * Num::COUNT + b as usize].store(index as u16 + 1, Relaxed);
    }

    /// The loop for operands that are all of this type, if it has one output and takes numbers as they are.
    #[inline(always)]
    pub fn quick(&self, num: Num) -> Option<&Quick> {
        self.quick[num as usize].get_or_init(|| self.find_quick(num)).as_ref()
    }

    #[cold]
    fn find_quick(&self, num: Num) -> Option<Quick> {
        let d = DType::of(num);
        if !d.is_number() || self.row.nout != 1 || self.row.signature.is_some() {
            return None;
        }
        let args: SmallVec<[Arg; 4]> = (0..self.row.nin).map(|_| Arg::of(&d)).collect();
        let index = resolve(self, &args).ok()?;
        let nums = &self.loops[index].nums;
        let kernel = (nums[0] == num).then(|| self.kernel(index)).flatten()?;
        let most = if kernel.cost > 0.0 { (QUICK_NS / kernel.cost) as usize } else { usize::MAX };
        let out = nums[self.row.nin];
        let shows = match self.row.name {
            _ if out != num || !matches!(num, Num::Double | Num::Float) => None,
            "add" | "subtract" => Some(Unremarkable::Finite),
            "multiply" | "divide" | "sqrt" | "square" | "reciprocal" => Some(Unremarkable::Normal),
            _ => None,
        };
        Some(Quick { kernel, out, most, shows })
    }

    /// The loop on numbers for one or two operands of these types.
    #[inline]
    pub fn mixed(&self, a: Num, b: Num) -> Option<Mixed<'_>> {
        let index = match self.cached(a, b) {
            Cached::Loop(index) => index,
            Cached::NotYet => {
                let types = [DType::of(a), DType::of(b)];
                let args: SmallVec<[Arg; 2]> = types.iter().take(self.row.nin).map(Arg::of).collect();
                resolve(self, &args).ok().filter(|_| args.len() == self.row.nin)?
            }
        };
        let nums = &self.loops[index].nums;
        let numbers = nums.iter().all(|&n| DType::of(n).is_number());
        if !numbers || self.row.signature.is_some() {
            return None;
        }
        let Found { kernel, data: 0 } = self.found(index)? else { return None };
        let most = if kernel.cost > 0.0 { (QUICK_NS / kernel.cost) as usize } else { usize::MAX };
        Some(Mixed { kernel, nums, most })
    }

    /// The kernel of a loop, if it is built.
    #[inline]
    pub fn kernel(&self, index: usize) -> Option<Kernel> {
        self.found(index).map(|f| f.kernel)
    }

    #[inline]
    fn found(&self, index: usize) -> Option<Found> {
        let l = &self.loops[index];
        *l.kernel.get_or_init(|| l.find(self.row))
    }

    /// The loop ready to run, with native types of fixed size.
    pub fn ready(&self, index: usize) -> Option<Loop> {
        let Found { kernel, data } = self.found(index)?;
        let types: SmallVec<[DType; 4]> = self.loops[index].nums.iter().map(|&n| DType::of(n)).collect();
        let gil = types.iter().any(|t| t.num() == Num::Object);
        let ctx = Ctx { data: data as *const (), ..Ctx::EMPTY };
        Some(Loop { kernel, ctx, types, gil })
    }
}

/// Loops on text and bytes, which `types` does not list and the search does not enter.
fn text_loops(name: &str) -> &'static [&'static str] {
    match name {
        "add" => &["UU->U", "SS->S"],
        "equal" | "not_equal" | "less" | "less_equal" | "greater" | "greater_equal" => &["UU->?", "SS->?"],
        _ => &[],
    }
}

impl LoopRow {
    /// A loop on text or bytes.
    pub fn on_text(&self) -> bool {
        matches!(self.nums[0], Num::Str | Num::Bytes)
    }

    fn parse(text: &str) -> LoopRow {
        let nums = text.bytes().filter(|c| !b"->".contains(c)).filter_map(Num::from_char).collect();
        LoopRow { nums, kernel: OnceLock::new() }
    }

    fn find(&self, row: &'static Row) -> Option<Found> {
        if self.nums.contains(&Num::Object) {
            let bools = self.nums.last() == Some(&Num::Bool);
            let (kernel, data) = objects::hooks().and_then(|h| (h.ufunc)(row.name, row.nin, bools))?;
            return Some(Found { kernel, data: data as usize });
        }
        if self.nums.iter().any(|n| matches!(n, Num::Datetime | Num::Timedelta)) {
            return time_loops::find(row.name, &self.nums).map(|kernel| Found { kernel, data: 0 });
        }
        if self.on_text() {
            let wide = self.nums[0] == Num::Str;
            return strings::find(row.name, wide).map(|kernel| Found { kernel, data: 0 });
        }
        let types: Option<SmallVec<[Ty; 6]>> = self.nums.iter().map(|&n| ty(n)).collect();
        let types = types?;
        let kernel = elementwise::find(row.name, &types).or_else(|| math::find(row.name, &types))?;
        Some(Found { kernel, data: 0 })
    }
}

/// All ufuncs by name.
fn all() -> &'static HashMap<&'static str, Ufunc> {
    static ALL: OnceLock<HashMap<&'static str, Ufunc>> = OnceLock::new();
    ALL.get_or_init(|| all_rows().map(|r| (r.name, Ufunc::new(r))).collect())
}

/// The ufunc of a name (not of an alias).
pub fn get(name: &str) -> Option<&'static Ufunc> {
    all().get(name)
}
