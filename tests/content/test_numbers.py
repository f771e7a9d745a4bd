"""Numbers and sentences: how they are said, and when they are left unsaid."""

import pytest

from reportlib.content.numbers import (
    MOST_ROWS,
    NO_BREAK,
    Number,
    count_of,
    keep_together,
    noun_after,
    rank_of,
    say_count,
    say_list,
    say_millions,
    say_ordinal,
    say_percent,
    say_ratio,
)
from reportlib.content.sentences import Reference, cite, join, part_of, plain, sentence
from reportlib.content.trends import change


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (7, "7"),
        (0.25, "0.25"),
        (1243, "1,243"),
        (999_499, "999,499"),
        (999_600, "1.00 million"),
        (3_700_000, "3.7 million"),
        (32_000_000_000, "32 billion"),
        (1_500_000_000_000, "1.5 trillion"),
        (1_585_663, "1.59 million"),
        (10_980_000_000, "11.0 billion"),
        (123_456_789, "123 million"),
        (18_740_000_000_000, "18.7 trillion"),
    ],
)
def test_a_count_is_said_with_three_digits_once_it_is_large(value: float, said: str) -> None:
    assert say_count(value) == said.replace(" ", NO_BREAK)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0.00%"),
        (0.004, "less than 0.01%"),
        (2.577, "2.58%"),
        (44.4, "44.4%"),
        (99.95, "more than 99.9%"),
        (100, "100.0%"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_to_the_whole(value: float, said: str) -> None:
    assert say_percent(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (10, "10th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (111, "111th"),
        (122, "122nd"),
    ],
)
def test_a_place_is_said_as_an_ordinal(value: float, said: str) -> None:
    assert say_ordinal(value) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (100, 1800, "rose 18-fold"),
        (100, 350, "rose 3.5-fold"),
        (100, 150, "rose by 50%"),
        (100, 100.5, "hardly changed"),
        (100, 100, "did not change"),
        (100, 88, "fell by 12%"),
        (100, 0, "fell by 100%"),
    ],
)
def test_a_change_has_a_direction_and_a_size(first: float, last: float, said: str) -> None:
    assert plain(change(number(first, "d:a"), number(last, "d:b"))) == said


def test_the_size_of_a_change_is_a_number_with_the_rows_of_both_values() -> None:
    (_, size) = change(number(100, "d:a"), number(1800, "d:b"))

    assert (size.kind, size.text, size.value) == ("number", "18-fold", 18)
    assert size.rows == ("d:a", "d:b")
    assert size.derivation == "last value / first value"


@pytest.mark.parametrize(
    ("count", "said"), [(0, "economies"), (1, "economy"), (1.5, "economies"), (2, "economies")]
)
def test_a_noun_follows_its_count(count: float, said: str) -> None:
    assert noun_after(count, "economy", "economies") == said


def test_a_part_of_a_small_whole_is_said_in_counts() -> None:
    said = part_of(number(8, "d:a"), number(20, "d:b"), "100 * part / whole")

    assert isinstance(said, tuple)
    assert plain(said) == "8 of the 20"
    assert [piece.rows for piece in said] == [("d:a",), (), ("d:b",)]


def test_a_part_of_a_large_whole_is_said_in_percent_with_the_rows_of_both() -> None:
    said = part_of(number(80, "d:a"), number(200, "d:b"), "100 * part / whole")

    assert isinstance(said, Number)
    assert (said.text, said.rows) == ("40.0%", ("d:a", "d:b"))


def test_a_count_rounded_by_its_source_is_said_no_finer() -> None:
    assert say_millions(3_700_000) == f"3.7{NO_BREAK}million"


def test_a_count_names_the_rows_that_it_counts() -> None:
    counted = count_of(["d:a e:a", "d:b e:b"], "economies with both")

    assert (counted.value, counted.rows) == (2, ("d:a", "e:a", "d:b", "e:b"))
    assert counted.derivation == "count of economies with both"


def test_a_rank_rests_on_its_own_rows_and_on_those_it_is_compared_with() -> None:
    rank = rank_of(3, "d:a e:a", "20 economies")

    assert (rank.text, rank.rows, rank.whole) == ("3", ("d:a", "e:a"), ("d", "e"))
    assert rank.derivation == "rank among 20 economies"


def test_a_count_of_none_names_where_was_looked() -> None:
    assert count_of([], "statements", "statements", within="d").whole == ("d",)


def test_a_number_over_very_many_rows_names_their_datasets() -> None:
    many = [f"d:{number} e:{number}" for number in range(MOST_ROWS)]

    counted = count_of(many, "economies")

    assert (counted.value, counted.rows, counted.whole) == (MOST_ROWS, (), ("d", "e"))
    assert counted.piece().whole == ("d", "e")


def test_a_ratio_has_three_digits() -> None:
    assert [say_ratio(value) for value in (0.123, 9.996, 44.07, 3485.2)] == [
        "0.12",
        "10.0",
        "44.1",
        "3,485",
    ]


def number(value: float, *rows: str) -> Number:
    return Number(value, say_count, "applications", rows)


def test_a_list_is_joined_as_in_a_sentence() -> None:
    assert [say_list(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_a_sentence_keeps_its_numbers_with_their_rows() -> None:
    count = Number(1585663, say_count, "applications", ("d:CHN-2021",), "a + b")

    said = sentence("{who} filed {count}.", who="Residents", count=count)

    assert said is not None
    assert plain(said) == f"Residents filed 1.59{NO_BREAK}million."
    (number,) = [piece for piece in said if piece.kind == "number"]
    assert (number.value, number.rows, number.derivation) == (1585663, ("d:CHN-2021",), "a + b")


def test_a_sentence_without_its_number_is_left_out() -> None:
    assert sentence("They filed {count}.", count=None) is None


def test_a_reference_names_the_label_and_has_words_for_notebooks() -> None:
    said = sentence("See {figure}.", figure=Reference("fig-a", "the figure on filings"))

    assert said is not None
    assert said[1].target == "fig-a"
    assert plain(said) == "See the figure on filings."


def test_braces_in_a_value_are_printed_and_not_filled_in() -> None:
    said = sentence("{name} leads.", name="{evil}")

    assert said is not None
    assert plain(said) == "{evil} leads."


def test_joined_sentences_skip_those_that_were_left_out() -> None:
    first, last = sentence("One."), sentence("Three.")

    assert plain(join([first, None, last])) == "One. Three."


def test_a_citation_stands_before_the_full_stop() -> None:
    said = cite(sentence("Filings rose."), "fig-a", "figure on filings")

    assert said is not None
    assert plain(said) == "Filings rose (figure on filings)."


def test_a_sentence_left_out_is_not_cited() -> None:
    assert cite(None, "fig-a", "figure on filings") is None


def test_no_line_ends_between_what_belongs_together() -> None:
    text = "Some 40 percent of 1.5 million figures (class C) in classes of articles."
    said = sentence("Within {n} percent (class {grade}).", n="3", grade="D")

    assert keep_together(text).split(" ") == [
        "Some", f"40{NO_BREAK}percent", "of", f"1.5{NO_BREAK}million", "figures",
        f"(class{NO_BREAK}C)", "in", "classes", "of", "articles.",
    ]  # fmt: skip
    assert said is not None
    assert plain(said) == f"Within 3{NO_BREAK}percent (class{NO_BREAK}D)."
