//! An edition's page and its PDF.

use crate::figure;
use crate::figure::Look;
use crate::figure::Placement;
use crate::figure::Variant;
use crate::make::Desk;
use crate::make::Folder;
use crate::make::Request;
use crate::make::editions::local::FOLDER;
use crate::make::editions::local::Local;
use crate::make::editions::local::Press;
use crate::make::files::Files as OutFiles;
use crate::memo;
use crate::memo::Memo;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::key::Key;
use crate::output::Drawn;
use crate::output::Publication;
use crate::output::html::Templates;
use crate::output::html::write;
use crate::output::typst;
use crate::output::typst::Bundle;
use crate::output::typst::Program;
use crate::project::Files;
use std::collections::BTreeMap;

/// What every edition is written with.
pub(super) struct Writing<'a> {
    templates: &'a Templates,
    inputs: &'a BTreeMap<String, String>,
    sources: &'a Sources,
    draft: bool,
    /// The program, where it finds what editions share, and the hash of that; none leaves the
    /// PDF out.
    typst: Option<(&'a Program, Folder, String)>,
}

impl<'a> Writing<'a> {
    /// Lays out what editions share.
    pub(super) fn new(
        request: &'a Request,
        desk: &Desk,
        files: &dyn Files,
        whole: &Publication<'a>,
        templates: &'a Templates,
    ) -> Result<Self> {
        let typst = match &request.typst {
            Some(program) => {
                let shared = typst::shared(files)?;
                let all = shared.iter().fold(Key::new("shared"), |key, (name, bytes)| {
                    key.content(name.clone(), bytes)
                });
                let folder = desk.fill(FOLDER, &shared)?;
                Some((program, folder, all.hash().to_hex().to_string()))
            }
            None => None,
        };
        let (inputs, sources, draft) = (whole.inputs, whole.sources, whole.draft);
        Ok(Self { templates, inputs, sources, draft, typst })
    }

    /// Writes an edition's files.
    pub(super) fn files(
        &self,
        press: &Press<'_>,
        id: &str,
        local: &Local,
    ) -> Result<OutFiles> {
        let figures = draw(local);
        let publication = Publication {
            document: &local.document,
            statistics: &press.statistics,
            figures: &figures,
            pictures: &local.pictures,
            inputs: self.inputs,
            sources: self.sources,
            draft: self.draft,
            pdf: self.typst.is_some(),
            theme: &local.project.theme,
            beside: false,
            whole: Some(&press.project.report.title),
            editions: Some(&press.editions.decl.index.title),
        };
        let mut out = OutFiles::new();
        let page = write(&publication, self.templates)?;
        out.insert(format!("{FOLDER}/{id}/index.html"), page.into_bytes());
        let bundle = typst::edition(&publication, local.project.report.pdf.paper, id);
        if let Some(pdf) = self.pdf(press.memo, id, &bundle)? {
            out.insert(format!("{FOLDER}/{id}/report.pdf"), pdf);
        }
        Ok(out)
    }

    fn pdf(&self, memo: &dyn Memo, id: &str, bundle: &Bundle) -> Result<Option<Vec<u8>>> {
        let Some((program, folder, shared)) = &self.typst else { return Ok(None) };
        let mut key = program
            .keyed(Key::new(format!("pdf {id}")))?
            .field("shared", shared.as_str())
            .field("timestamp", bundle.timestamp.to_string());
        for (name, bytes) in &bundle.files {
            key = key.content(name.clone(), bytes);
        }
        let pdf = memo::through(memo, &key, || {
            folder.write_all(&bundle.files)?;
            program.compile(folder.path(), bundle)
        })?;
        Ok(Some(pdf))
    }
}

fn draw(local: &Local) -> BTreeMap<String, Drawn> {
    let theme = &local.project.theme;
    let (look, paper) =
        (Look::new(theme, Variant::Light), Look::new(theme, Variant::Print));
    let beside = local.document.beside();
    let drawn = local.charts.iter().map(|(id, (chart, texts))| {
        let drawn = Drawn {
            wide: figure::draw(chart, texts, Placement::OnPage, &look),
            narrow: figure::draw(chart, texts, Placement::OnPageNarrow, &look),
            print: figure::draw(chart, texts, Placement::OnPage, &paper),
            half: beside
                .contains(id.as_str())
                .then(|| figure::draw(chart, texts, Placement::OnPageNarrow, &paper)),
            alternatives: figure::describe(chart, texts),
        };
        (id.clone(), drawn)
    });
    drawn.collect()
}
