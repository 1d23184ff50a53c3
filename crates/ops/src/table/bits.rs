//! Bits of integers.

use super::{row, Identity, Row};

/// One row an operation, its loops in the order of search.
pub(super) const ROWS: &[Row] = &[
    row(
        "bitwise_and",
        2,
        1,
        Identity::MinusOne,
        "??->? bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q OO->O",
        "Bits set in both integers.",
    ),
    row(
        "bitwise_or",
        2,
        1,
        Identity::Zero,
        "??->? bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q OO->O",
        "Bits set in at least one of two integers.",
    ),
    row(
        "bitwise_xor",
        2,
        1,
        Identity::Zero,
        "??->? bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q OO->O",
        "Bits set in exactly one of two integers.",
    ),
    row(
        "invert",
        1,
        1,
        Identity::None,
        "?->? b->b B->B h->h H->H i->i I->I l->l L->L q->q Q->Q O->O",
        "Every bit of an integer flipped; logical not of bools.",
    ),
    row(
        "left_shift",
        2,
        1,
        Identity::None,
        "bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q OO->O",
        "Bits moved to the left, zeros coming in.",
    ),
    row(
        "right_shift",
        2,
        1,
        Identity::None,
        "bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q OO->O",
        "Bits moved to the right, copies of the sign coming in.",
    ),
    row(
        "bitwise_count",
        1,
        1,
        Identity::None,
        "b->B B->B h->B H->B i->B I->B l->B L->B q->B Q->B O->O",
        "Number of bits set in the absolute value.",
    ),
];
