//! The files of a companion: its page, its PDF, and its plain forms.

use crate::figure;
use crate::figure::Look;
use crate::figure::Placement;
use crate::figure::Variant;
use crate::labels;
use crate::make::Desk;
use crate::make::Folder;
use crate::make::Request;
use crate::make::attached::attached;
use crate::make::companion::makings::Companion;
use crate::make::files::Files as OutFiles;
use crate::make::texts::texts;
use crate::memo;
use crate::memo::Memo;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::key::Key;
use crate::model::theme::Theme;
use crate::output::Drawn;
use crate::output::Publication;
use crate::output::html::Templates;
use crate::output::html::pages;
use crate::output::typst;
use crate::output::typst::Bundle;
use crate::output::typst::Program;
use crate::project::Files;
use std::collections::BTreeMap;

/// Where companions of a sort are written, and what their pages say of that.
#[derive(Debug, Clone, Copy)]
pub(in crate::make) struct Beside<'a> {
    /// The folder in the output folder.
    pub folder: &'a str,
    /// Whether the report is another text, and not the same in another language.
    pub report: bool,
    /// What the page that lists them all is called, where there is one.
    pub list: Option<&'a str>,
}

/// What every companion of a sort is written with.
pub(in crate::make) struct Writing<'a> {
    beside: Beside<'a>,
    /// The report.
    whole: &'a Publication<'a>,
    inputs: &'a BTreeMap<String, String>,
    sources: &'a Sources,
    draft: bool,
    memo: &'a dyn Memo,
    /// The program, where it finds what they share, and the hash of that; none leaves the PDF
    /// out.
    typst: Option<(&'a Program, Folder, String)>,
}

impl<'a> Writing<'a> {
    /// Lays out what they share, in the language of this thread and with the publisher's look in it.
    pub fn new(
        request: &'a Request,
        desk: &Desk,
        (files, theme): (&dyn Files, &Theme),
        whole: &'a Publication<'a>,
        beside: Beside<'a>,
        memo: &'a dyn Memo,
    ) -> Result<Self> {
        let typst = match &request.typst {
            Some(program) => {
                let shared = typst::shared(files, theme)?;
                let all = shared.iter().fold(Key::new("shared"), |key, (name, bytes)| {
                    key.content(name.clone(), bytes)
                });
                // The template holds words: each language has its own.
                let language = labels::current();
                let place = beside.folder.replace('/', "-");
                let name = format!("{place}-{}", language.language());
                let folder = desk.fill(&name, &shared)?;
                Some((program, folder, all.hash().to_hex().to_string()))
            }
            None => None,
        };
        let (inputs, sources, draft) = (whole.inputs, whole.sources, whole.draft);
        Ok(Self { beside, whole, inputs, sources, draft, memo, typst })
    }

    /// Draws a companion's figures and gives its publication to a writer.
    pub fn with<T>(
        &self,
        companion: &Companion,
        write: impl FnOnce(&Publication<'_>) -> T,
    ) -> T {
        let figures = self.drawn(companion);
        write(&Publication {
            document: &companion.document,
            statistics: &companion.statistics,
            figures: &figures,
            pictures: &companion.pictures,
            inputs: self.inputs,
            extracts: self.whole.extracts,
            sources: self.sources,
            draft: self.draft,
            pdf: self.typst.is_some(),
            theme: &companion.project.theme,
            beside: false,
            whole: self.beside.report.then_some(self.whole.document),
            editions: self.beside.list,
            documents: &[],
            languages: &[],
            landing: false,
        })
    }

    /// Returns the folder that they are written into.
    pub fn folder(&self) -> &'a str {
        self.beside.folder
    }

    /// Writes a companion's page, or pages.
    pub fn page(
        &self,
        id: &str,
        publication: &Publication<'_>,
        templates: &Templates,
        out: &mut OutFiles,
    ) -> Result<()> {
        let pages = pages(publication, templates)?.into_iter();
        out.extend(
            pages.map(|(name, page)| {
                (format!("{}/{id}/{name}", self.beside.folder), page)
            }),
        );
        Ok(())
    }

    /// Writes a companion's PDF, unless PDFs are left out.
    pub fn pdf(
        &self,
        id: &str,
        publication: &Publication<'_>,
        companion: &Companion,
        out: &mut OutFiles,
    ) -> Result<()> {
        let decl = &companion.project.report.pdf;
        let chart = |id: &str| companion.charts.get(id).map(|(chart, _)| chart);
        let attached = attached(decl, publication, chart);
        let bundle = typst::edition(publication, decl, attached, id);
        if let Some(pdf) = self.compiled(id, &bundle)? {
            out.insert(format!("{}/{id}/report.pdf", self.beside.folder), pdf);
        }
        Ok(())
    }

    fn compiled(&self, id: &str, bundle: &Bundle) -> Result<Option<Vec<u8>>> {
        let Some((program, folder, shared)) = &self.typst else { return Ok(None) };
        let key = Key::new(format!("pdf {}/{id}", self.beside.folder));
        let key = program.keyed(key)?.field("shared", shared.as_str());
        let mut key = bundle.setting.keyed(key);
        for (name, bytes) in &bundle.files {
            key = key.content(name.clone(), bytes);
        }
        let pdf = memo::through(self.memo, &key, || {
            folder.write_all(&bundle.files)?;
            program.compile(&folder.inside(), bundle)
        })?;
        Ok(Some(pdf))
    }

    /// Draws figures; one that the report shows with the same words is drawn already.
    fn drawn(&self, companion: &Companion) -> BTreeMap<String, Drawn> {
        let theme = &companion.project.theme;
        let (look, paper) =
            (Look::new(theme, Variant::Light), Look::new(theme, Variant::Print));
        let beside = companion.document.beside();
        let whole = self.whole.document;
        // The same words drawn in another language are another picture.
        let same = companion.project.row.is_none()
            && companion.document.meta.language == whole.meta.language;
        let drawn = companion.charts.iter().map(|(id, (chart, words))| {
            let block = whole.figures().find(|block| same && block.id == *id);
            let known = block
                .filter(|block| texts(whole, block) == *words)
                .and_then(|_| self.whole.figures.get(id));
            let mut drawn = known.cloned().unwrap_or_else(|| Drawn {
                wide: figure::draw(chart, words, Placement::OnPage, &look),
                narrow: figure::draw(chart, words, Placement::OnPageNarrow, &look),
                print: figure::draw(chart, words, Placement::OnPage, &paper),
                half: None,
                alternatives: figure::describe(chart, words),
            });
            drawn.half = beside
                .contains(id.as_str())
                .then(|| figure::draw(chart, words, Placement::OnPageNarrow, &paper));
            (id.clone(), drawn)
        });
        drawn.collect()
    }
}
