//! Jumping ahead in the Mersenne Twister (Haramoto, Matsumoto, Nishimura, Panneton & L'Ecuyer, "Efficient
//! Jump Ahead for F2-Linear Random Number Generators", INFORMS J. Comput. 20, 2008).
//!
//! A step is linear over the field of two elements, so 2^128 of them are a polynomial in one step: the
//! remainder of x^(2^128) modulo the minimal polynomial of the generator.

use super::mt19937::{twisted, M, N};

/// The state `key`, of which `pos` words are used up, after 2^128 words; `pos` is below 624.
pub(super) fn jump(key: &[u32; N], pos: usize) -> ([u32; N], usize) {
    let start = Ring { key: *key, pos };
    let degree = 64 * POLYNOMIAL.len() - 1 - POLYNOMIAL[POLYNOMIAL.len() - 1].leading_zeros() as usize;
    // Horner's rule, from the coefficient below the leading one down to the constant.
    let mut sum = start.clone();
    for power in (0..degree).rev() {
        sum.step();
        if POLYNOMIAL[power / 64] >> (power % 64) & 1 == 1 {
            sum.add(&start);
        }
    }
    (sum.key, sum.pos)
}

/// The state as a ring: the oldest word is at `pos` and the next one is written there.
#[derive(Clone)]
struct Ring {
    key: [u32; N],
    pos: usize,
}

impl Ring {
    fn step(&mut self) {
        let at = |i: usize| if i >= N { i - N } else { i };
        let (this, next) = (self.key[self.pos], self.key[at(self.pos + 1)]);
        self.key[self.pos] = self.key[at(self.pos + M)] ^ twisted(this, next);
        self.pos = at(self.pos + 1);
    }

    /// Adds another state, oldest word to oldest word.
    fn add(&mut self, other: &Ring) {
        let words = other.key[other.pos..].iter().chain(&other.key[..other.pos]);
        let (newer, older) = self.key.split_at_mut(self.pos);
        for (word, &add) in older.iter_mut().chain(newer).zip(words) {
            *word ^= add;
        }
    }
}

/// Coefficients of x^(2^128) modulo the minimal polynomial, lowest power in the lowest bit of the first word.
/// Computed with the Berlekamp-Massey algorithm on the output and 128 squarings.
#[rustfmt::skip]
const POLYNOMIAL: [u64; 312] = [
    0xb570_9ec4_72de_3963, 0xa823_f8e5_8827_9bb6, 0x041f_2259_26d8_3e59, 0x8b52_1777_e7fd_bb15,
    0xbf28_12d5_48b5_e756, 0x0b48_49aa_e4b0_adb9, 0xe96d_39ce_3e92_8b83, 0x09ea_f2e8_af61_31d3,
    0xc181_4c7b_3354_8456, 0xfebd_07bc_893a_7c83, 0x5147_dcbf_01bd_8267, 0x9afe_f574_e2a6_7de6,
    0xf0d3_deca_b833_4d09, 0xd884_703b_5561_fd58, 0xb39b_8f42_ef5c_803b, 0xd61c_fed3_20df_b761,
    0x4741_6177_cf5f_3e5b, 0x8ea9_cfab_8e84_42e9, 0x60dd_f78d_585d_0ec0, 0xf0f7_d60e_2c9b_8528,
    0xca3e_e37d_b2bb_3bfc, 0x870e_d969_81c9_e659, 0xce52_4851_9573_a0de, 0x73cd_a5ed_7768_3b94,
    0xf43b_956c_56bc_fcbc, 0xbf04_b400_1f91_de14, 0x1d85_9831_9438_c481, 0x9d97_aed5_ca6a_e0a2,
    0xe75c_9519_9e46_4218, 0xcd43_455c_253c_5486, 0x7f82_82d4_73b5_ccd8, 0x192d_df99_c8ca_cd44,
    0x5288_b589_d6be_8546, 0x9819_557f_b4f2_6ca7, 0x03e7_3d28_2005_70eb, 0x78a1_14c9_264a_cc04,
    0x42ee_e897_95f0_fb7b, 0x67e7_51e8_abcc_80c2, 0x140e_87ef_1330_cc85, 0xd3f8_525e_913b_9a96,
    0x1ba1_158f_3ee3_d205, 0x1f6a_a87d_2c4c_db89, 0x878b_3223_9b5e_9a3a, 0xa48c_7778_a498_c3ed,
    0x1d08_f055_974a_c066, 0xd6de_80e9_c8a0_8242, 0x2892_ce4c_a1cf_0b40, 0x6041_68ae_8427_31c7,
    0xbecf_f8b2_dd23_ee6d, 0xa436_9751_dfac_7287, 0x4a58_40d9_ba8b_c89d, 0xf53b_dbed_a7a5_8582,
    0xa414_9d1c_cfba_4997, 0xf2c7_2905_d5c6_6fc3, 0xae4d_8e96_ce68_ad39, 0xc588_f396_f213_a9b5,
    0x2c61_8d4e_9d61_16bb, 0xebfb_61f3_b344_20d1, 0xcbdc_a6f2_3b70_2ed7, 0xbe28_3395_7cb7_8166,
    0x20c0_d096_03a2_436a, 0xbf49_b815_e190_aa6f, 0x9b45_b903_49d7_8dc3, 0x67eb_90e3_0aa4_c4c8,
    0x7f5c_eab1_f32b_13f0, 0x641e_aedb_ccc4_8294, 0x80b5_5358_6d6a_afb6, 0xf1fa_779a_72b5_5832,
    0x8992_aefd_3b60_af74, 0x2835_9472_4fa6_09f2, 0x527d_c1a9_61e7_aaf1, 0xbcad_693f_834e_8087,
    0x9517_1796_c9ca_3bf6, 0xb7d3_6775_9f41_164a, 0x5c77_677b_cf20_cf3b, 0x47df_d69f_f476_5b01,
    0xd708_247f_d90d_6e15, 0xad79_9628_5fe9_5113, 0xfcfb_0ce2_c627_f9f2, 0x4b00_3380_0f24_41ce,
    0x50fa_780b_7216_1100, 0xb71c_a8b7_1f72_b11a, 0x5475_bace_ffab_42fd, 0x356e_ef78_91c2_8b39,
    0xdc80_086d_1441_c9c3, 0xb5c3_0ec9_96c4_7491, 0xa932_1add_a254_e42d, 0xc30b_ee5b_963a_3612,
    0xdf14_1323_635c_75c7, 0x8926_e38f_3830_8f58, 0x8977_54d8_71b6_9592, 0x5bc0_6174_3cdd_de5e,
    0xbebb_80a7_ad52_0904, 0xd91d_5d33_5cc2_84d4, 0x1109_0e41_8c6b_a748, 0x462c_ffbc_33bb_9929,
    0xefc6_8605_c42a_508e, 0x230e_6cd9_602a_3a14, 0x49b8_eb31_26c6_f9f4, 0x7c49_e7a4_51bd_358f,
    0x1910_bb39_47b5_92cb, 0xad0c_a518_3ced_6a5b, 0xd98c_a579_9346_1dcb, 0xecc5_cb65_9526_948e,
    0x0bdd_c87d_fd1a_431b, 0x7d98_20ac_5d69_4024, 0x716c_1ae1_ffeb_5538, 0x04f8_ed86_13cf_fb2f,
    0x1b32_eb97_d777_f039, 0x893d_a4ee_87c1_a95f, 0x9651_18d4_c235_f16c, 0xf990_23e2_e879_94ba,
    0x8912_68a5_bb8c_4545, 0x4d16_3861_e7cf_46b4, 0xca68_8c0e_0b2c_5681, 0xb863_46b5_3670_2e5f,
    0x72a6_0137_55e3_11bb, 0x47d1_0e13_142f_dc5c, 0xac08_8c30_a34c_e0cb, 0x4d79_a2e8_8f95_03fe,
    0x02b4_c095_9376_70c7, 0x0805_33c0_20f8_f5e0, 0xab1d_0c25_81fe_8f32, 0xb601_bb28_048f_776d,
    0xf8b8_e16e_9600_4a47, 0x4a9f_a042_6862_af7b, 0x5438_4ad4_b0b6_f662, 0x8167_0a57_a350_c0ee,
    0x3a2c_2820_2606_1dc1, 0xb974_9667_b575_f899, 0xaa85_3838_738d_fc2a, 0xa53a_92a4_00cc_c442,
    0xbdc8_cfa2_cfaf_5a3e, 0x529f_ee9d_0988_4265, 0x966c_709e_a4d7_f84f, 0xd142_65d4_4c80_bc42,
    0xb23c_2aed_f5eb_e7f3, 0xb7d4_7c42_8045_23f1, 0x7337_0568_a7cb_0aa9, 0x6615_8a1e_06d9_0ac5,
    0xc4a3_898c_9805_c7ad, 0x7fc5_3690_7890_adde, 0xc542_7e08_85c3_9b20, 0x2fba_05ed_c0c8_64f8,
    0x210a_d2bf_c365_017a, 0x609c_a003_8ffb_95ea, 0x84e6_63c4_8e6c_4f72, 0x753c_1ca8_3c11_0562,
    0x4864_2afc_8700_b723, 0xcef1_123e_14ac_952c, 0xf075_b8b8_ed84_973c, 0xf00a_255a_0cea_c5c9,
    0x7e77_e0da_dfcd_487c, 0x0071_cb97_8be5_750c, 0x28c4_386f_5608_27fe, 0xbf6b_3ad6_af40_49f0,
    0x2e30_06d1_a911_aadd, 0x2e84_89f9_5eb5_bb74, 0x8427_8164_c36f_b83d, 0x61e0_e6be_8230_2b47,
    0x11b5_9c56_0422_260e, 0x9cd5_ecaa_e4f2_0c9c, 0x9bc7_2523_f866_e2da, 0x816f_533c_52c4_1667,
    0xa0db_ff9e_47a3_235e, 0xea9c_a5a3_0c62_a756, 0xc512_67e9_de07_61a6, 0xf28b_8866_3eed_2af6,
    0xfd76_9663_695e_d01f, 0xbc47_fcdf_9065_af4e, 0x424e_389c_dfca_6259, 0xbb03_335e_166c_2c1b,
    0xc4be_33dd_2a73_a1a1, 0x4574_6bc2_e690_d058, 0x07d3_8d7f_94b4_3407, 0x74b8_51e4_6085_4fb3,
    0xd99d_f507_db3d_2ac2, 0x5d6c_254c_86d3_323b, 0xb4dd_3032_82bf_ac22, 0xb726_1a5f_b27e_023b,
    0x40f3_61bf_34fe_8179, 0xe716_500e_6c9e_7858, 0x35c6_ee0b_6587_3b06, 0xe4c5_d4fc_fb28_64e7,
    0x858e_e284_2819_01c6, 0x4480_3a65_e5fc_a3cd, 0xf9f4_1e41_f850_f7f6, 0x87cb_f3c9_65eb_5539,
    0xae05_6412_be2f_8074, 0xd8fe_916f_3c5c_b955, 0xd18c_cb5e_aec2_89df, 0x4461_57f2_0eef_81bf,
    0xde98_2175_4690_364a, 0xd094_591b_c159_7ea0, 0x7967_6e7a_b1ed_3e17, 0xa283_bdf6_c495_ebc1,
    0x6a06_b25c_648c_3570, 0x0deb_138c_398b_0580, 0x4e3d_096a_e511_08ed, 0xafde_012b_1dda_7416,
    0xcb00_1892_722f_0317, 0x82d7_56d2_2387_5cf7, 0x2091_ce44_c991_14de, 0x8a94_4ef9_d247_57b4,
    0xedf8_f12b_8594_145a, 0xf30c_0ce9_998c_4aff, 0xba65_7a58_9ce6_01a0, 0x94e6_ec8d_36a8_51dd,
    0x86ad_a470_ed46_b938, 0x46c7_14b9_409b_507d, 0xb628_043e_05c8_62a8, 0x8d76_3a8c_7ac4_a188,
    0x7f5b_a797_0adc_18b6, 0x5db4_bc6b_6907_3599, 0x3d08_7e22_444d_59d3, 0x6146_6f51_e9c0_4e89,
    0x151f_d405_548a_a4e6, 0x6090_5661_9155_5389, 0x3e3c_8561_5e8d_5619, 0x2491_156c_39c6_b81c,
    0x17b4_d42c_fc2f_d4a6, 0x2bd7_04cf_82c9_bcf9, 0x0540_3240_7b25_68ec, 0x7e03_7b6b_5d22_68d9,
    0x231f_10e7_d86b_ec7a, 0x964f_8501_ba01_6830, 0x9873_c321_a3b7_321f, 0xa5a2_50e1_350a_c2dd,
    0xc738_d247_2657_8385, 0xcd33_873c_0125_41ca, 0xd0cd_c82c_c590_7f19, 0x5656_cca4_5c2b_540a,
    0xa3d9_87b8_1f88_7dd1, 0x06a2_8478_83e7_fe48, 0x465f_2df8_9456_82db, 0xfac8_ffbc_9b49_4ce1,
    0xb12a_c825_598f_39cd, 0x3e5c_217e_fa99_231b, 0xe550_fdba_3b2d_8ba2, 0x846a_6733_8e51_0006,
    0xee48_a926_3e57_3194, 0x41c3_94c8_5ccd_36bd, 0xa19b_67f2_10a7_9620, 0x8a28_5c06_8b3f_d2a6,
    0x3637_050a_3a17_97d9, 0x7295_647e_63df_ca07, 0xbe8e_7601_7a7b_3bba, 0x3c1e_511a_ea66_0549,
    0x06c4_0c25_c7a1_931a, 0x7d18_8664_3796_cf70, 0xb9f7_0031_ccd9_fa38, 0x87fe_9735_601e_2c75,
    0xef64_5dd6_f8cd_68b0, 0x535d_7138_7d05_b323, 0x9032_7a26_5c02_f47f, 0xabd5_ea25_63ec_d3b2,
    0x302c_1641_0162_4325, 0x1cdf_a6bc_dbfb_eb93, 0xb159_87ed_8665_19a2, 0x0c31_ec84_1132_96f1,
    0xb413_2090_232a_35b2, 0x5351_72e3_92d0_c3c5, 0xfc24_a0a9_095f_fccb, 0x2546_326e_932c_038e,
    0x1bba_fc54_ccc1_5e47, 0xa848_6630_3cf2_a838, 0x8405_b4ae_1057_e025, 0x1eec_4c73_da36_738d,
    0x4f9f_f104_88b3_0f90, 0x6eab_7da8_85ee_a780, 0x6fe9_593d_40d9_fdbe, 0x6560_6c0c_3c85_0d3c,
    0x7030_8a34_b078_a231, 0x6d9a_7cbe_635a_f9bd, 0x6366_0519_ed73_ee32, 0x0e62_955f_1701_dd8d,
    0x9cb6_6a13_180d_b0e9, 0x78fb_88aa_d3c2_cd3e, 0xa285_9c52_85fd_be48, 0x902f_fd41_9579_f8f8,
    0x1f5e_048a_4b7c_6a7b, 0x706d_2495_8e26_2d89, 0x816d_7f42_ebbb_d878, 0x3e6c_c58a_88cd_fbf1,
    0xaa7d_fafd_754a_64ab, 0xb63c_d2f7_e98d_0a02, 0x72c5_b57f_38c8_c85c, 0xe479_da34_b97f_2b0a,
    0x7c86_232a_553e_33f7, 0xedc6_266d_b35c_c8f8, 0x14b7_f688_ca67_e7fe, 0xb3d3_d66f_072d_997b,
    0x1210_05b9_528c_6a42, 0x87d3_1f39_0df2_b622, 0xedae_db37_12ce_5fd4, 0x8e53_ff25_49de_c2f4,
    0x7640_41aa_e79e_435a, 0xb359_bd5e_29a3_ee70, 0x303a_cd04_5aa2_b047, 0x1657_95c2_b82a_2d07,
    0x950f_aac1_a64a_b733, 0xff19_5e03_dfa2_861f, 0x5eb3_60ec_8cd6_e865, 0x19e1_a74d_639c_b063,
    0x775c_20d6_7ec1_2528, 0x0872_2d7f_a44c_4ddf, 0x83d1_45bc_b0c9_2d32, 0x73da_60e4_3b22_07e8,
    0x9628_13b9_a13d_0929, 0xeb65_72d6_738f_420b, 0x80a4_a0ef_151a_52ca, 0x0000_0000_23ee_e457,
];
