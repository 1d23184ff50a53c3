//! Lines of `oracle.txt` (written by `generate.py` from NumPy 2.4.6): an operation, its arguments, what NumPy
//! answers, separated by tabs.
//!
//! A type is written as its dtype string, `{S|2,3|TYPE}` for sub-arrays,
//! `{R|aligned|itemsize|name~title~offset~TYPE|...}` for structured types.

use numen_dtype::*;

fn ty(text: &str) -> DType {
    let Some(body) = text.strip_prefix('{') else { return parse(text).unwrap() };
    let parts = split(&body[..body.len() - 1], '|');
    if parts[0] == "S" {
        let shape: Vec<i64> = parts[1].split(',').map(|n| n.parse().unwrap()).collect();
        return subarray(ty(&parts[2]), &shape).unwrap();
    }
    let field = |text: &String| {
        let p = split(text, '~');
        let title = (!p[1].is_empty()).then(|| p[1].clone());
        Field { name: p[0].clone(), title, offset: p[2].parse().unwrap(), dtype: ty(&p[3]) }
    };
    let fields = parts[3..].iter().map(field).collect();
    DType::record(Record::new(fields, parts[2].parse().unwrap(), parts[1] == "1"))
}

/// At separators outside braces.
fn split(text: &str, separator: char) -> Vec<String> {
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for c in text.chars() {
        depth += (c == '{') as i32 - (c == '}') as i32;
        if c == separator && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(c);
        }
    }
    parts
}

fn show(result: Result<DType, DTypeError>) -> String {
    result.map_or_else(failed, |d| format!("{} {}", d.repr(), d.char()))
}

fn failed(e: DTypeError) -> String {
    format!("{:?}: {}", e.class, e.message)
}

fn operand(text: &&str) -> Operand {
    match *text {
        "#int" => Operand::Weak(Weak::Int),
        "#float" => Operand::Weak(Weak::Float),
        "#complex" => Operand::Weak(Weak::Complex),
        t => Operand::Type(ty(t)),
    }
}

fn unit(code: &str) -> TimeUnit {
    TimeUnit::parse_code(code).unwrap()
}

fn datetime(text: &str, code: &str) -> String {
    match parse_datetime(text) {
        Ok(Instant::Date { civil, .. }) => civil.to_value(unit(code)).to_string(),
        Ok(Instant::NaT) => NAT.to_string(),
        Ok(other) => format!("{other:?}"),
        Err(e) => failed(e),
    }
}

fn convert(kind: &str, value: &str, from: &str, to: &str) -> String {
    let make = if kind == "M" { TimeConversion::datetime } else { TimeConversion::duration };
    make(unit(from), unit(to)).map_or_else(failed, |c| c.apply(value.parse().unwrap()).to_string())
}

fn answer(operation: &str, a: &[&str]) -> String {
    match operation {
        "cast" => cast_safety(&ty(a[0]), &ty(a[1])).map_or("never", Casting::name).to_string(),
        "promote" => show(try_promote(&ty(a[0]), &ty(a[1]))),
        "equal" => equivalent(&ty(a[0]), &ty(a[1])).to_string(),
        "result" => show(try_result_type(&a.iter().map(operand).collect::<Vec<_>>())),
        "parse" => show(parse_string(a[0], false).map(|p| p.dtype)),
        "repr" => ty(a[0]).repr(),
        "str" => ty(a[0]).display(),
        "typestr" => ty(a[0]).typestr(),
        "name" => ty(a[0]).name(),
        "descr" => ty(a[0]).descr().map_or_else(failed, |d| d.text()),
        "byteorder" => show(ty(a[0]).newbyteorder(a[1])),
        "format" => pep3118::to_format(&ty(a[0])).unwrap_or_else(failed),
        "read" => show(pep3118::from_format(a[0])),
        "datetime" => datetime(a[0], a[1]),
        "date" => format_datetime(a[0].parse().unwrap(), unit(a[1])).unwrap_or_else(failed),
        "convert" => convert(a[0], a[1], a[2], a[3]),
        other => panic!("unknown operation {other}"),
    }
}

#[test]
fn answers_are_numpys() {
    let mut wrong = Vec::new();
    let lines = include_str!("oracle.txt").lines();
    for line in lines.filter(|l| !l.is_empty()) {
        let parts: Vec<&str> = line.split('\t').collect();
        let (want, arguments) = parts[1..].split_last().unwrap();
        let got = answer(parts[0], arguments);
        if got != *want {
            wrong.push(format!("{}({}) = {got}, not {want}", parts[0], arguments.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
