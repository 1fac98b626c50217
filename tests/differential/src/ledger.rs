//! What was checked, how many times, and where it was worst.

use std::collections::BTreeMap;

use crate::high::High;

/// One function's record.
struct Record {
    cases: u64,
    /// The largest error over the size that it is measured by.
    worst: f64,
    at: String,
    bound: f64,
    beyond: u64,
}

/// Every function's record.
#[derive(Default)]
pub struct Ledger {
    records: BTreeMap<String, Record>,
}

impl Ledger {
    /// Holds `got` to `want`, an error relative to `want`; `bound` is the stated accuracy.
    pub fn hold(&mut self, what: &str, got: f64, want: &High, bound: f64, at: impl FnOnce() -> String) {
        self.hold_to(what, got, want, &want.abs(), bound, at);
    }

    /// [`hold`](Self::hold), the error relative to another size: that of the parts which nearly cancel, say.
    pub fn hold_to(
        &mut self,
        what: &str,
        got: f64,
        want: &High,
        size: &High,
        bound: f64,
        at: impl FnOnce() -> String,
    ) {
        let nearest = want.to_f64();
        // Past a double's normal range digits are lost by right.
        if want.is_zero() && got == 0.0 {
            self.count(what, 0.0, bound, at);
            return;
        }
        let largest = size.to_f64();
        if !(1e-290..1e300).contains(&largest) {
            if got.is_nan() && !nearest.is_nan() && largest < 1e-290 {
                self.count(what, f64::INFINITY, bound, || format!("{}: NaN for {want}", at()));
            }
            return;
        }
        let error =
            if got.is_finite() { ((High::from(got) - want).abs() / size).to_f64() } else { f64::INFINITY };
        self.count(what, error, bound, || format!("{}: {got:e} for {want}", at()));
    }

    /// Counts a case that is right or wrong, without an error between.
    pub fn hold_exactly(&mut self, what: &str, right: bool, at: impl FnOnce() -> String) {
        self.count(what, if right { 0.0 } else { f64::INFINITY }, 0.0, at);
    }

    fn count(&mut self, what: &str, error: f64, bound: f64, at: impl FnOnce() -> String) {
        if !self.records.contains_key(what) {
            let record = Record { cases: 0, worst: -1.0, at: String::new(), bound, beyond: 0 };
            self.records.insert(what.to_owned(), record);
        }
        let Some(record) = self.records.get_mut(what) else { return };
        record.cases += 1;
        record.beyond += u64::from(error > bound);
        if error > record.worst || error.is_nan() {
            record.worst = error;
            record.at = at();
        }
    }

    /// Writes every record, and says whether all kept within their bounds.
    pub fn report(&self) -> bool {
        let mut total = 0;
        let mut kept = true;
        for (what, record) in &self.records {
            total += record.cases;
            kept &= record.beyond == 0;
            let verdict =
                if record.beyond == 0 { String::new() } else { format!("  BEYOND in {}", record.beyond) };
            println!(
                "{what}: {} cases, worst {:.3e} ({:.2} eps), bound {:.1e}{verdict}\n    {}",
                record.cases,
                record.worst,
                record.worst / f64::EPSILON,
                record.bound,
                record.at
            );
        }
        println!("{total} cases");
        kept
    }
}
