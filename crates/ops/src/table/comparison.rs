//! Comparison, logic and tests of floating-point numbers.

use super::{row, Identity, Row};

/// One row an operation, its loops in the order of search.
pub(super) const ROWS: &[Row] = &[
    row("equal", 2, 1, Identity::None, "??->? bb->? BB->? hh->? HH->? ii->? II->? ll->? LL->? qq->? QQ->? qQ->? Qq->? ee->? ff->? dd->? gg->? FF->? DD->? GG->? MM->? mm->? OO->? OO->O", "Whether two elements are equal."),
    row("not_equal", 2, 1, Identity::None, "??->? bb->? BB->? hh->? HH->? ii->? II->? ll->? LL->? qq->? QQ->? qQ->? Qq->? ee->? ff->? dd->? gg->? FF->? DD->? GG->? MM->? mm->? OO->? OO->O", "Whether two elements differ."),
    row("less", 2, 1, Identity::None, "??->? bb->? BB->? hh->? HH->? ii->? II->? ll->? LL->? qq->? QQ->? qQ->? Qq->? ee->? ff->? dd->? gg->? FF->? DD->? GG->? MM->? mm->? OO->? OO->O", "Whether the first element is below the second."),
    row("less_equal", 2, 1, Identity::None, "??->? bb->? BB->? hh->? HH->? ii->? II->? ll->? LL->? qq->? QQ->? qQ->? Qq->? ee->? ff->? dd->? gg->? FF->? DD->? GG->? MM->? mm->? OO->? OO->O", "Whether the first element is at most the second."),
    row("greater", 2, 1, Identity::None, "??->? bb->? BB->? hh->? HH->? ii->? II->? ll->? LL->? qq->? QQ->? qQ->? Qq->? ee->? ff->? dd->? gg->? FF->? DD->? GG->? MM->? mm->? OO->? OO->O", "Whether the first element is above the second."),
    row("greater_equal", 2, 1, Identity::None, "??->? bb->? BB->? hh->? HH->? ii->? II->? ll->? LL->? qq->? QQ->? qQ->? Qq->? ee->? ff->? dd->? gg->? FF->? DD->? GG->? MM->? mm->? OO->? OO->O", "Whether the first element is at least the second."),
    row("logical_and", 2, 1, Identity::True, "??->? bb->? BB->? hh->? HH->? ii->? II->? ll->? LL->? qq->? QQ->? ee->? ff->? dd->? gg->? FF->? DD->? GG->? OO->O", "Whether both elements are true."),
    row("logical_or", 2, 1, Identity::False, "??->? bb->? BB->? hh->? HH->? ii->? II->? ll->? LL->? qq->? QQ->? ee->? ff->? dd->? gg->? FF->? DD->? GG->? OO->O", "Whether at least one of two elements is true."),
    row("logical_xor", 2, 1, Identity::False, "??->? bb->? BB->? hh->? HH->? ii->? II->? ll->? LL->? qq->? QQ->? ee->? ff->? dd->? gg->? FF->? DD->? GG->? OO->O", "Whether exactly one of two elements is true."),
    row("logical_not", 1, 1, Identity::None, "?->? b->? B->? h->? H->? i->? I->? l->? L->? q->? Q->? e->? f->? d->? g->? F->? D->? G->? O->O", "Whether an element is false."),
    row("isfinite", 1, 1, Identity::None, "?->? b->? B->? h->? H->? i->? I->? l->? L->? q->? Q->? e->? f->? d->? g->? F->? D->? G->? m->? M->?", "Whether an element is neither infinite nor NaN nor NaT."),
    row("isinf", 1, 1, Identity::None, "?->? b->? B->? h->? H->? i->? I->? l->? L->? q->? Q->? e->? f->? d->? g->? F->? D->? G->? m->? M->?", "Whether an element is infinite."),
    row("isnan", 1, 1, Identity::None, "?->? b->? B->? h->? H->? i->? I->? l->? L->? q->? Q->? e->? f->? d->? g->? F->? D->? G->? m->? M->?", "Whether an element is NaN."),
    row("isnat", 1, 1, Identity::None, "M->? m->?", "Whether a date or duration is NaT."),
    row("signbit", 1, 1, Identity::None, "e->? f->? d->? g->?", "Whether the sign bit is set (below zero, or -0.0)."),
];
