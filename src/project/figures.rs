//! stub
use serde::{Serialize,Deserialize};
/// stub
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FigureDecl { /// s
 #[serde(skip)] pub span: Option<crate::diag::Span> }
