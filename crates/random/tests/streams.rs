//! Streams of every distribution against NumPy 2.4.6: checksums of a thousand draws from the seed 12345.

use numen_random::bitgen::{BitGenerator, Mt19937, Pcg64, Pcg64Dxsm, Philox, SeedSequence, Sfc64};
use numen_random::dist::{self, Aux, Dist, Fill};
use numen_random::integers::{BoundedInt, IntBuffer, Method};
use numen_random::{generator, multivariate, shuffle};

use Family::{Generator, Legacy};

const DRAWS: usize = 1000;

#[derive(Clone, Copy, Debug)]
enum Family {
    Legacy,
    Generator,
}

fn mt19937() -> Mt19937 {
    Mt19937::from_seed(12345)
}

fn pcg64() -> Pcg64 {
    Pcg64::from_seed_sequence(&SeedSequence::new(&[12345]))
}

/// FNV-1a over words instead of bytes.
fn checksum(words: impl IntoIterator<Item = u64>) -> u64 {
    words.into_iter().fold(0xcbf2_9ce4_8422_2325, |h, w| (h ^ w).wrapping_mul(0x0000_0100_0000_01b3))
}

fn sum_reals(values: &[f64]) -> u64 {
    checksum(values.iter().map(|x| x.to_bits()))
}

fn sum_singles(values: &[f32]) -> u64 {
    checksum(values.iter().map(|x| u64::from(x.to_bits())))
}

fn sum_ints(values: &[i64]) -> u64 {
    checksum(values.iter().map(|&x| x as u64))
}

fn row_checksum<B: ?Sized>(g: &mut B, entry: &Dist<B>, p: &[f64; 3], pieces: &[usize]) -> u64 {
    let mut aux = Aux::default();
    let (mut reals, mut ints) = (vec![0.0; DRAWS], vec![0; DRAWS]);
    let mut from = 0;
    for piece in pieces {
        let to = from + piece;
        match entry.fill {
            Fill::Real(fill) => fill(g, &mut aux, p, &mut reals[from..to]),
            Fill::Integer(fill) => fill(g, &mut aux, p, &mut ints[from..to]),
            Fill::Trials(fill) => fill(g, &mut aux, p[0] as i64, p[1], &mut ints[from..to]),
            Fill::Counts(fill) => fill(g, &mut aux, &p.map(|x| x as i64), &mut ints[from..to]),
        }
        from = to;
    }
    match entry.fill {
        Fill::Real(_) => sum_reals(&reals),
        _ => sum_ints(&ints),
    }
}

/// A whole fill, and the same in pieces of odd sizes, give NumPy's stream.
#[test]
fn tables_give_numpys_streams() {
    let mut odd = vec![1, 1, 3, 7, 128, 130];
    odd.push(DRAWS - odd.iter().sum::<usize>());
    for &(family, name, p, expected) in STREAMS {
        for pieces in [&[DRAWS][..], &odd] {
            let found = match family {
                Legacy => {
                    row_checksum(&mut mt19937(), dist::find(dist::legacy(), name).expect(name), &p, pieces)
                }
                Generator => {
                    row_checksum(&mut pcg64(), dist::find(dist::generator(), name).expect(name), &p, pieces)
                }
            };
            assert_eq!(found, expected, "{family:?} {name} {p:?}");
        }
    }
}

/// The table over the trait object, for callers with a generator of their own.
#[test]
fn tables_serve_trait_objects() {
    let &(_, name, p, expected) = STREAMS.iter().find(|s| s.1 == "gamma").expect("gamma");
    let g: &mut dyn BitGenerator = &mut mt19937();
    let entry = dist::find(dist::legacy::<dyn BitGenerator>(), name).expect(name);
    assert_eq!(row_checksum(g, entry, &p, &[DRAWS]), expected);
}

#[test]
fn every_row_is_compared() {
    for entry in dist::legacy::<Mt19937>() {
        let alias = entry.name == "random_sample";
        assert!(
            alias || STREAMS.iter().any(|s| matches!(s.0, Legacy) && s.1 == entry.name),
            "{}",
            entry.name
        );
    }
    for entry in dist::generator::<Pcg64>() {
        assert!(STREAMS.iter().any(|s| matches!(s.0, Generator) && s.1 == entry.name), "{}", entry.name);
    }
}

fn integers<T: BoundedInt + Default>(low: T, high: T, word: impl Fn(T) -> u64, masked: u64, lemire: u64) {
    let mut out = vec![T::default(); DRAWS];
    T::fill(&mut mt19937(), low, high, Method::Masked, &mut out);
    assert_eq!(checksum(out.iter().map(|&x| word(x))), masked);
    T::fill(&mut pcg64(), low, high, Method::Lemire, &mut out);
    assert_eq!(checksum(out.iter().map(|&x| word(x))), lemire);
}

#[test]
fn integers_of_every_width() {
    integers(0_u8, 254, u64::from, 0x3fa2_3016_4576_50b0, 0x997a_1c71_ef8b_f9ba);
    integers(3_u8, 9, u64::from, 0xe7a3_47d5_9751_9430, 0x8571_1ad3_cffd_79d7);
    integers(-128_i8, 127, |x| u64::from(x as u8), 0x7623_8f42_2e48_9bb0, 0x5db0_db7f_9a31_dc33);
    integers(0_u16, 65534, u64::from, 0xffcb_27b2_0965_a289, 0xfdf9_049c_4334_9d5d);
    integers(-5_i16, 1000, |x| u64::from(x as u16), 0xe026_dc45_032f_a200, 0xf204_f2ca_0924_3b02);
    integers(0_u32, 99, u64::from, 0x8e52_ca60_fc93_b8b2, 0xe0c8_b439_f422_5680);
    integers(0_u32, 4294967295, u64::from, 0xeacf_aee3_f304_1632, 0x2219_478f_66dc_7aa4);
    integers(i32::MIN, 2147483646, |x| u64::from(x as u32), 0xf4d1_61d2_f304_1632, 0x88da_c653_b43b_b3c2);
    integers(0_u64, 9223372036854775808, |x| x, 0x1629_bcd7_6a60_3800, 0xe200_3b07_84fb_1eed);
    integers(0_u64, 18446744073709551615, |x| x, 0x52fc_fccf_3e35_1119, 0xa633_4dd4_519f_2efb);
    integers(0_i64, 4294967296, |x| x as u64, 0xdb0d_f5bf_0a22_dd2a, 0xd6ca_cc48_c897_4780);
    integers(0_i64, 4294967295, |x| x as u64, 0xeacf_aee3_f304_1632, 0x2219_478f_66dc_7aa4);
    integers(i64::MIN, 9223372036854775806, |x| x as u64, 0x52fc_fccf_3e35_1119, 0xc01c_e88f_3115_59bb);
    integers(0_i64, 99, |x| x as u64, 0x8e52_ca60_fc93_b8b2, 0xe0c8_b439_f422_5680);
}

fn raw_checksum(g: &mut dyn BitGenerator) -> u64 {
    checksum((0..DRAWS).map(|_| g.next_raw()))
}

#[test]
fn bit_generators_and_their_jumps() {
    let seeds = SeedSequence::with_key(&[7, 8, 9, 10, 11], &[2, 0], 4, 0).expect("a pool");
    let mut g = Mt19937::from_seed_sequence(&seeds);
    assert_eq!(raw_checksum(&mut g), 0xcd0f_a5c3_95ec_7ff3);
    g.jump();
    assert_eq!(raw_checksum(&mut g), 0xaf2c_1b78_cd3d_fb9a);
    let mut g = Pcg64::from_seed_sequence(&seeds);
    assert_eq!(raw_checksum(&mut g), 0x93ef_7a45_895f_f280);
    g.jump(1);
    assert_eq!(raw_checksum(&mut g), 0x19e3_e578_f9b3_c8f5);
    let mut g = Pcg64Dxsm::from_seed_sequence(&seeds);
    assert_eq!(raw_checksum(&mut g), 0xc2a5_d335_4685_6049);
    g.jump(1);
    assert_eq!(raw_checksum(&mut g), 0x5145_7185_b226_ad26);
    let mut g = Philox::from_seed_sequence(&seeds);
    assert_eq!(raw_checksum(&mut g), 0x0819_0849_c56c_c64c);
    g.jump(1);
    assert_eq!(raw_checksum(&mut g), 0xd0e8_9856_7df8_8bdd);
    let mut g = Sfc64::from_seed_sequence(&seeds);
    assert_eq!(raw_checksum(&mut g), 0x1bed_dca1_5aea_b555);
}

#[test]
fn seeds() {
    let mut g = Mt19937::from_seed_array(&[1, 2, 3]).expect("words");
    assert_eq!(raw_checksum(&mut g), 0x44ba_6a87_ff7e_c532);
    let wide = SeedSequence::with_key(&[1, 0, 0, 64], &[3], 8, 0).expect("a pool");
    assert_eq!(wide.generate_u64::<3>(), [8579113221881811971, 3058616724052055546, 8103773089787844819]);
    assert!(SeedSequence::with_key(&[1], &[], 3, 0).is_err());
    let mut children = SeedSequence::new(&[5]).spawn(3);
    let mut grandchild = children[2].spawn(1).remove(0);
    assert_eq!(grandchild.generate_u64::<2>(), [18135933628683958849, 2284178611180263833]);
    assert_eq!(grandchild.spawn(1)[0].spawn_key(), [2, 0, 0]);
}

/// A state taken in the middle of a block goes on as the original does.
#[test]
fn states_are_complete() {
    let mut g = mt19937();
    g.fill_f64(&mut [0.0; 100]);
    let mut again = Mt19937::from_state(g.key(), g.pos()).expect("a position");
    assert_eq!(raw_checksum(&mut again), raw_checksum(&mut g));
    let mut g = pcg64();
    g.next_u32();
    let mut again = Pcg64::from_state(g.state(), g.increment(), g.half());
    assert_eq!((again.next_u32(), again.next_u32()), (g.next_u32(), g.next_u32()));
}

#[test]
fn single_precision() {
    let mut out = [0f32; DRAWS];
    pcg64().fill_f32(&mut out);
    assert_eq!(sum_singles(&out), 0x8feb_7298_79da_6aed);
    generator::fill_standard_normal_f32(&mut pcg64(), &mut out);
    assert_eq!(sum_singles(&out), 0x3ea5_b051_1482_3cc9);
    generator::fill_standard_exponential_f32(&mut pcg64(), &mut out);
    assert_eq!(sum_singles(&out), 0x8803_abcf_9272_463a);
    generator::fill_standard_exponential_inverse_f32(&mut pcg64(), &mut out);
    assert_eq!(sum_singles(&out), 0x81c7_b6be_739e_ea7b);
    for (shape, expected) in [(0.3, 0xbb9f_e96a_0783_13da), (2.5, 0x4c47_d89c_e8ce_410c)] {
        let mut g = pcg64();
        out.iter_mut().for_each(|x| *x = generator::standard_gamma_f32(&mut g, shape));
        assert_eq!(sum_singles(&out), expected);
    }
    let mut out = [0f64; DRAWS];
    generator::fill_standard_exponential_inverse(&mut pcg64(), &mut out);
    assert_eq!(sum_reals(&out), 0x6489_555e_abb3_6b3c);
}

#[test]
fn choices() {
    let p = [0.1, 0.2, 0.0, 0.3, 0.25, 0.15];
    let mut out = [0; DRAWS];
    shuffle::fill_choice(&mut mt19937(), &p, &mut out);
    assert_eq!(sum_ints(&out), 0x5276_b8ea_217a_fe9b);
    shuffle::fill_choice_without_replacement(&mut mt19937(), &p, &mut out[..5]);
    assert_eq!(out[..5], [5, 3, 1, 4, 0]);
    shuffle::fill_choice_without_replacement(&mut pcg64(), &p, &mut out[..5]);
    assert_eq!(out[..5], [1, 3, 4, 0, 5]);
    shuffle::permutation(&mut mt19937(), &mut out);
    assert_eq!(sum_ints(&out), 0x19c1_6ecc_9da1_b2cd);
    shuffle::permutation(&mut pcg64(), &mut out);
    assert_eq!(sum_ints(&out), 0x9b63_d240_afec_dcf9);
    shuffle::permutation(&mut mt19937(), &mut out[..50]);
    assert_eq!(out[..5], [8, 30, 38, 42, 22]);
    for (population, size, shuffled, expected) in [
        (50, 20, true, 0xaac2_36bd_a049_8892),
        (50, 20, false, 0xa1f9_1b9e_c033_a44e),
        (20000, 400, true, 0x4c8b_03d7_07d3_ea8b),
        (20000, 401, true, 0x3a81_3d68_b99f_7792),
        (20000, 1001, false, 0x348b_6473_a053_470a),
    ] {
        let (mut scratch, mut chosen) = (vec![0; population], vec![0; size]);
        let wanted = shuffle::choice_wants_scratch(population, size, shuffled);
        let scratch = &mut scratch[..if wanted { population } else { 0 }];
        shuffle::choice(&mut pcg64(), population, shuffled, scratch, &mut chosen).unwrap();
        assert_eq!(sum_ints(&chosen), expected);
    }
}

#[test]
fn vectors() {
    let mut counts = [0; 3 * DRAWS];
    let (mut g, mut aux) = (mt19937(), Aux::default());
    for row in counts.chunks_exact_mut(3) {
        multivariate::multinomial(&mut g, &mut aux.binomial, 100, &[0.2, 0.5, 0.3], row);
    }
    assert_eq!(sum_ints(&counts), 0xbfb4_b3d2_468e_b0d1);
    multivariate::fill_multivariate_hypergeometric(&mut pcg64(), &[30, 5, 90], 70, &mut counts);
    assert_eq!(sum_ints(&counts), 0x264a_c46d_a7b2_48e5);
    let items = &mut [0; 125];
    multivariate::fill_multivariate_hypergeometric_count(&mut pcg64(), &[30, 5, 90], 70, items, &mut counts);
    assert_eq!(sum_ints(&counts), 0x6cce_e6ee_4df7_9025);
    for (alpha, expected) in
        [([0.5, 3.0, 1.0], 0x7538_1e03_f01c_890b), ([0.05, 0.01, 0.09], 0x7ac9_8fba_291e_482c)]
    {
        let (sampler, mut g) = (multivariate::Dirichlet::new(&alpha), pcg64());
        let mut out = [0.0; 3 * DRAWS];
        out.chunks_exact_mut(3).for_each(|row| sampler.draw(&mut g, row));
        assert_eq!(sum_reals(&out), expected);
    }
}

#[rustfmt::skip]
const STREAMS: &[(Family, &str, [f64; 3], u64)] = &[
    (Legacy, "beta", [0.5, 0.3, 0.0], 0xb00b_3c4e_3080_7116),
    (Legacy, "beta", [2.0, 7.0, 0.0], 0x8a3c_1989_ecdb_431b),
    (Legacy, "beta", [0.001, 0.2, 0.0], 0xbcd7_8776_29f3_3407),
    (Legacy, "exponential", [2.5, 0.0, 0.0], 0xe75f_b572_8643_0b79),
    (Legacy, "uniform", [-3.0, 10.0, 0.0], 0xb0ff_d117_ac35_2b98),
    (Legacy, "standard_gamma", [0.3, 0.0, 0.0], 0x2d07_72e3_9950_0e93),
    (Legacy, "standard_gamma", [1.0, 0.0, 0.0], 0x89cc_002b_c6c8_c5c8),
    (Legacy, "standard_gamma", [7.5, 0.0, 0.0], 0x5741_0365_260a_9978),
    (Legacy, "gamma", [2.0, 3.0, 0.0], 0xde20_8922_fe66_5d1d),
    (Legacy, "chisquare", [3.0, 0.0, 0.0], 0xc519_e20d_c7d6_7bb8),
    (Legacy, "f", [3.0, 5.0, 0.0], 0x545f_1531_4c74_4038),
    (Legacy, "standard_cauchy", [0.0, 0.0, 0.0], 0xc1ce_096f_1c86_c251),
    (Legacy, "standard_t", [4.0, 0.0, 0.0], 0x2f84_82ae_c089_d48b),
    (Legacy, "pareto", [3.0, 0.0, 0.0], 0x31a0_5cfe_a39b_b41c),
    (Legacy, "weibull", [1.5, 0.0, 0.0], 0x8862_1a71_24d8_4989),
    (Legacy, "power", [2.0, 0.0, 0.0], 0x887b_aeff_a8d6_2252),
    (Legacy, "laplace", [1.0, 2.0, 0.0], 0xfb66_5d7c_f296_c52e),
    (Legacy, "gumbel", [1.0, 2.0, 0.0], 0xf9b4_da29_3223_f54a),
    (Legacy, "logistic", [1.0, 2.0, 0.0], 0x454f_9b45_1680_33ee),
    (Legacy, "lognormal", [0.5, 0.8, 0.0], 0x560c_3543_7bae_ff0c),
    (Legacy, "wald", [2.0, 3.0, 0.0], 0x0a68_7086_210f_e106),
    (Legacy, "triangular", [-1.0, 0.0, 4.0], 0xb256_e22f_e28c_9b85),
    (Legacy, "poisson", [3.5, 0.0, 0.0], 0x1483_12fb_e1b8_eb2c),
    (Legacy, "poisson", [10.0, 0.0, 0.0], 0x1788_cc6c_b46b_f0b3),
    (Legacy, "poisson", [1000000.0, 0.0, 0.0], 0x6492_d840_123a_9d47),
    (Legacy, "zipf", [1.5, 0.0, 0.0], 0xf17e_2b79_adca_9612),
    (Legacy, "zipf", [4.0, 0.0, 0.0], 0x3140_ae6e_f90d_262d),
    (Legacy, "geometric", [0.5, 0.0, 0.0], 0x67be_84b2_4154_9501),
    (Legacy, "geometric", [0.01, 0.0, 0.0], 0x1ce1_9524_6897_68d1),
    (Legacy, "logseries", [0.9, 0.0, 0.0], 0xb8a6_aea7_130a_70cc),
    (Legacy, "standard_exponential", [0.0, 0.0, 0.0], 0x89cc_002b_c6c8_c5c8),
    (Legacy, "standard_normal", [0.0, 0.0, 0.0], 0xb92b_040c_be7a_40f9),
    (Legacy, "normal", [5.0, 2.0, 0.0], 0x3746_e964_396f_6d32),
    (Legacy, "rayleigh", [2.0, 0.0, 0.0], 0x8bf2_ceb4_4888_05bb),
    (Legacy, "noncentral_f", [3.0, 5.0, 2.0], 0x07dc_0364_71ef_8df5),
    (Legacy, "noncentral_chisquare", [3.0, 2.0, 0.0], 0x2409_edb2_6e65_98ad),
    (Legacy, "noncentral_chisquare", [0.5, 2.0, 0.0], 0xb8fc_7db8_21dd_d58f),
    (Legacy, "vonmises", [1.0, 2.0, 0.0], 0x82d6_61ff_7142_45d1),
    (Legacy, "vonmises", [0.0, 1e-06, 0.0], 0x3aa1_805b_e2c1_a187),
    (Legacy, "negative_binomial", [5.0, 0.3, 0.0], 0xe0c5_6921_5e14_62fe),
    (Legacy, "random", [0.0, 0.0, 0.0], 0xb47b_e503_c9f5_5d2a),
    (Legacy, "binomial", [60.0, 0.5, 0.0], 0x2e03_945b_78f2_fd36),
    (Legacy, "binomial", [61.0, 0.5, 0.0], 0x5337_a9ea_f631_2670),
    (Legacy, "binomial", [1000000.0, 0.3, 0.0], 0x4c9b_06da_d40b_8388),
    (Legacy, "binomial", [100.0, 0.9, 0.0], 0xc138_0585_337a_0b61),
    (Legacy, "hypergeometric", [5.0, 5.0, 4.0], 0x5548_5d14_1d21_20fc),
    (Legacy, "hypergeometric", [100.0, 200.0, 50.0], 0xa39a_732b_6c68_87b0),
    (Legacy, "hypergeometric", [200.0, 100.0, 250.0], 0x5fb0_b263_3da1_6f72),
    (Generator, "beta", [0.5, 0.3, 0.0], 0xe703_47be_6882_8bc1),
    (Generator, "beta", [2.0, 7.0, 0.0], 0x6c05_facd_a290_3ee8),
    (Generator, "beta", [0.001, 0.2, 0.0], 0xfa13_40da_c3f5_4ce9),
    (Generator, "exponential", [2.5, 0.0, 0.0], 0x3c38_5924_ac65_5bf8),
    (Generator, "uniform", [-3.0, 10.0, 0.0], 0xe749_757d_7f72_549f),
    (Generator, "standard_gamma", [0.3, 0.0, 0.0], 0xbe8d_6f76_3c4a_7599),
    (Generator, "standard_gamma", [1.0, 0.0, 0.0], 0xc297_01fb_db9e_1fbb),
    (Generator, "standard_gamma", [7.5, 0.0, 0.0], 0xee9e_2c95_e6d9_148e),
    (Generator, "gamma", [2.0, 3.0, 0.0], 0xe4aa_0bed_8a13_b766),
    (Generator, "chisquare", [3.0, 0.0, 0.0], 0x5817_7e62_f526_862f),
    (Generator, "f", [3.0, 5.0, 0.0], 0x73c5_10fa_51d9_d13f),
    (Generator, "standard_cauchy", [0.0, 0.0, 0.0], 0xcf9c_01b8_8291_ad69),
    (Generator, "standard_t", [4.0, 0.0, 0.0], 0x0d52_c403_d85f_13e2),
    (Generator, "pareto", [3.0, 0.0, 0.0], 0x0baa_ebb8_9c13_b752),
    (Generator, "weibull", [1.5, 0.0, 0.0], 0xe077_0adb_dc90_56a5),
    (Generator, "power", [2.0, 0.0, 0.0], 0xc47b_d1da_910b_da42),
    (Generator, "laplace", [1.0, 2.0, 0.0], 0xa004_ff2a_0483_6f3f),
    (Generator, "gumbel", [1.0, 2.0, 0.0], 0xa675_a75a_0e44_9cf8),
    (Generator, "logistic", [1.0, 2.0, 0.0], 0xd28b_7181_e022_ac6f),
    (Generator, "lognormal", [0.5, 0.8, 0.0], 0x3ad9_c47c_6934_7de7),
    (Generator, "wald", [2.0, 3.0, 0.0], 0xc714_549b_e033_732c),
    (Generator, "triangular", [-1.0, 0.0, 4.0], 0x5c13_aa37_8d93_59c8),
    (Generator, "poisson", [3.5, 0.0, 0.0], 0x945b_8f7f_832a_045e),
    (Generator, "poisson", [10.0, 0.0, 0.0], 0x5431_8199_b2f9_6646),
    (Generator, "poisson", [1000000.0, 0.0, 0.0], 0xcfc7_70c2_b51a_8a58),
    (Generator, "zipf", [1.5, 0.0, 0.0], 0x8786_7bdb_06d1_e224),
    (Generator, "zipf", [4.0, 0.0, 0.0], 0x104e_774c_9176_6c21),
    (Generator, "geometric", [0.5, 0.0, 0.0], 0x8f04_babe_5c68_ce4d),
    (Generator, "geometric", [0.01, 0.0, 0.0], 0xfabd_56e5_a4c6_abf4),
    (Generator, "logseries", [0.9, 0.0, 0.0], 0xea26_29a0_3421_1852),
    (Generator, "standard_exponential", [0.0, 0.0, 0.0], 0xc297_01fb_db9e_1fbb),
    (Generator, "standard_normal", [0.0, 0.0, 0.0], 0x8fba_1899_c57d_7195),
    (Generator, "normal", [5.0, 2.0, 0.0], 0xb0f4_d842_96ab_96ea),
    (Generator, "rayleigh", [2.0, 0.0, 0.0], 0x8a0b_fac6_f05a_8546),
    (Generator, "noncentral_f", [3.0, 5.0, 2.0], 0x42a9_05f9_132e_468c),
    (Generator, "noncentral_chisquare", [3.0, 2.0, 0.0], 0x755c_0483_628d_2ac4),
    (Generator, "noncentral_chisquare", [0.5, 2.0, 0.0], 0xd4f2_a543_3074_0de0),
    (Generator, "vonmises", [1.0, 2.0, 0.0], 0x023c_8a37_bb6a_b5a7),
    (Generator, "vonmises", [0.0, 1e-06, 0.0], 0x620d_0c2e_cb4b_a46d),
    (Generator, "vonmises", [3.0, 10000000.0, 0.0], 0xb023_9316_4636_9da1),
    (Generator, "negative_binomial", [5.0, 0.3, 0.0], 0xdb4c_5c78_6cb2_c076),
    (Generator, "random", [0.0, 0.0, 0.0], 0x599a_9ea9_9e4b_1a82),
    (Generator, "binomial", [60.0, 0.5, 0.0], 0xb6c7_86e1_e209_5240),
    (Generator, "binomial", [61.0, 0.5, 0.0], 0xf0e6_526c_3b6c_7531),
    (Generator, "binomial", [1000000.0, 0.3, 0.0], 0x39ee_e058_fbb6_894c),
    (Generator, "binomial", [100.0, 0.9, 0.0], 0xd7df_7b04_d622_f89c),
    (Generator, "hypergeometric", [5.0, 5.0, 4.0], 0xa570_22c5_68a9_d366),
    (Generator, "hypergeometric", [100.0, 200.0, 50.0], 0xd020_2a7e_d74a_9a9a),
    (Generator, "hypergeometric", [200.0, 100.0, 250.0], 0xa898_4beb_0577_0c02),
];

/// What `words` takes from a generator in one call and one by one, kept halves and the state after it included.
fn in_one_call_as_one_by_one<B: BitGenerator + Clone + PartialEq + std::fmt::Debug>(fresh: &B) {
    for kept in [false, true] {
        for len in (0..20).chain([255, 256, 257, 1000, 1001]) {
            let mut one = fresh.clone();
            if kept {
                one.next_u32();
            }
            let mut other = one.clone();
            let mut words = vec![0; len];
            one.fill_u32(&mut words);
            assert_eq!(words, (0..len).map(|_| other.next_u32()).collect::<Vec<_>>(), "{len} {kept}");
            assert_eq!(one, other, "{len} {kept}");
            for high in [1, 99, 1 << 20, 3 << 30, u32::MAX as i64 - 1, u32::MAX as i64, 1 << 40] {
                let (mut filled, mut buffer) = (vec![0i64; len], IntBuffer::default());
                i64::fill(&mut one, -3, high - 3, Method::Lemire, &mut filled);
                let drawn =
                    (0..len).map(|_| i64::draw(&mut other, &mut buffer, -3, high - 3, Method::Lemire));
                assert_eq!(filled, drawn.collect::<Vec<_>>(), "{len} {kept} {high}");
                assert_eq!(one, other, "{len} {kept} {high}");
            }
        }
    }
}

#[test]
fn words_of_one_call_are_those_of_many() {
    let seeds = SeedSequence::new(&[7]);
    in_one_call_as_one_by_one(&Pcg64::from_seed_sequence(&seeds));
    in_one_call_as_one_by_one(&Pcg64Dxsm::from_seed_sequence(&seeds));
}
