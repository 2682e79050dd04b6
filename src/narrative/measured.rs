//! How long a document beside the report is, and how easily it reads.
//!
//! **In:** a document, woven. **Out:** its words, and the reading age of English by Flesch and Kincaid: the school
//! grade that sentences and syllables ask for, and the five years before it.

use crate::labels::base;
use crate::model::document::Block;
use crate::model::document::Document;
use crate::model::document::Inline;
use crate::model::document::every;
use crate::model::document::plain;
use crate::project::DocumentSource;
use serde::Deserialize;
use serde::Serialize;

/// What was measured of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// Its id; in another language, with its tag.
    pub id: String,
    /// The words of its title, standfirst and chapters.
    pub words: usize,
    /// The most that it may have.
    pub most: Option<usize>,
    /// The reading age of its paragraphs; of English alone.
    pub age: Option<u32>,
}

/// Measures a document.
pub fn measured(source: &DocumentSource, document: &Document) -> Measured {
    let english = base(document.meta.language.as_str()) == "en";
    Measured {
        id: source.decl.id.clone(),
        words: words(document),
        most: source.decl.words.most,
        age: english.then(|| age(&paragraphs(document))).flatten(),
    }
}

/// Counts the words of the title, the standfirst and the chapters that authors wrote.
pub(super) fn words(document: &Document) -> usize {
    let of = |content: &[Inline]| plain(content).split_whitespace().count();
    let meta = &document.meta;
    let written = document.chapters.iter().filter(|chapter| !chapter.file.is_empty());
    let chapters = written.map(|chapter| {
        let blocks = every(&chapter.blocks).into_iter().map(|block| match block {
            Block::Heading { content, .. } | Block::Paragraph { content, .. } => {
                of(content)
            }
            Block::Definitions { items } => items.iter().map(|(term, _)| of(term)).sum(),
            Block::Figure(figure) => of(&figure.headline) + of(&figure.subtitle),
            Block::Table(table) => {
                let cells = table.rows.iter().flatten().map(|cell| of(&cell.content));
                of(&table.title) + cells.sum::<usize>()
            }
            Block::Container(container) => of(&container.title),
            Block::Alert { title, .. } => of(title),
            Block::Picture(picture) => of(&picture.caption),
            _ => 0,
        });
        of(&chapter.title) + blocks.sum::<usize>()
    });
    of(&meta.headline) + of(&meta.standfirst) + chapters.sum::<usize>()
}

/// Returns the standfirst and the paragraphs that authors wrote.
fn paragraphs(document: &Document) -> Vec<String> {
    let written = document.chapters.iter().filter(|chapter| !chapter.file.is_empty());
    let blocks = written.flat_map(|chapter| every(&chapter.blocks));
    let paragraphs = blocks.filter_map(|block| match block {
        Block::Paragraph { content, .. } => Some(plain(content)),
        _ => None,
    });
    std::iter::once(plain(&document.meta.standfirst)).chain(paragraphs).collect()
}

/// Returns the reading age of paragraphs; none where they have no words.
fn age(paragraphs: &[String]) -> Option<u32> {
    let (mut sentences, mut words, mut syllables) = (0_u32, 0_u32, 0_u32);
    for paragraph in paragraphs {
        let lettered = paragraph
            .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
            .filter(|word| word.chars().all(|c| c.is_alphabetic() || "'’".contains(c)))
            .filter(|word| word.chars().any(char::is_alphabetic));
        let before = words;
        for word in lettered {
            words += 1;
            syllables += syllables_of(word);
        }
        if words > before {
            sentences += sentences_of(paragraph);
        }
    }
    let years = (words > 0).then(|| {
        let (words, sentences) = (f64::from(words), f64::from(sentences));
        let grade =
            0.39 * words / sentences + 11.8 * f64::from(syllables) / words - 15.59;
        (grade + 5.0).clamp(5.0, 99.0)
    });
    format!("{:.0}", years?).parse().ok()
}

/// Counts full stops, question marks and exclamation marks that end something; a paragraph is one sentence at least.
fn sentences_of(paragraph: &str) -> u32 {
    let ends = paragraph.split_whitespace().filter(|word| {
        word.trim_end_matches(['"', '\'', '”', '’', ')', ']']).ends_with(['.', '!', '?'])
    });
    ends.fold(0, |count, _| count + 1).max(1)
}

/// Counts the syllables of an English word: its groups of vowels, without an e that is not spoken.
fn syllables_of(word: &str) -> u32 {
    let letters: Vec<char> = word.to_lowercase().chars().collect();
    let vowel = |c: &char| "aeiouy".contains(*c);
    let mut count = 0;
    let mut within = false;
    for letter in &letters {
        if vowel(letter) && !within {
            count += 1;
        }
        within = vowel(letter);
    }
    let silent = match letters.as_slice() {
        [.., a, 'l', 'e'] => vowel(a),
        [.., a, 'e'] => !vowel(a),
        [.., a, 'e', 'd'] => !vowel(a) && !"td".contains(*a),
        [.., a, 'e', 's'] => !vowel(a) && !"sxzhcg".contains(*a),
        _ => false,
    };
    if silent && count > 1 { count - 1 } else { count.max(1) }
}

#[cfg(test)]
mod tests {
    use super::age;
    use super::sentences_of;
    use super::syllables_of;

    #[test]
    fn syllables_and_sentences_are_counted_as_they_are_spoken() {
        for (word, count) in [
            ("The", 1),
            ("platypus", 3),
            ("creature", 2),
            ("table", 2),
            ("planted", 2),
            ("named", 1),
            ("houses", 2),
            ("trees", 1),
            ("Mm", 1),
        ] {
            assert_eq!(syllables_of(word), count, "{word}");
        }
        assert_eq!(sentences_of("It rose by 30.3% in 2024. Did it? (It did.)"), 3);
        assert_eq!(sentences_of("No stop"), 1);
    }

    /// The example of the encyclopedia's article on the formula: grade 11.3, hence an age of 16.
    #[test]
    fn the_reading_age_is_the_grade_of_flesch_and_kincaid_and_five_years() {
        let text = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.";
        assert_eq!(age(&[text.to_owned()]), Some(16));
        let easy = "The cat sat on the mat. It was a big red cat.";
        assert_eq!(age(&[easy.to_owned()]), Some(5));
        assert_eq!(age(&["2024: 30.3%".to_owned()]), None);
    }
}
