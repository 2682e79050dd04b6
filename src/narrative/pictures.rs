//! Pictures of the text: declared or written in Markdown, found, read and measured.

use crate::figure::Picture;
use crate::memo;
use crate::memo::Memo;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::document::Document;
use crate::model::document::Inline;
use crate::model::document::PictureBlock;
use crate::model::document::plain;
use crate::model::document::visit_pictures_mut;
use crate::model::key::Key;
use crate::narrative::parse;
use crate::narrative::parse::Reading;
use crate::narrative::weave::Weaver;
use crate::narrative::world::Texts;
use crate::project::Entry;
use crate::project::Files;
use crate::project::PictureDecl;
use crate::project::ProjectPath;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Pictures by the path of their file.
pub type Pictures = BTreeMap<String, Arc<Picture>>;

/// Weaves the words of a picture.
pub(super) fn texts(weaver: &mut Weaver, entry: &Entry<PictureDecl>) -> Texts {
    [("alt", &entry.decl.alt), ("caption", &entry.decl.caption)]
        .into_iter()
        .map(|(name, text)| {
            (
                name.to_owned(),
                weaver.text(text, &entry.place(&[name])).unwrap_or_default(),
            )
        })
        .collect()
}

/// Returns a declared picture as a block.
pub(super) fn declared(
    entry: &Entry<PictureDecl>,
    texts: Option<&Texts>,
    span: Span,
    reading: &mut Reading<'_>,
) -> PictureBlock {
    let decl = &entry.decl;
    let mut line = |name: &'static str| {
        let text = texts.and_then(|texts| texts.get(name)).map_or("", String::as_str);
        parse::line(reading, text, &entry.place(&[name]))
    };
    let (alt, caption) = (line("alt"), line("caption"));
    PictureBlock {
        id: entry.id.clone(),
        path: decl.file.as_str().to_owned(),
        alt,
        caption,
        credit: decl.credit.clone(),
        licence: decl.licence.clone(),
        focal: decl.focal,
        decorative: decl.decorative,
        numbered: decl.numbered,
        ..PictureBlock::new(span)
    }
}

/// Reports what declarations of pictures lack.
pub(super) fn check(entries: &[Entry<PictureDecl>], found: &mut Findings) {
    for entry in entries {
        let decl = &entry.decl;
        if let Some((message, help)) = match (decl.decorative, decl.alt.trim().is_empty())
        {
            (false, true) => Some((
                format!("picture `{}` has no `alt:`", entry.id),
                "say what it shows, for those who cannot see it; `decorative: true` if it \
                 says nothing",
            )),
            (true, false) => Some((
                format!("picture `{}` is decorative and has an `alt:`", entry.id),
                "remove one of them: what is decorative is passed over when read aloud",
            )),
            (true, true) if decl.numbered => Some((
                format!("picture `{}` is decorative and counted as a figure", entry.id),
                "remove `decorative:` and say in `alt:` what it shows, or remove `numbered:`",
            )),
            _ => None,
        } {
            found.push(
                Diagnostic::error(Code::R0654, message).at(entry.span(), "").help(help),
            );
        }
        let outside = |at: f64| !(0.0..=1.0).contains(&at);
        if decl.focal.is_some_and(|(x, y)| outside(x) || outside(y)) {
            let message = format!("`focal:` of picture `{}` is outside it", entry.id);
            found.push(
                Diagnostic::error(Code::R0103, message)
                    .at(entry.place(&["focal"]), "")
                    .help("write two numbers from 0 to 1: from the left, from the top"),
            );
        }
    }
}

/// Finds and reads the files of all pictures; each block learns its size and its hash.
pub(super) fn read(
    document: &mut Document,
    files: &dyn Files,
    memo: &dyn Memo,
    found: &mut Findings,
) -> Pictures {
    let mut out = Pictures::new();
    let mut failed: BTreeSet<String> = BTreeSet::new();
    visit_pictures_mut(document, &mut |block| {
        if !block.decorative && block.id.is_empty() && plain(&block.alt).trim().is_empty()
        {
            found.push(
                Diagnostic::error(Code::R0654, "the picture has no words for those who cannot see it")
                    .at(block.span.clone(), "")
                    .help("write `![what it shows](…)`; a decorative picture is declared in `report/pictures.yaml`"),
            );
        }
        let path = match place(block, files) {
            Ok(path) => path,
            Err(fault) => {
                found.push(*fault);
                return;
            }
        };
        path.as_str().clone_into(&mut block.path);
        if failed.contains(path.as_str()) {
            return;
        }
        match one(&path, &block.span, files, memo) {
            Ok((picture, hash)) => {
                block.hash = hash;
                let whole = picture.whole();
                (block.width, block.height) =
                    whole.map_or((0, 0), |form| (form.width, form.height));
                if !picture.left_out.is_empty() && !out.contains_key(path.as_str()) {
                    let what = picture.left_out.join(", ");
                    found.push(
                        Diagnostic::warning(
                            Code::R0656,
                            format!("`{path}` is shown without its {what}"),
                        )
                        .at(block.span.clone(), "")
                        .help(
                            "remove it from the file, so that readers see what you see",
                        ),
                    );
                }
                out.insert(path.as_str().to_owned(), picture);
            }
            Err(failure) => {
                failed.insert(path.as_str().to_owned());
                found.extend(failure.into_diagnostics());
            }
        }
    });
    out
}

/// Returns the path of a picture: from the project's root, or beside the file that shows it.
fn place(
    block: &PictureBlock,
    files: &dyn Files,
) -> Result<ProjectPath, Box<Diagnostic>> {
    let fault = |message: String, help: String| {
        Box::new(
            Diagnostic::error(Code::R0655, message).at(block.span.clone(), "").help(help),
        )
    };
    let wrong = |why: String| fault(why, "copy the picture into the project".to_owned());
    let root = ProjectPath::new(&block.path);
    if !block.id.is_empty() {
        let path = root.map_err(wrong)?;
        return if files.exists(&path) {
            Ok(path)
        } else {
            Err(fault(
                format!("there is no picture `{path}`"),
                "look at its name".to_owned(),
            ))
        };
    }
    if block.path.contains("://") || block.path.starts_with("data:") {
        return Err(fault(
            "the picture is not in the project".to_owned(),
            "copy it into the project: a build opens no network connection".to_owned(),
        ));
    }
    let beside = ProjectPath::new(&block.span.file)
        .and_then(|chapter| chapter.beside(&block.path));
    let there = |path: &Result<ProjectPath, String>| {
        path.as_ref().is_ok_and(|path| files.exists(path))
    };
    match (there(&root), there(&beside)) {
        (true, true) if root != beside => Err(fault(
            format!(
                "`{}` is both at the project's root and beside the chapter",
                block.path
            ),
            "rename one of them".to_owned(),
        )),
        (true, _) => root.map_err(wrong),
        (false, true) => beside.map_err(wrong),
        (false, false) => match (root, beside) {
            (Ok(root), Ok(beside)) => Err(fault(
                format!("there is no picture `{}`", block.path),
                format!("looked for `{root}` and `{beside}`"),
            )),
            (Err(why), Err(_)) => Err(wrong(why)),
            (Ok(path), Err(_)) | (Err(_), Ok(path)) => Err(fault(
                format!("there is no picture `{}`", block.path),
                format!("looked for `{path}`"),
            )),
        },
    }
}

fn one(
    path: &ProjectPath,
    span: &Span,
    files: &dyn Files,
    memo: &dyn Memo,
) -> Result<(Arc<Picture>, String)> {
    let bytes = files.read(path).map_err(|failure| failure.named_at(span))?;
    let key = Key::new(format!("picture {path}")).content("file", &bytes);
    let picture = memo::through(memo, &key, || {
        crate::figure::picture(&bytes).map_err(|refusal| {
            Diagnostic::error(
                Code::R0656,
                format!("`{path}` cannot be shown: {}", refusal.message),
            )
            .at(span.clone(), "")
            .help(refusal.help)
            .into()
        })
    })?;
    let hash = blake3::hash(&bytes).to_hex().to_string();
    Ok((Arc::new(picture), hash))
}

/// Returns a picture as Markdown writes it.
pub(super) fn written(
    path: &str,
    alt: Vec<Inline>,
    caption: Vec<Inline>,
    span: Span,
) -> PictureBlock {
    PictureBlock { path: path.to_owned(), alt, caption, ..PictureBlock::new(span) }
}
