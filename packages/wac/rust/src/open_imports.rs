//! Which imports a composition may leave open.

use crate::failure::Failure;

/// Refuses open imports that no pattern allows, all of them at once.
pub fn check_open_imports(open: &[String], allowed: &[String]) -> Result<(), Failure> {
    let refused: Vec<&str> = open
        .iter()
        .map(String::as_str)
        .filter(|name| !allowed.iter().any(|pattern| fits(pattern, name)))
        .collect();
    let Some(first) = refused.first() else { return Ok(()) };
    let message = format!("the composition leaves imports open that are not allowed: {}", refused.join(", "));
    Err(Failure::new("imports-refused", message)
        .item(*first)
        .detail("refused", refused)
        .detail("openImports", open)
        .detail("allowed", allowed))
}

/// Does a name fit a pattern in which `*` stands for any text, also none?
fn fits(pattern: &str, name: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut name) = name.strip_prefix(head) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let tail = pieces.pop().unwrap_or_default();
    // The first place serves as well as any later one: what stands before the next piece may be any text.
    for piece in pieces {
        let Some(at) = name.find(piece) else { return false };
        name = &name[at + piece.len()..];
    }
    name.ends_with(tail)
}
