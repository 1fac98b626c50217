//! A problem with one parameter held, as a profile asks it again and again.

use crate::fit::{Parameter, Problem, sum_of_squares};

/// A problem in which one parameter is fixed.
pub(super) struct Pinned<'p, P: ?Sized> {
    pub(super) problem: &'p P,
    pub(super) place: usize,
    pub(super) value: f64,
    pub(super) start: Vec<f64>,
    /// Where else to search from.
    pub(super) further: Vec<Vec<f64>>,
}

impl<P: Problem + ?Sized> Pinned<'_, P> {
    fn all(&self, at: &[f64]) -> Vec<f64> {
        let mut all = at.to_vec();
        all.insert(self.place, self.value);
        all
    }

    /// Slopes without those by the parameter that is fixed.
    fn without<T>(&self, into: &mut [f64], slopes: impl FnOnce(&mut [f64]) -> T) -> T {
        let rows = self.problem.observations();
        let mut whole = vec![0.0; into.len() + rows];
        let said = slopes(&mut whole);
        whole.drain(self.place * rows..(self.place + 1) * rows);
        into.copy_from_slice(&whole);
        said
    }

    /// Where the others may be: of the problem's guesses with the parameter held the lowest, then the lowest of those that are not near
    /// it, and so on.
    ///
    /// Near is what lies within a share of all guesses, counted along each parameter.
    pub(super) fn elsewhere(&self) -> Vec<Vec<f64>> {
        let guesses = self.problem.held(self.place, self.value);
        let mut residuals = vec![0.0; self.observations()];
        let mut found: Vec<(f64, Vec<f64>)> = Vec::with_capacity(guesses.len());
        for mut guess in guesses {
            guess.remove(self.place);
            if self.settled().is_some() {
                self.settle(&mut guess, &mut residuals);
            } else {
                self.residuals(&guess, &mut residuals);
            }
            let sum = sum_of_squares(&residuals);
            if sum.is_finite() {
                found.push((sum, guess));
            }
        }
        let searched = (0..self.parameters().len()).filter(|place| self.settled() != Some(*place));
        let ranks: Vec<Vec<usize>> = searched.map(|place| ranks(&found, |guess| guess.1[place])).collect();
        let near = found.len() / NEAR;
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by(|one, other| found[*one].0.total_cmp(&found[*other].0));
        let mut chosen: Vec<usize> = Vec::new();
        for guess in order {
            let is_near =
                |other: &usize| ranks.iter().all(|ranks| ranks[guess].abs_diff(ranks[*other]) <= near);
            if !chosen.iter().any(is_near) {
                chosen.push(guess);
                if chosen.len() == ELSEWHERE {
                    break;
                }
            }
        }
        chosen.into_iter().map(|guess| found[guess].1.clone()).collect()
    }
}

/// How many places a search begins from beside the one that the last one ended at.
const ELSEWHERE: usize = 6;
/// Guesses within one in so many of another are as good as the other.
const NEAR: usize = 12;

/// The place of each in the order of its key.
fn ranks<T>(all: &[T], key: impl Fn(&T) -> f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|one, other| key(&all[*one]).total_cmp(&key(&all[*other])));
    let mut ranks = vec![0; all.len()];
    for (rank, place) in order.into_iter().enumerate() {
        ranks[place] = rank;
    }
    ranks
}

impl<P: Problem + ?Sized> Problem for Pinned<'_, P> {
    fn parameters(&self) -> Vec<Parameter> {
        let mut parameters = self.problem.parameters();
        parameters.remove(self.place);
        parameters
    }

    fn observations(&self) -> usize {
        self.problem.observations()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        self.problem.residuals(&self.all(at), into);
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        self.without(into, |whole| self.problem.jacobian(&self.all(at), whole));
    }

    fn rough_jacobian(&self, at: &[f64], into: &mut [f64]) -> bool {
        self.without(into, |whole| self.problem.rough_jacobian(&self.all(at), whole))
    }

    fn settled(&self) -> Option<usize> {
        match self.problem.settled()? {
            settled if settled == self.place => None,
            settled if settled < self.place => Some(settled),
            settled => Some(settled - 1),
        }
    }

    fn settle(&self, at: &mut [f64], into: &mut [f64]) {
        let mut all = self.all(at);
        self.problem.settle(&mut all, into);
        all.remove(self.place);
        at.copy_from_slice(&all);
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        // A transform has no slope at a bound: a parameter that starts there could not leave it.
        let parameters = self.parameters();
        let inside: Vec<f64> = parameters
            .iter()
            .zip(&self.start)
            .map(|(parameter, value)| parameter.off_its_bounds(*value))
            .collect();
        let mut starts = if inside == self.start { vec![inside] } else { vec![self.start.clone(), inside] };
        starts.extend_from_slice(&self.further);
        starts
    }
}
