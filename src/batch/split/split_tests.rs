use super::*;

fn lines(text: &str) -> Vec<(u64, bool, String)> {
    let pieces = Pieces::new(io::BufReader::with_capacity(3, text.as_bytes()));
    pieces
        .map(|piece| piece.unwrap())
        .map(|piece| (piece.line, piece.listed, String::from_utf8(piece.text).unwrap()))
        .collect()
}

#[test]
fn a_text_without_scenarios_is_one_piece() {
    assert_eq!(lines("title = 'x'\n"), [(1, false, "title = 'x'\n".to_owned())]);
    assert_eq!(lines(""), [(1, false, String::new())]);
}

#[test]
fn what_stands_before_the_first_scenario_is_kept() {
    let cut = lines("title = 'x'\n[[scenario]]\na = 1\n");
    assert_eq!(cut[0], (1, true, "title = 'x'\n".to_owned()));
    assert_eq!(cut[1], (2, true, "[[scenario]]\na = 1\n".to_owned()));
}

#[test]
fn headers_within_texts_and_comments_cut_nothing() {
    for inside in [
        "a = \"\"\"\n[[scenario]]\n\"\"\"\n",
        "a = '''\n[[scenario]]\n'''\n",
        "a = \"\"\"x\\\"\"\"\"\"\n",
        "a = \"\\\"\"\"\n",
        "# \"\"\"\n",
        "a = '\"\"\"'\n",
        "#[[scenario]]\n",
        "a = [\n\"\"\"\n [[scenario]] \n\"\"\"\"\"]\n",
    ] {
        let text = format!("[[scenario]]\n{inside}[[ scenario ]] # next\nb = 2\n");
        let cut = lines(&text);
        assert_eq!(cut.len(), 2, "{text}");
        assert_eq!(cut[0].2, format!("[[scenario]]\n{inside}"));
    }
}

#[test]
fn a_text_that_nobody_closes_ends_with_its_scenario() {
    let text =
        "[[scenario]]\na = \"\"\"\nx\n[[scenario]]\nb = '\"'\n[[scenario]]\nc = '''\n[[scenario]]\n'''\n";
    let cut = lines(text);
    let begins: Vec<u64> = cut.iter().map(|(line, ..)| *line).collect();
    assert_eq!(begins, [1, 4, 6], "{cut:?}");
    let joined: String = cut.into_iter().map(|(_, _, text)| text).collect();
    assert_eq!(joined, text);
    let ends: Vec<u64> = Pieces::new(text.as_bytes()).map(|piece| piece.unwrap().end).collect();
    assert_eq!(ends, [23, 44, text.len() as u64]);
    let long = format!("[[scenario]]\na = \'\'\'\n{}", "[[scenario]]\nb = 1\n".repeat(LARGEST / 19 + 2));
    assert_eq!(Pieces::new(long.as_bytes()).count(), LARGEST / 19 + 3);
}

#[test]
fn the_only_scenario_of_a_text_is_not_one_of_several() {
    assert_eq!(lines("\u{feff}[[scenario]]\na = 1\n"), [(1, false, "[[scenario]]\na = 1\n".to_owned())]);
    assert_eq!(Pieces::new("\u{feff}[[scenario]]\n".as_bytes()).next().unwrap().unwrap().end, 16);
}

proptest::proptest! {
    #[test]
    fn pieces_do_not_depend_on_how_much_is_read_at_once(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "[[scenario]]\n", " [[ scenario ]] # x\r\n", "a = 1\n", "b = \"\"\"", "c = \'\'\'\n", "\n", "[[scenario]", "\"", "#", "[x]\n", "é\n",
        ]), 0..30),
        capacity in 1_usize..40,
    ) {
        let text = parts.concat();
        let pieces = |capacity| -> Vec<Piece> {
            Pieces::new(io::BufReader::with_capacity(capacity, text.as_bytes())).map(Result::unwrap).collect()
        };
        let whole = pieces(1 << 16);
        let joined: Vec<u8> = whole.iter().flat_map(|piece| piece.text.clone()).collect();
        proptest::prop_assert!(text.as_bytes().ends_with(&joined), "something is lost");
        proptest::prop_assert_eq!(whole, pieces(capacity));
    }
}

#[test]
fn a_scenario_without_end_is_held_to_its_bound() {
    let long = format!("[[scenario]]\n{}\n[[scenario]]\na = 1\n", "x".repeat(LARGEST + 10));
    let cut: Vec<Piece> = Pieces::new(long.as_bytes()).map(Result::unwrap).collect();
    assert_eq!((cut.len(), cut[0].cut, cut[0].text.len()), (2, true, LARGEST));
    assert_eq!((cut[1].cut, cut[1].line, cut[1].end), (false, 3, long.len() as u64));
}

#[test]
fn a_text_that_never_ends_is_read_no_farther_than_a_scenario_may_be_looked_for() {
    let endless: [Box<dyn io::Read>; 2] =
        [Box::new(io::repeat(0)), Box::new(Lines { line: b"# nothing\n", at: 0 })];
    for endless in endless {
        let mut pieces = Pieces::new(io::BufReader::new(endless)).of_no_end();
        let piece = pieces.next().unwrap().unwrap();
        assert!(piece.cut && piece.abandoned && piece.text.len() == LARGEST);
        assert!(piece.end >= FARTHEST && piece.end < FARTHEST + LARGEST as u64, "{}", piece.end);
        assert!(pieces.next().is_none());
    }
    // A scenario is found where another one ends as far as that.
    let mut long = vec![b'\n'; usize::try_from(FARTHEST).unwrap() - 1];
    long.extend_from_slice(b"[[scenario]]\n");
    let pieces: Vec<Piece> = Pieces::new(long.as_slice()).of_no_end().map(Result::unwrap).collect();
    assert_eq!((pieces.len(), pieces[0].abandoned), (1, false));
    // A file has an end, and a scenario that begins later is one.
    long.splice(0..0, vec![b'\n'; LARGEST]);
    let pieces: Vec<Piece> = Pieces::new(long.as_slice()).map(Result::unwrap).collect();
    assert_eq!((pieces.len(), pieces[0].abandoned, pieces[0].cut), (1, false, false));
}

/// The same line again and again.
struct Lines {
    line: &'static [u8],
    at: usize,
}

impl io::Read for Lines {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        for byte in into.iter_mut() {
            *byte = self.line[self.at % self.line.len()];
            self.at += 1;
        }
        Ok(into.len())
    }
}
