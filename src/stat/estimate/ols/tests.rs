//! The regression against reference results and certified values.

use crate::stat::estimate::Double;
use crate::stat::estimate::design::oracle;
use crate::stat::estimate::ols::Covariate;
use crate::stat::estimate::ols::Errors;
use crate::stat::estimate::ols::ols;

fn column(name: &str, values: &[f64]) -> Covariate {
    let values = values.iter().map(|value| Double::from(*value)).collect();
    Covariate { name: name.to_owned(), values }
}

fn near(got: f64, want: f64) {
    assert!((got / want - 1.0).abs() < 1e-12, "got {got}, want {want}");
}

#[test]
fn the_reference_results_agree() {
    let cell = |at: usize| -> Vec<f64> {
        let lines = oracle::PANEL.lines().skip(1);
        lines.map(|line| line.split(',').nth(at).unwrap().parse().unwrap()).collect()
    };
    let reference = &oracle::all("ols.")[0];
    let columns = [column("population", &cell(4)), column("year", &cell(2))];
    let fit = ols(&cell(3), &columns, true).unwrap();
    let names = ["intercept", "population", "year"];
    for (name, found) in names.iter().zip(&fit.coefficients) {
        reference.check(&format!("coef.{name}"), found.value);
        reference.check(&format!("se.{name}"), found.se);
        let (t, p) = fit.test(found, found.se).unwrap().unwrap();
        reference.check(&format!("t.{name}"), t);
        reference.check(&format!("p.{name}"), p);
        let (low, high) = fit.interval(found, found.se, 0.95).unwrap();
        reference.check(&format!("ci95_low.{name}"), low);
        reference.check(&format!("ci95_high.{name}"), high);
        for (sort, se) in ["HC0", "HC1", "HC2", "HC3"].iter().zip(found.robust) {
            reference.check(&format!("se_{sort}.{name}"), se.unwrap());
        }
    }
    reference.check("r2", fit.r2);
    reference.check("adj_r2", fit.adjusted_r2);
    reference.check("sigma", fit.sigma);
    let (f, _, p) = fit.f.unwrap();
    reference.check("f", f);
    reference.check("f_p", p);
    reference.check("df_resid", fit.df);
}

#[test]
fn the_reference_trends_agree() {
    for reference in oracle::all("linear_trend.") {
        let (mut x, mut y) = (Vec::new(), Vec::new());
        for line in oracle::PANEL.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            if fields[1] == reference.group() {
                x.push(fields[2].parse().unwrap());
                y.push(fields[3].parse().unwrap());
            }
        }
        let fit = ols(&y, &[column("year", &x)], true).unwrap();
        let slope = fit.coefficients[1];
        reference.check("slope", slope.value);
        reference.check("intercept", fit.coefficients[0].value);
        reference.check("slope_se", slope.se);
        reference.check("slope_t", fit.test(&slope, slope.se).unwrap().unwrap().0);
        reference.check("slope_p", fit.test(&slope, slope.se).unwrap().unwrap().1);
        let (low, high) = fit.interval(&slope, slope.se, 0.95).unwrap();
        reference.check("slope_ci95_low", low);
        reference.check("slope_ci95_high", high);
    }
}

/// NIST reference data, Norris: y against x.
const NORRIS: [(f64, f64); 36] = [
    (0.1, 0.2),
    (338.8, 337.4),
    (118.1, 118.2),
    (888.0, 884.6),
    (9.2, 10.1),
    (228.1, 226.5),
    (668.5, 666.3),
    (998.5, 996.3),
    (449.1, 448.6),
    (778.9, 777.0),
    (559.2, 558.2),
    (0.3, 0.4),
    (0.1, 0.6),
    (778.1, 775.5),
    (668.8, 666.9),
    (339.3, 338.0),
    (448.9, 447.5),
    (10.8, 11.6),
    (557.7, 556.0),
    (228.3, 228.1),
    (998.0, 995.8),
    (888.8, 887.6),
    (119.6, 120.2),
    (0.3, 0.3),
    (0.6, 0.3),
    (557.6, 556.8),
    (339.3, 339.1),
    (888.0, 887.2),
    (998.5, 999.0),
    (778.9, 779.0),
    (10.2, 11.1),
    (117.6, 118.3),
    (228.9, 229.2),
    (668.4, 669.1),
    (449.2, 448.9),
    (0.2, 0.5),
];

#[test]
fn norris_has_its_certified_values() {
    let y: Vec<f64> = NORRIS.iter().map(|(y, _)| *y).collect();
    let x: Vec<f64> = NORRIS.iter().map(|(_, x)| *x).collect();
    let fit = ols(&y, &[column("x", &x)], true).unwrap();
    near(fit.coefficients[0].value, -0.262_323_073_774_029);
    near(fit.coefficients[0].se, 0.232_818_234_301_152);
    near(fit.coefficients[1].value, 1.002_116_818_020_45);
    near(fit.coefficients[1].se, 0.429_796_848_199_937e-3);
    near(fit.sigma, 0.884_796_396_144_373);
    near(fit.r2, 0.999_993_745_883_712);
    near(fit.f.unwrap().0, 5_436_385.540_796_96);
}

/// NIST reference data, Longley: the outcome, then six covariates.
const LONGLEY: [[f64; 7]; 16] = [
    [60323.0, 83.0, 234_289.0, 2356.0, 1590.0, 107_608.0, 1947.0],
    [61122.0, 88.5, 259_426.0, 2325.0, 1456.0, 108_632.0, 1948.0],
    [60171.0, 88.2, 258_054.0, 3682.0, 1616.0, 109_773.0, 1949.0],
    [61187.0, 89.5, 284_599.0, 3351.0, 1650.0, 110_929.0, 1950.0],
    [63221.0, 96.2, 328_975.0, 2099.0, 3099.0, 112_075.0, 1951.0],
    [63639.0, 98.1, 346_999.0, 1932.0, 3594.0, 113_270.0, 1952.0],
    [64989.0, 99.0, 365_385.0, 1870.0, 3547.0, 115_094.0, 1953.0],
    [63761.0, 100.0, 363_112.0, 3578.0, 3350.0, 116_219.0, 1954.0],
    [66019.0, 101.2, 397_469.0, 2904.0, 3048.0, 117_388.0, 1955.0],
    [67857.0, 104.6, 419_180.0, 2822.0, 2857.0, 118_734.0, 1956.0],
    [68169.0, 108.4, 442_769.0, 2936.0, 2798.0, 120_445.0, 1957.0],
    [66513.0, 110.8, 444_546.0, 4681.0, 2637.0, 121_950.0, 1958.0],
    [68655.0, 112.6, 482_704.0, 3813.0, 2552.0, 123_366.0, 1959.0],
    [69564.0, 114.2, 502_601.0, 3931.0, 2514.0, 125_368.0, 1960.0],
    [69331.0, 115.7, 518_173.0, 4806.0, 2572.0, 127_852.0, 1961.0],
    [70551.0, 116.9, 554_894.0, 4007.0, 2827.0, 130_081.0, 1962.0],
];

#[test]
fn longley_has_its_certified_values() {
    let cell = |at: usize| LONGLEY.map(|row| row[at]).to_vec();
    let columns: Vec<Covariate> =
        (1..7).map(|at| column(&format!("x{at}"), &cell(at))).collect();
    let fit = ols(&cell(0), &columns, true).unwrap();
    let certified = [
        (-3_482_258.634_595_82, 890_420.383_607_373),
        (15.061_872_271_373_3, 84.914_925_774_766_9),
        (-0.358_191_792_925_910e-1, 0.334_910_077_722_432e-1),
        (-2.020_229_803_816_83, 0.488_399_681_651_699),
        (-1.033_226_867_173_59, 0.214_274_163_161_675),
        (-0.511_041_056_535_807e-1, 0.226_073_200_069_370),
        (1_829.151_464_613_55, 455.478_499_142_212),
    ];
    for (found, (value, se)) in fit.coefficients.iter().zip(certified) {
        near(found.value, value);
        near(found.se, se);
    }
    near(fit.sigma, 304.854_073_561_965);
    near(fit.r2, 0.995_479_004_577_296);
    near(fit.f.unwrap().0, 330.285_339_234_588);
}

#[test]
fn a_polynomial_that_fits_exactly_has_its_coefficients_and_no_test() {
    // NIST reference data, Wampler 1 and 2: all coefficients 1, and 0.1 to the power.
    for base in [1.0_f64, 0.1] {
        let x: Vec<f64> = (0..21).map(f64::from).collect();
        let y: Vec<f64> =
            x.iter().map(|x| (0..6).map(|p| (base * x).powi(p)).sum()).collect();
        let fit = ols(&y, &powers(&x, 5), true).unwrap();
        for (power, found) in (0..).zip(&fit.coefficients) {
            assert!((found.value / base.powi(power) - 1.0).abs() < 1e-9, "{found:?}");
            assert_eq!(fit.test(found, found.se), Ok(None));
        }
        assert!(fit.exact && fit.f.is_none());
    }
}

#[test]
fn a_line_through_the_origin_has_no_intercept() {
    // NIST reference data, NoInt1: 60 … 70 against 130 … 140.
    let x: Vec<f64> = (60..71).map(f64::from).collect();
    let y: Vec<f64> = (130..141).map(f64::from).collect();
    let fit = ols(&y, &[column("x", &x)], false).unwrap();
    near(fit.coefficients[0].value, 2.074_380_165_289_26);
    near(fit.coefficients[0].se, 0.165_289_256_198_347e-1);
    near(fit.sigma, 3.567_530_340_063_38);
    near(fit.r2, 0.999_365_492_298_663);
    near(fit.f.unwrap().0, 15_750.25);
}

#[test]
fn a_large_offset_loses_no_digits_and_order_no_bit() {
    let x = [1.0, 2.0, 4.0, 5.0, 7.0, 8.0];
    let y = [2.5, 3.0, 6.25, 6.0, 9.75, 8.5];
    let plain = ols(&y, &[column("x", &x)], true).unwrap();
    let moved =
        ols(&y.map(|v| v + 1e12), &[column("x", &x.map(|v| v + 1e12))], true).unwrap();
    near(moved.coefficients[1].value, plain.coefficients[1].value);
    near(moved.coefficients[1].se, plain.coefficients[1].se);
    let mut turned = (x, y);
    turned.0.rotate_left(2);
    turned.1.rotate_left(2);
    let other = ols(&turned.1, &[column("x", &turned.0)], true).unwrap();
    assert_eq!(plain, other);
}

#[test]
fn robust_errors_differ_from_the_classical() {
    let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let y = [1.0, 2.2, 2.7, 4.6, 4.1, 7.9];
    let fit = ols(&y, &[column("x", &x)], true).unwrap();
    let slope = fit.coefficients[1];
    let of = |errors| slope.error(errors).unwrap();
    assert!(of(Errors::Hc0) < of(Errors::Hc1) && of(Errors::Hc1) < of(Errors::Hc3));
    assert!((of(Errors::Classical) - of(Errors::Hc1)).abs() > 1e-3);
}

#[test]
fn what_is_undefined_says_why() {
    let x = [1.0, 2.0, 3.0, 5.0];
    let y = [2.0, 1.0, 4.0, 3.0];
    let reason =
        |y: &[f64], columns: &[Covariate]| ols(y, columns, true).unwrap_err().reason;
    assert_eq!(
        reason(&y, &[column("x", &x), column("z", &x.map(|v| 2.0 * v + 1.0))]),
        "`z` is a combination of the covariates before it"
    );
    assert_eq!(reason(&y, &[column("x", &[7.1; 4])]), "`x` does not vary");
    assert_eq!(reason(&[1e12; 4], &[column("x", &x)]), "the outcome does not vary");
    assert_eq!(
        reason(&y[..2], &[column("x", &x[..2])]),
        "2 observations cannot tell 2 coefficients and leave an error"
    );
}

fn powers(x: &[f64], most: u32) -> Vec<Covariate> {
    let power = |p: u32| Covariate {
        name: format!("x{p}"),
        values: x.iter().map(|x| Double::from(*x).powi(p)).collect(),
    };
    (1..=most).map(power).collect()
}

/// NIST reference data, Filip: y and x.
const FILIP: &str = include_str!("../../../../tests/oracle/filip.txt");

#[test]
fn filip_s_tenth_power_has_its_certified_values() {
    let pairs: Vec<(f64, f64)> = FILIP
        .lines()
        .map(|line| line.split_once(' ').unwrap())
        .map(|(y, x)| (y.parse().unwrap(), x.parse().unwrap()))
        .collect();
    let (y, x): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
    let fit = ols(&y, &powers(&x, 10), true).unwrap();
    let certified = [
        (-1_467.489_614_229_80, 298.084_530_995_537),
        (-2_772.179_591_933_42, 559.779_865_474_950),
        (-2_316.371_081_608_93, 466.477_572_127_796),
        (-1_127.973_940_983_72, 227.204_274_477_751),
        (-354.478_233_703_349, 71.647_866_087_592_7),
        (-75.124_201_739_375_7, 15.289_717_874_740_0),
        (-10.875_318_035_534_3, 2.236_911_598_160_33),
        (-1.062_214_985_889_47, 0.221_624_321_934_227),
        (-0.670_191_154_593_408e-1, 0.142_363_763_154_724e-1),
        (-0.246_781_078_275_479e-2, 0.535_617_408_889_821e-3),
        (-0.402_962_525_080_404e-4, 0.896_632_837_373_868e-5),
    ];
    for (found, (value, se)) in fit.coefficients.iter().zip(certified) {
        assert!((found.value / value - 1.0).abs() < 1e-9, "{} {value}", found.value);
        assert!((found.se / se - 1.0).abs() < 1e-9, "{} {se}", found.se);
    }
    near(fit.sigma, 0.334_801_051_324_544e-2);
    near(fit.r2, 0.996_727_416_185_620);
}

#[test]
fn wampler_s_noise_has_its_certified_values() {
    // NIST reference data, Wampler 5.
    let y = [
        7_590_001.0,
        -20_479_994.0,
        20_480_063.0,
        -20_479_636.0,
        25_231_365.0,
        -20_476_094.0,
        20_489_331.0,
        -20_460_392.0,
        18_417_449.0,
        -20_413_570.0,
        20_591_111.0,
        -20_302_844.0,
        18_651_453.0,
        -20_077_766.0,
        21_059_195.0,
        -19_666_384.0,
        26_348_481.0,
        -18_971_402.0,
        22_480_719.0,
        -17_866_340.0,
        10_958_421.0,
    ];
    let x: Vec<f64> = (0..21).map(f64::from).collect();
    let fit = ols(&y, &powers(&x, 5), true).unwrap();
    let errors = [
        21_523_262.467_817_0,
        23_635_517.346_968_1,
        7_793_435.243_315_83,
        1_014_755.075_503_50,
        56_456.651_217_075_2,
        1_123.248_546_793_12,
    ];
    for (found, se) in fit.coefficients.iter().zip(errors) {
        near(found.value, 1.0);
        near(found.se, se);
    }
    near(fit.sigma, 23_601_450.237_926_8);
    near(fit.r2, 0.224_668_921_574_940e-2);
}
