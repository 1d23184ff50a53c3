//! Arithmetic.

use super::{row, Identity, Row};

/// One row an operation, its loops in the order of search.
pub(super) const ROWS: &[Row] = &[
    row("add", 2, 1, Identity::Zero, "??->? bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d gg->g FF->F DD->D GG->G Mm->M mm->m mM->M OO->O", "Sum of two arrays, element by element."),
    row("subtract", 2, 1, Identity::None, "bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d gg->g FF->F DD->D GG->G Mm->M mm->m MM->m OO->O", "Difference of two arrays, element by element."),
    row("multiply", 2, 1, Identity::One, "??->? bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d gg->g FF->F DD->D GG->G mq->m qm->m md->m dm->m OO->O", "Product of two arrays, element by element."),
    row("divide", 2, 1, Identity::None, "ee->e ff->f dd->d gg->g FF->F DD->D GG->G mq->m md->m mm->d OO->O", "Quotient of two arrays, element by element, as a floating-point number."),
    row("floor_divide", 2, 1, Identity::None, "bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d gg->g mq->m md->m mm->q OO->O", "Quotient rounded down to an integer."),
    row("remainder", 2, 1, Identity::None, "bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d gg->g mm->m OO->O", "Remainder of the division rounded down; it has the sign of the divisor."),
    row("fmod", 2, 1, Identity::None, "bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d gg->g OO->O", "Remainder of the division rounded towards zero; it has the sign of the dividend (C fmod)."),
    row("divmod", 2, 2, Identity::None, "bb->bb BB->BB hh->hh HH->HH ii->ii II->II ll->ll LL->LL qq->qq QQ->QQ ee->ee ff->ff dd->dd gg->gg mm->qm", "Quotient rounded down, and remainder, together."),
    row("power", 2, 1, Identity::None, "bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d ee->e ff->f dd->d gg->g FF->F DD->D GG->G OO->O", "First array raised to the powers of the second."),
    row("float_power", 2, 1, Identity::None, "dd->d gg->g DD->D GG->G", "Power in at least double precision."),
    row("negative", 1, 1, Identity::None, "b->b B->B h->h H->H i->i I->I l->l L->L q->q Q->Q e->e f->f d->d g->g m->m F->F D->D G->G O->O", "Each element with the sign changed."),
    row("positive", 1, 1, Identity::None, "b->b B->B h->h H->H i->i I->I l->l L->L q->q Q->Q e->e f->f d->d g->g m->m F->F D->D G->G O->O", "Each element as it is."),
    row("absolute", 1, 1, Identity::None, "?->? b->b B->B h->h H->H i->i I->I l->l L->L q->q Q->Q e->e f->f d->d g->g m->m F->f D->d G->g O->O", "Distance from zero of each element; the modulus of complex numbers."),
    row("fabs", 1, 1, Identity::None, "e->e f->f d->d g->g O->O", "Absolute value of real elements, as floating-point numbers."),
    row("sign", 1, 1, Identity::None, "b->b B->B h->h H->H i->i I->I l->l L->L q->q Q->Q e->e f->f d->d g->g F->F D->D G->G m->m O->O", "-1, 0 or 1 by the sign; z/|z| for complex numbers."),
    row("reciprocal", 1, 1, Identity::None, "b->b B->B h->h H->H i->i I->I l->l L->L q->q Q->Q e->e f->f d->d g->g F->F D->D G->G O->O", "One divided by each element."),
    row("square", 1, 1, Identity::None, "b->b B->B h->h H->H i->i I->I l->l L->L q->q Q->Q e->e f->f d->d g->g F->F D->D G->G O->O", "Each element times itself."),
    row("gcd", 2, 1, Identity::Zero, "bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q OO->O", "Greatest common divisor of absolute values."),
    row("lcm", 2, 1, Identity::None, "bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q OO->O", "Least common multiple of absolute values."),
    row("maximum", 2, 1, Identity::Reorderable, "??->? bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d gg->g FF->F DD->D GG->G mm->m MM->M OO->O", "The larger of two elements; NaN wins."),
    row("minimum", 2, 1, Identity::Reorderable, "??->? bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d gg->g FF->F DD->D GG->G mm->m MM->M OO->O", "The smaller of two elements; NaN wins."),
    row("fmax", 2, 1, Identity::Reorderable, "??->? bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d gg->g FF->F DD->D GG->G mm->m MM->M OO->O", "The larger of two elements; NaN loses."),
    row("fmin", 2, 1, Identity::Reorderable, "??->? bb->b BB->B hh->h HH->H ii->i II->I ll->l LL->L qq->q QQ->Q ee->e ff->f dd->d gg->g FF->F DD->D GG->G mm->m MM->M OO->O", "The smaller of two elements; NaN loses."),
    row("heaviside", 2, 1, Identity::None, "ee->e ff->f dd->d gg->g", "Step function: 0 below zero, the second argument at zero, 1 above."),
    row("copysign", 2, 1, Identity::None, "ee->e ff->f dd->d gg->g", "Magnitude of the first argument with the sign of the second."),
    row("nextafter", 2, 1, Identity::None, "ee->e ff->f dd->d gg->g", "The next representable number from the first argument towards the second."),
    row("spacing", 1, 1, Identity::None, "e->e f->f d->d g->g", "Distance to the next representable number away from zero."),
    row("conjugate", 1, 1, Identity::None, "b->b B->B h->h H->H i->i I->I l->l L->L q->q Q->Q e->e f->f d->d g->g F->F D->D G->G O->O", "Complex conjugate of each element."),
];
