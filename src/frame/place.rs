//! Where the contract declares a resource, and where its file is.

use crate::frame::Frames;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Span;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::ResourceDecl;

/// Returns the path of a resource of one file; none of one of several.
pub(super) fn path(project: &Project, resource: &ResourceDecl) -> Option<ProjectPath> {
    project.package_path.beside(resource.path.single()?).ok()
}

/// Returns the place of a setting of a resource: in the contract, or where its frame is declared.
pub(super) fn place(project: &Project, resource: &ResourceDecl, inner: &[&str]) -> Span {
    if let Some(extract) = project.statistics.extract(&resource.name) {
        return match inner {
            ["schema", rest @ ..] => extract.yaml.place(rest),
            ["path", ..] => extract.made_at(),
            inner => extract.yaml.place(inner),
        };
    }
    let all = &project.package.resources;
    let index = all.iter().position(|other| other.name == resource.name).unwrap_or(0);
    let index = index.to_string();
    project.package_yaml.place(&[&["resources", &index], inner].concat())
}

/// Places a failure of opening a file at the setting that names it.
pub(super) fn placed(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
) -> impl Fn(Failure) -> Failure {
    let at = place(frames.project, resource, &["path"]);
    move |failure| failure.named_at(&at)
}
