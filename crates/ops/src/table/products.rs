//! Products of vectors and matrices (generalised ufuncs).

use super::{row, Identity, Row};

/// One row an operation, its loops in the order of search.
pub(super) const ROWS: &[Row] = &[
    row("matmul", 2, 1, Identity::None, "??->? bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d gg->g FF->F DD->D GG->G OO->O", "Matrix product of the last two axes.").with_signature("(n?,k),(k,m?)->(n?,m?)"),
    row("vecdot", 2, 1, Identity::None, "??->? bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d gg->g FF->F DD->D GG->G OO->O", "Inner product of the last axes, the first argument conjugated.").with_signature("(n),(n)->()"),
    row("matvec", 2, 1, Identity::None, "??->? bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d gg->g FF->F DD->D GG->G OO->O", "Product of matrices with vectors.").with_signature("(m,n),(n)->(m)"),
    row("vecmat", 2, 1, Identity::None, "??->? bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d gg->g FF->F DD->D GG->G OO->O", "Product of vectors, conjugated, with matrices.").with_signature("(n),(n,m)->(m)"),
];
