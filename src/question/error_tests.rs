use super::*;

#[test]
fn each_refusal_says_what_to_do() {
    let cases: [(Error, &str); 11] = [
        (Error::LotSplitsBatch { first: 5, batch_size: 10, below: 1, above: 11 }, "units `1` and `11`"),
        (
            Error::NotWholeBatches { units: 37, batch_size: 10, below: Some(30), above: Some(40) },
            "`30` or `40`",
        ),
        (Error::TooManyRoundedUnits { units: 9, most: 8 }, "leave `unit` out of `steps`"),
        (Error::NoSuchVariance { name: "rate variance" }, "need `cost`"),
        (Error::NoMachineLearning, "`--features ml`"),
        (Error::PriceInTime, "`of = \"cost\"`"),
        (Error::NoHours, "`first_time`"),
        (Error::NoHourlyLine, "`per = \"hour\"`"),
        (Error::NoTime, "`of = \"cost\"`"),
        (Error::NoCosts, "`of = \"time\"`"),
        (Error::too_large("the total"), "ask for fewer units"),
    ];
    for (error, advice) in cases {
        let help = error.help().unwrap();
        assert!(help.contains(advice), "{error}: {help}");
        // A variation that fails for it says the same.
        let varied = Error::Variation { label: "85%".into(), error: Box::new(error) };
        assert_eq!(varied.help(), Some(help));
    }
    let circular = cost::Error::Circular { line: "Overhead".into() };
    assert_eq!(Error::Cost(circular).help(), None);
}
