//! Walking the tree: its plain text, and a visit to every line node.

use crate::model::document::Chapter;
use crate::model::document::Document;
use crate::model::document::block::Block;
use crate::model::document::block::PictureBlock;
use crate::model::document::inline::Inline;

/// Returns the characters of a line, without markup.
pub fn plain(content: &[Inline]) -> String {
    let mut out = String::new();
    for node in content {
        match node {
            Inline::Text { text }
            | Inline::Code { text }
            | Inline::Stat { text, .. }
            | Inline::Fixed { text, .. }
            | Inline::Ref { text, .. }
            | Inline::Cite { text, .. } => out.push_str(text),
            Inline::Emph { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Lang { content, .. }
            | Inline::Link { content, .. } => out.push_str(&plain(content)),
            Inline::Claim(claim) => out.push_str(&plain(&claim.content)),
            Inline::Math(formula) => out.push_str(&formula.words()),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::Footnote { .. } | Inline::Checkbox { .. } | Inline::Mark { .. } => {}
        }
    }
    out
}

/// Returns words with the names that stand between backticks as code; a backtick alone stays.
pub fn coded(words: &str) -> Vec<Inline> {
    if !words.matches('`').count().is_multiple_of(2) {
        return vec![Inline::text(words)];
    }
    let pieces = words.split('`').enumerate().filter(|(_, piece)| !piece.is_empty());
    let code = |piece: &str| Inline::Code { text: piece.to_owned() };
    pieces
        .map(|(at, piece)| if at % 2 == 1 { code(piece) } else { Inline::text(piece) })
        .collect()
}

/// Writes the walk over a document once, for reading (`visit`) and for changing
/// (`visit_mut`).
macro_rules! walk {
    ($(#[$doc:meta])* $visit:ident, $chapter:ident, $blocks:ident, $inlines:ident, $inline:ident, [$($life:lifetime)?], [$($mut:ident)?], $from:path, $values:ident) => {
        $(#[$doc])*
        pub fn $visit<$($life)?>(
            document: &$($life)? $($mut)? Document,
            each: &mut impl FnMut(&$($life)? $($mut)? Inline),
        ) {
            $inlines(&$($mut)? document.meta.headline, each);
            $inlines(&$($mut)? document.meta.standfirst, each);
            $inlines(&$($mut)? document.meta.notice, each);
            if let Some(picture) = &$($mut)? document.meta.cover {
                $inlines(&$($mut)? picture.alt, each);
                $inlines(&$($mut)? picture.caption, each);
            }
            for finding in &$($mut)? document.findings {
                $inlines(&$($mut)? finding.content, each);
                for number in &$($mut)? finding.numbers {
                    $inline(&$($mut)? number.stat, each);
                }
            }
            for chapter in &$($mut)? document.chapters {
                $chapter(chapter, each);
            }
            for footnote in &$($mut)? document.footnotes {
                $blocks(&$($mut)? footnote.blocks, each);
            }
            for reference in &$($mut)? document.references {
                $inlines(&$($mut)? reference.content, each);
            }
        }

        /// Calls a function for every line node of a chapter, in reading order.
        pub fn $chapter<$($life)?>(
            chapter: &$($life)? $($mut)? Chapter,
            each: &mut impl FnMut(&$($life)? $($mut)? Inline),
        ) {
            $inlines(&$($mut)? chapter.title, each);
            $blocks(&$($mut)? chapter.blocks, each);
        }

        /// Calls a function for every line node of blocks, in reading order.
        pub fn $blocks<$($life)?>(
            list: &$($life)? $($mut)? [Block],
            each: &mut impl FnMut(&$($life)? $($mut)? Inline),
        ) {
            for block in list {
                match block {
                    Block::Heading { content, .. } | Block::Paragraph { content, .. } => {
                        $inlines(content, each);
                    }
                    Block::List { items, .. } => {
                        for item in items {
                            $blocks(item, each);
                        }
                    }
                    Block::Quote { blocks } => $blocks(blocks, each),
                    Block::Alert { title, blocks, .. } => {
                        $inlines(title, each);
                        $blocks(blocks, each);
                    }
                    Block::Equation { formula, .. } => {
                        for value in formula.$values() {
                            $inline(value, each);
                        }
                    }
                    Block::Picture(picture) => {
                        $inlines(&$($mut)? picture.alt, each);
                        $inlines(&$($mut)? picture.caption, each);
                    }
                    Block::Container(container) => {
                        if let Some(picture) = &$($mut)? container.picture {
                            let alone = $from(&$($mut)? **picture);
                            $blocks(alone, each);
                        }
                        $inlines(&$($mut)? container.title, each);
                        $blocks(&$($mut)? container.blocks, each);
                        for (_, field) in &$($mut)? container.fields {
                            $inlines(field, each);
                        }
                    }
                    Block::Definitions { items } => {
                        for (term, meanings) in items {
                            $inlines(term, each);
                            for meaning in meanings {
                                $blocks(meaning, each);
                            }
                        }
                    }
                    Block::Table(table) => {
                        $inlines(&$($mut)? table.title, each);
                        $inlines(&$($mut)? table.subtitle, each);
                        for column in &$($mut)? table.columns {
                            for over in &$($mut)? column.over {
                                $inlines(over, each);
                            }
                            $inlines(&$($mut)? column.spanner, each);
                            $inlines(&$($mut)? column.label, each);
                        }
                        for group in &$($mut)? table.groups {
                            $inlines(&$($mut)? group.label, each);
                        }
                        for row in &$($mut)? table.rows {
                            for cell in row {
                                $inlines(&$($mut)? cell.content, each);
                            }
                        }
                        for note in &$($mut)? table.notes {
                            $inlines(&$($mut)? note.content, each);
                        }
                        $inlines(&$($mut)? table.note, each);
                        $inlines(&$($mut)? table.source, each);
                    }
                    Block::Figure(figure) => {
                        $inlines(&$($mut)? figure.headline, each);
                        $inlines(&$($mut)? figure.subtitle, each);
                        $inlines(&$($mut)? figure.note, each);
                        $inlines(&$($mut)? figure.source, each);
                        $inlines(&$($mut)? figure.alt, each);
                        for words in &$($mut)? figure.annotations {
                            $inlines(words, each);
                        }
                    }
                    Block::Code { .. } | Block::Rule => {}
                }
            }
        }

        fn $inlines<$($life)?>(
            content: &$($life)? $($mut)? [Inline],
            each: &mut impl FnMut(&$($life)? $($mut)? Inline),
        ) {
            for node in content {
                $inline(node, each);
            }
        }

        fn $inline<$($life)?>(
            node: &$($life)? $($mut)? Inline,
            each: &mut impl FnMut(&$($life)? $($mut)? Inline),
        ) {
            each(&$($mut)? *node);
            match node {
                Inline::Emph { content }
                | Inline::Strong { content }
                | Inline::Strike { content }
                | Inline::Lang { content, .. }
                | Inline::Link { content, .. } => $inlines(content, each),
                Inline::Claim(claim) => $inlines(&$($mut)? claim.content, each),
                Inline::Math(formula) => {
                    for value in formula.$values() {
                        $inline(value, each);
                    }
                }
                Inline::Text { .. }
                | Inline::Code { .. }
                | Inline::Stat { .. }
                | Inline::Fixed { .. }
                | Inline::Ref { .. }
                | Inline::Cite { .. }
                | Inline::Footnote { .. }
                | Inline::Mark { .. }
                | Inline::Checkbox { .. }
                | Inline::SoftBreak
                | Inline::HardBreak => {}
            }
        }
    };
}

walk!(
    /// Calls a function for every line node of a document, in reading order: notice,
    /// findings, chapters, footnotes, references.
    visit,
    visit_chapter,
    visit_blocks,
    inlines,
    inline,
    ['a],
    [],
    std::slice::from_ref,
    values
);
walk!(
    /// Calls a function for every line node of a document, in the same order, so that it
    /// may be changed.
    visit_mut,
    visit_chapter_mut,
    visit_blocks_mut,
    inlines_mut,
    inline_mut,
    [],
    [mut],
    std::slice::from_mut,
    values_mut
);

/// Calls a function for every picture of a document.
pub fn visit_pictures_mut(
    document: &mut Document,
    each: &mut impl FnMut(&mut PictureBlock),
) {
    fn walk(blocks: &mut [Block], each: &mut impl FnMut(&mut PictureBlock)) {
        for block in blocks {
            match block {
                Block::Picture(picture) => each(picture),
                Block::List { items, .. } => items.iter_mut().for_each(|i| walk(i, each)),
                Block::Quote { blocks } | Block::Alert { blocks, .. } => {
                    walk(blocks, each);
                }
                Block::Container(container) => {
                    if let Some(picture) = &mut container.picture {
                        walk(std::slice::from_mut(&mut **picture), each);
                    }
                    walk(&mut container.blocks, each);
                }
                Block::Definitions { items } => {
                    let meanings = items.iter_mut().flat_map(|(_, meanings)| meanings);
                    meanings.for_each(|meaning| walk(meaning, each));
                }
                _ => {}
            }
        }
    }
    document.meta.cover.iter_mut().for_each(&mut *each);
    document.chapters.iter_mut().for_each(|chapter| walk(&mut chapter.blocks, each));
    document.footnotes.iter_mut().for_each(|note| walk(&mut note.blocks, each));
}

/// Returns blocks in reading order, each before those within it.
pub fn every(blocks: &[Block]) -> Vec<&Block> {
    let mut out = Vec::new();
    for block in blocks {
        out.push(block);
        block.within().into_iter().for_each(|inner| out.extend(every(inner)));
    }
    out
}

/// Returns the sentences that are there, each with its full stop.
pub fn sentences(parts: &[&str]) -> String {
    let mut out = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !out.is_empty() {
            if !out.ends_with(['.', '!', '?', ':']) {
                out.push('.');
            }
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::coded;
    use crate::model::document::Inline;

    #[test]
    fn names_between_backticks_are_code_and_a_lone_backtick_is_itself() {
        let code = |name: &str| Inline::Code { text: name.to_owned() };
        let text = |words: &str| Inline::text(words);
        assert_eq!(
            coded("`units`: 3 of `area`"),
            [code("units"), text(": 3 of "), code("area")]
        );
        assert_eq!(coded("a lone ` stays"), [text("a lone ` stays")]);
    }
}
