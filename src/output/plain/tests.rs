//! Text and Markdown of small documents.
