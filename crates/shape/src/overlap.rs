//! Whether two arrays share memory.

/// The half-open range of bytes an array touches, relative to its first element: (lowest, one past the
/// highest). Empty arrays touch nothing.
pub fn bounds(shape: &[usize], strides: &[isize], itemsize: usize) -> (isize, isize) {
    if shape.contains(&0) {
        return (0, 0);
    }
    let (mut low, mut high) = (0isize, itemsize as isize);
    for (&n, &s) in shape.iter().zip(strides) {
        let reach = s * (n as isize - 1);
        if reach < 0 {
            low += reach;
        } else {
            high += reach;
        }
    }
    (low, high)
}

/// Whether the address ranges meet (a superset of sharing memory).
pub fn may_overlap(a: (usize, (isize, isize)), b: (usize, (isize, isize))) -> bool {
    let range = |x: (usize, (isize, isize))| (x.0 as isize + x.1 .0, x.0 as isize + x.1 .1);
    let ((a0, a1), (b0, b1)) = (range(a), range(b));
    a0 < a1 && b0 < b1 && a0 < b1 && b0 < a1
}

/// Whether two operands of one loop are the same elements in the same order.
pub fn same_layout(a: (usize, &[isize]), b: (usize, &[isize]), shape: &[usize]) -> bool {
    a.0 == b.0 && shape.iter().zip(a.1.iter().zip(b.1)).all(|(&n, (&x, &y))| n <= 1 || x == y)
}

/// Whether an element of one array and an element of the other share a byte: the bounded linear
/// Diophantine problem sum(s_i * x_i) = t with 0 <= x_i <= u_i, solved by depth-first search with
/// interval and divisibility pruning. `None` if `max_work` steps did not settle it (negative: no limit).
pub fn solve_overlap(
    a: (usize, &[usize], &[isize], usize),
    b: (usize, &[usize], &[isize], usize),
    max_work: i64,
) -> Option<bool> {
    let (ba, bb) = (bounds(a.1, a.2, a.3), bounds(b.1, b.2, b.3));
    if !may_overlap((a.0, ba), (b.0, bb)) {
        return Some(false);
    }
    if max_work == 0 {
        return None;
    }
    // All terms are made non-negative by measuring from the lowest address of each array.
    let low_a = a.0 as i128 + ba.0 as i128;
    let high_b = b.0 as i128 + bb.1 as i128 - 1;
    let target = high_b - low_a;
    let mut terms: Vec<(i128, i128)> = Vec::new();
    for (shape, strides, item) in [(a.1, a.2, a.3), (b.1, b.2, b.3)] {
        for (&n, &s) in shape.iter().zip(strides) {
            if n > 1 && s != 0 {
                terms.push((s.unsigned_abs() as i128, n as i128 - 1));
            }
        }
        if item > 1 {
            terms.push((1, item as i128 - 1));
        }
    }
    // Equal coefficients join; large ones first prune best.
    terms.sort_by_key(|t| std::cmp::Reverse(t.0));
    let mut joined: Vec<(i128, i128)> = Vec::new();
    for (c, u) in terms {
        match joined.last_mut() {
            Some(l) if l.0 == c => l.1 += u,
            _ => joined.push((c, u)),
        }
    }
    let n = joined.len();
    let mut reach = vec![0i128; n + 1];
    let mut gcds = vec![0i128; n + 1];
    for i in (0..n).rev() {
        reach[i] = reach[i + 1] + joined[i].0 * joined[i].1;
        gcds[i] = gcd(gcds[i + 1], joined[i].0);
    }
    let mut work = if max_work < 0 { i64::MAX } else { max_work };
    search(&joined, &reach, &gcds, 0, target, &mut work)
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn search(
    terms: &[(i128, i128)],
    reach: &[i128],
    gcds: &[i128],
    i: usize,
    target: i128,
    work: &mut i64,
) -> Option<bool> {
    if target == 0 {
        return Some(true);
    }
    if target < 0 || target > reach[i] || i == terms.len() || target % gcds[i] != 0 {
        return Some(false);
    }
    if *work <= 0 {
        return None;
    }
    *work -= 1;
    let (c, u) = terms[i];
    // What the remaining terms cannot reach must come from this one.
    let least = ((target - reach[i + 1]).max(0) + c - 1) / c;
    let most = u.min(target / c);
    let mut x = most;
    while x >= least {
        match search(terms, reach, gcds, i + 1, target - c * x, work) {
            Some(false) => {}
            other => return other,
        }
        x -= 1;
    }
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interleaved_columns_do_not_share() {
        let a = (0usize, &[5usize][..], &[16isize][..], 8usize);
        let b = (8usize, &[5usize][..], &[16isize][..], 8usize);
        assert_eq!(solve_overlap(a, b, -1), Some(false));
        assert_eq!(solve_overlap(a, (16, &[2], &[16], 8), -1), Some(true));
        assert_eq!(solve_overlap(a, (12, &[5], &[16], 8), -1), Some(true));
        assert_eq!(solve_overlap((72, &[10], &[-8], 8), (0, &[3], &[8], 8), -1), Some(true));
    }
}
