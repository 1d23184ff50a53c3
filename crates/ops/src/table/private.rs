//! Operations with loops of their own that are not public ufuncs.

use super::{row, Identity, Row};

pub(super) const ROWS: &[Row] = &[row(
    "clip",
    3,
    1,
    Identity::None,
    "???->? bbb->b BBB->B hhh->h HHH->H iii->i III->I lll->l LLL->L qqq->q QQQ->Q eee->e fff->f ddd->d ggg->g FFF->F DDD->D GGG->G mmm->m MMM->M OOO->O",
    "The first argument limited to the range of the other two.",
)];
