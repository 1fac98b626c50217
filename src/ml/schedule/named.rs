//! Schedules by their names and keys, and the conventions of the library that they are to be like.

mod curves;
mod cycles;
mod steps;

use super::keys::{Allowed, Keys};
use super::{Origin, RestartShape, Restarts, Schedule, Warmup};

/// Whose conventions and defaults a schedule has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Like {
    /// Ours: ends are held, a warm-up comes before a schedule's own updates.
    Own,
    /// PyTorch 2.15.
    Torch,
    /// Keras 3.15.
    Keras,
    /// Optax 0.2.8.
    Optax,
    /// transformers 5.23.
    Hf,
    /// timm 1.0.
    Timm,
    /// fastai 2.8.
    Fastai,
    /// burn 0.21.
    Burn,
    /// The Keras callback of the cyclical policies.
    Clr,
    /// torch-lr-finder 0.2.
    TorchLrFinder,
    /// Lightning 2.6.
    Lightning,
}

/// Every library by its name on the command line.
pub const LIBRARIES: [(&str, Like); 10] = [
    ("torch", Like::Torch),
    ("keras", Like::Keras),
    ("optax", Like::Optax),
    ("hf", Like::Hf),
    ("timm", Like::Timm),
    ("fastai", Like::Fastai),
    ("burn", Like::Burn),
    ("clr", Like::Clr),
    ("torch-lr-finder", Like::TorchLrFinder),
    ("lightning", Like::Lightning),
];

/// A kind of schedule: its name, what libraries call it, its keys, and what it does.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Its name.
    pub name: &'static str,
    /// Other names, without case, dashes and the words schedule, scheduler, decay and lr at their ends.
    pub aliases: &'static [&'static str],
    /// Its keys, those with a default followed by it.
    pub keys: &'static str,
    /// What it does, as a formula or in words.
    pub what: &'static str,
    make: fn(&mut Keys, Like) -> Schedule,
}

/// Every kind.
pub const KINDS: [Kind; 25] = [
    Kind {
        name: "constant",
        aliases: &["constantwithwarmup"],
        keys: "lr, factor=1, factor_steps=0",
        what: "lr, times factor for the first factor_steps",
        make: steps::constant,
    },
    Kind {
        name: "step",
        aliases: &["steplr"],
        keys: "lr, gamma=0.1, every, offset=0",
        what: "lr gamma^floor((t + offset)/every)",
        make: steps::step,
    },
    Kind {
        name: "multi-step",
        aliases: &["multistep"],
        keys: "lr, gamma=0.1, milestones, change=at",
        what: "lr gamma^(milestones passed)",
        make: steps::multi_step,
    },
    Kind {
        name: "piecewise",
        aliases: &["piecewiseconstant"],
        keys: "values, boundaries, change=at",
        what: "one value after another",
        make: steps::piecewise,
    },
    Kind {
        name: "exponential",
        aliases: &[],
        keys: "lr, rate, every=1, staircase=false, begin=0, end",
        what: "lr rate^(t/every)",
        make: steps::exponential,
    },
    Kind {
        name: "inverse-time",
        aliases: &["timebased", "time"],
        keys: "lr, rate, every=1, staircase=false",
        what: "lr/(1 + rate t/every)",
        make: steps::inverse_time,
    },
    Kind {
        name: "inverse-time-compounded",
        aliases: &["timecompounded"],
        keys: "lr, rate",
        what: "lr(t) = lr(t-1)/(1 + rate t)",
        make: steps::compounded,
    },
    Kind {
        name: "linear",
        aliases: &["linearwithwarmup"],
        keys: "lr, end=0, steps",
        what: "a straight line from lr to end",
        make: curves::linear,
    },
    Kind {
        name: "polynomial",
        aliases: &["poly", "polynomialwithwarmup", "polynomialdecaywithwarmup"],
        keys: "lr, end=0, steps, power=1, cycle=false",
        what: "(lr - end)(1 - t/steps)^power + end",
        make: curves::polynomial,
    },
    Kind {
        name: "cosine",
        aliases: &[
            "cosineannealing",
            "cosinewithwarmup",
            "cosinewithminlr",
            "cosineclosedform",
            "cosineannealingclosedform",
        ],
        keys: "lr, end=0, steps, past=hold, cycles=0.5, exponent=1",
        what: "end + (lr - end)(1 + cos(pi t/steps))/2",
        make: curves::cosine,
    },
    Kind {
        name: "cosine-restarts",
        aliases: &[
            "cosineannealingwarmrestarts",
            "cosinewarmrestarts",
            "cosinedecayrestarts",
            "sgdr",
            "cosinewithhardrestarts",
            "cosinewithhardrestartswithwarmup",
            "cosinewithrestarts",
            "fitsgdr",
        ],
        keys: "lr, end=0, first, multiply=1, decay=1, limit",
        what: "cosines that start again",
        make: curves::restarts,
    },
    Kind {
        name: "tanh",
        aliases: &[],
        keys: "lr, end=0, steps, lb=-7, ub=3",
        what: "end + (lr - end)(1 - tanh(lb (1 - p) + ub p))/2, p = t/steps",
        make: curves::tanh,
    },
    Kind {
        name: "inverse-sqrt",
        aliases: &["inversesquareroot", "inversesqrtwithwarmup"],
        keys: "lr, warmup=0, timescale=warmup",
        what: "lr sqrt(timescale/(t + timescale - warmup))",
        make: curves::inverse_root,
    },
    Kind {
        name: "noam",
        aliases: &["noamlambda"],
        keys: "factor=1, model_size=512, warmup=4000",
        what: "factor model_size^-0.5 min(s^-0.5, s warmup^-1.5), s = t + 1",
        make: curves::noam,
    },
    Kind {
        name: "wsd",
        aliases: &["warmupstabledecay"],
        keys: "lr, warmup=0, stable, decay, end=0, shape=linear",
        what: "warm-up, plateau, decay",
        make: curves::stable,
    },
    Kind {
        name: "ramp-linear",
        aliases: &["schedlin", "lin", "linearramp"],
        keys: "start, end, steps",
        what: "start + p (end - start), p = t/steps",
        make: curves::ramp_linear,
    },
    Kind {
        name: "ramp-cosine",
        aliases: &["schedcos", "cos"],
        keys: "start, end, steps",
        what: "start + (1 - cos(pi p))(end - start)/2",
        make: curves::ramp_cosine,
    },
    Kind {
        name: "ramp",
        aliases: &["schedexp", "exp", "rangetest", "rampexponential"],
        keys: "start, end, steps",
        what: "start (end/start)^p: a range test",
        make: curves::ramp_exponential,
    },
    Kind {
        name: "ramp-power",
        aliases: &["schedpoly"],
        keys: "start, end, steps, power",
        what: "start + p^power (end - start)",
        make: curves::ramp_power,
    },
    Kind {
        name: "triangular",
        aliases: &["cyclic", "cyclical"],
        keys: "base, max, step_size (up, down), base_momentum, max_momentum",
        what: "up and down between base and max",
        make: cycles::triangular,
    },
    Kind {
        name: "triangular2",
        aliases: &[],
        keys: "as triangular",
        what: "half as high each cycle: a fixed cyclic decay",
        make: cycles::halving,
    },
    Kind {
        name: "exp-range",
        aliases: &["exprange"],
        keys: "as triangular, gamma",
        what: "times gamma^t: an exponential cyclic decay",
        make: cycles::exponential,
    },
    Kind {
        name: "one-cycle",
        aliases: &["onecycle", "cosineonecycle", "linearonecycle", "fitonecycle", "1cycle"],
        keys: "max, steps, up=0.3, div=25, final_div=1e4, anneal=cos, three_phase=false, momentum=true",
        what: "up once, down once",
        make: cycles::one_cycle,
    },
    Kind {
        name: "flat-cosine",
        aliases: &["flatcos", "fitflatcos"],
        keys: "lr, end=0, steps, flat=0.75",
        what: "lr for a share of the updates, then half a cosine down",
        make: cycles::flat_cosine,
    },
    Kind {
        name: "plateau",
        aliases: &["reduceonplateau", "reducelronplateau"],
        keys: "lr, factor=0.1, patience=10, threshold=1e-4, threshold_mode=rel, mode=min, cooldown=0, min_lr=0, eps=1e-8",
        what: "lowered when a metric no longer gets better",
        make: cycles::plateau,
    },
];

/// The kind of a name, ours or a library's.
///
/// # Errors
///
/// A name that is none, with one that is near.
pub fn kind(name: &str) -> Result<&'static Kind, String> {
    let bare = |text: &str| -> String {
        let mut text: String = text.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        loop {
            let cut = ["schedule", "scheduler", "decay", "lr", "withwarmup"]
                .iter()
                .find_map(|end| text.strip_suffix(end).filter(|rest| !rest.is_empty()).map(str::to_owned));
            match cut {
                Some(cut) => text = cut,
                // Some libraries name what comes after a warm-up by both.
                None if text.starts_with("warmup") && !text.starts_with("warmupstable") => {
                    drop(text.drain(.."warmup".len()));
                }
                None if text.starts_with("get") => drop(text.drain(.."get".len())),
                None => return text,
            }
        }
    };
    let wanted = bare(name);
    let names = |kind: &Kind| {
        std::iter::once(kind.name).chain(kind.aliases.iter().copied()).any(|one| bare(one) == wanted)
    };
    KINDS.iter().find(|kind| names(kind)).ok_or_else(|| {
        let near = KINDS.iter().max_by(|one, other| {
            strsim::jaro_winkler(&bare(one.name), &wanted)
                .total_cmp(&strsim::jaro_winkler(&bare(other.name), &wanted))
        });
        let near = near.filter(|near| strsim::jaro_winkler(&bare(near.name), &wanted) > 0.75);
        let advice = near.map_or(String::new(), |near| format!("; did you mean `{}`?", near.name));
        format!("`{name}` is no schedule{advice}")
    })
}

/// The schedule of a name, with its keys by our names or the library's, under the library's conventions and defaults.
///
/// `warmup` (or `num_warmup_steps`, `warmup_steps`, `warmup_t`) puts a rise before any of them.
///
/// # Errors
///
/// Every problem at once: a name or a key that is none, with one that is near; values out of their bounds; keys that are missing.
pub fn named(name: &str, like: Like, keys: &mut Keys) -> Result<Schedule, Vec<String>> {
    let kind = kind(name).map_err(|problem| vec![problem])?;
    if kind.name == "one-cycle" && name.to_lowercase().starts_with("linear") {
        keys.say_unless_given("anneal", "linear");
    }
    let schedule = (kind.make)(keys, like);
    let schedule = match kind.name {
        // They have a rise of their own.
        "inverse-sqrt" | "noam" | "wsd" => schedule,
        _ => warmed(schedule, keys, like),
    };
    keys.finish()?;
    Ok(schedule)
}

const WARMUP: [&str; 4] = ["warmup", "num_warmup_steps", "warmup_steps", "warmup_t"];

/// How many updates of a warm-up are asked for; schedules whose library counts them in need to know.
fn warmup_of(keys: &mut Keys) -> u64 {
    keys.count(&WARMUP, Some(0), 0)
}

/// A rise before a schedule, where one is asked for.
fn warmed(then: Schedule, keys: &mut Keys, like: Like) -> Schedule {
    let steps = warmup_of(keys);
    let from = match like {
        // There the lr at the beginning is that of the rise; the peak is another key.
        Like::Keras | Like::Optax => None,
        _ => keys.maybe(&["warmup_from", "warmup_lr_init", "warmup_init"], Allowed::NotNegative),
    };
    let apart = like == Like::Optax || keys.has(&["warmup_target"]);
    let initial = if keys.has(&WARMUP) && matches!(like, Like::Keras | Like::Optax) && apart {
        keys.maybe(&["warmup_from", "initial_learning_rate", "init_value"], Allowed::NotNegative)
    } else {
        None
    };
    let first = keys.truth(&["warmup_first_step"], false);
    // timm counts from the first of all updates, but for schedules in steps.
    let steps_of_timm = matches!(then, Schedule::Decay(_) | Schedule::MultiStep { .. });
    let prefix = if like == Like::Timm { keys.truth(&["warmup_prefix"], steps_of_timm) } else { true };
    // Keras has no rise where its target is not said.
    let none = like == Like::Keras && keys.has(&["initial_learning_rate"]) && !keys.has(&["warmup_target"]);
    if steps == 0 || none {
        return then;
    }
    let to = match &then {
        // Its hyperbolic tangent does not begin at 0, and so not at the lr.
        Schedule::Restarts(Restarts { shape: RestartShape::Tanh { .. }, lr, .. }) if prefix => *lr,
        Schedule::Restarts(Restarts { shape: RestartShape::Tanh { .. }, .. }) => then.at(steps),
        // It rises to the peak, whatever the end clips.
        Schedule::Decay(decay) if like == Like::Optax => decay.lr,
        _ => then.at(0),
    };
    let origin = if prefix { Origin::Own } else { Origin::All };
    Schedule::Warmup(Box::new(Warmup {
        steps,
        from: from.or(initial).unwrap_or(0.0),
        to,
        first: u64::from(first),
        then,
        origin,
    }))
}

/// The names of the lr at the beginning; under a warm-up some libraries keep theirs for the rise and name the peak apart.
fn lr(keys: &mut Keys, like: Like) -> f64 {
    const PEAK: [&str; 4] = ["lr", "peak", "warmup_target", "peak_value"];
    const ANY: [&str; 12] = [
        "lr",
        "peak",
        "warmup_target",
        "peak_value",
        "base_lr",
        "initial_learning_rate",
        "init_value",
        "initial_lr",
        "init",
        "start",
        "value",
        "lr_max",
    ];
    let rise = keys.has(&WARMUP) && (like == Like::Optax || like == Like::Keras && keys.has(&PEAK));
    let lr = keys.number(if rise { &PEAK } else { &ANY }, None, Allowed::NotNegative);
    if like == Like::Burn && lr > 1.0 {
        keys.problem(format!("`lr` is {lr}, and burn takes none above 1"));
    }
    lr
}
