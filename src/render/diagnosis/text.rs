//! A diagnosis for a person: the likeliest way beside the right one, the others after it.

use comfy_table::{ContentArrangement, Table};

use super::beside::pairs;
use super::{leads_to, said, verdict, worth};
use crate::diagnose::Fit;
use crate::explain::Step;
use crate::render::text::{bold, wrapped};
use crate::render::{Options, visible};
use crate::report::diagnosed::Diagnosed;

/// Narrower than this two columns are hard to read: the workings stand one under the other.
const NARROWEST_BESIDE: usize = 72;

/// Writes a diagnosis as text.
pub(super) fn render(found: &Diagnosed, options: Options, most: usize) -> String {
    let diagnosis = &found.diagnosis;
    let mut out = String::new();
    wrapped(&mut out, "", &bold(&visible(&found.title), options), options);
    wrapped(&mut out, "  ", &visible(&found.curve), options);
    out.push('\n');
    let right = &diagnosis.right;
    let text = format!("{}: {} = {}", visible(&found.id), right.name, bold(&right.text(), options));
    wrapped(&mut out, "", &text, options);
    wrapped(&mut out, "  ", &visible(&verdict(diagnosis)), options);
    if let Some(note) = &diagnosis.note {
        wrapped(&mut out, "  ", &format!("note: {}", visible(note)), options);
    }
    let Some((first, others)) = diagnosis.fits.split_first() else {
        if options.working {
            out.push('\n');
            steps("the right working", &diagnosis.working, options, &mut out);
        }
        return out;
    };
    out.push('\n');
    fit("", "most likely: ", first, options, &mut out);
    if options.working {
        compare(&diagnosis.working, &first.working, options, &mut out);
    }
    let shown = &others[..others.len().min(most - 1)];
    if !shown.is_empty() {
        out.push('\n');
        wrapped(&mut out, "", "it may also be:", options);
    }
    for other in shown {
        fit("  ", "", other, options, &mut out);
    }
    out.push('\n');
    for sentence in worth(diagnosis, most) {
        wrapped(&mut out, "", &visible(&sentence), options);
    }
    out
}

fn fit(indent: &str, label: &str, fit: &Fit, options: Options, out: &mut String) {
    wrapped(out, indent, &format!("{label}{}", bold(fit.code, options)), options);
    let inner = format!("{indent}  ");
    wrapped(out, &inner, &visible(&said(fit)), options);
    wrapped(out, &inner, &visible(&leads_to(fit)), options);
}

fn compare(right: &[Step], taken: &[Step], options: Options, out: &mut String) {
    out.push('\n');
    if options.width < NARROWEST_BESIDE {
        steps("the right working", right, options, out);
        steps("the working that leads to the answer given", taken, options, out);
        return;
    }
    let mut table = Table::new();
    let width = options.width.saturating_sub(2);
    table
        .load_style(comfy_table::presets::NOTHING)
        .set_content_arrangement(ContentArrangement::DynamicFullWidth)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX))
        .set_header(["right", "as it was done"]);
    for column in table.column_iter_mut() {
        column.set_constraint(comfy_table::ColumnConstraint::Absolute(comfy_table::Width::Percentage(50)));
    }
    for pair in pairs(right, taken) {
        table.add_row([visible(&pair.right), visible(&pair.taken)]);
    }
    for line in table.to_string().lines() {
        out.push_str(format!("  {line}").trim_end());
        out.push('\n');
    }
}

fn steps(heading: &str, working: &[Step], options: Options, out: &mut String) {
    wrapped(out, "  ", heading, options);
    for (number, step) in working.iter().enumerate() {
        wrapped(out, "    ", &format!("{}. {}", number + 1, visible(&step.line())), options);
    }
}
