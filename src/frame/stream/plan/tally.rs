//! A query over blocks as one over rows that each stand for several.

use crate::frame::query::arguments;
use crate::frame::query::call;
use crate::frame::stream::plan::ROWS;
use sqlparser::ast::CaseWhen;
use sqlparser::ast::Expr;
use sqlparser::ast::Ident;
use sqlparser::ast::Select;
use sqlparser::ast::SelectItem;
use sqlparser::ast::Value;
use sqlparser::ast::helpers::attached_token::AttachedToken;

/// Returns the query with counts as sums of how many rows there are. Sums of cells would round in
/// another order, and are not asked so.
pub(super) fn tally(block: &Select) -> Option<Select> {
    let mut select = block.clone();
    for item in &mut select.projection {
        let SelectItem::ExprWithAlias { expr, alias } = item else { return None };
        if !alias.value.starts_with("reissue part ") {
            continue;
        }
        let Expr::Function(function) = &*expr else { return None };
        if function.filter.is_some() {
            return None;
        }
        match function.name.to_string().to_uppercase().as_str() {
            "MIN" | "MAX" => {}
            "COUNT" => {
                let rows = Expr::Identifier(Ident::with_quote('"', ROWS));
                let summed = match arguments(function).as_deref() {
                    // `COUNT(*)`
                    None => rows,
                    Some([counted]) => Expr::Case {
                        case_token: AttachedToken::empty(),
                        end_token: AttachedToken::empty(),
                        operand: None,
                        conditions: vec![CaseWhen {
                            condition: Expr::IsNotNull(Box::new(Expr::Nested(Box::new(
                                (*counted).clone(),
                            )))),
                            result: rows,
                        }],
                        else_result: Some(Box::new(Expr::value(Value::Number(
                            "0".to_owned(),
                            false,
                        )))),
                    },
                    Some(_) => return None,
                };
                *expr = call("SUM", vec![summed]);
            }
            _ => return None,
        }
    }
    Some(select)
}
