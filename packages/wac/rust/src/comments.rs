//! Comments out of the way of the lexer, which calls itself for each of those that follow one another: in
//! Wasm that is a call, and a thousand of them exhaust the stack.

/// The document with blanks for comments, byte for byte, so that every offset stays. Those that document
/// something (`///`, `/**`) are kept where they are wanted. What is not closed stays for the lexer to refuse.
pub fn blank_comments(source: &str, keep_documentation: bool) -> String {
    let bytes = source.as_bytes();
    let mut text = Vec::with_capacity(bytes.len());
    // Only behind a blank: what the lexer makes of a comment that touches a token is for it to say.
    let mut touches = false;
    while let Some(&byte) = bytes.get(text.len()) {
        let rest = &bytes[text.len()..];
        let (length, comment) = match rest {
            [b'/', b'/', ..] => (find(rest, b'\n').unwrap_or(rest.len()), true),
            [b'/', b'*', ..] => match block_length(rest) {
                Some(length) => (length, true),
                None => (rest.len(), false),
            },
            [b'"', inside @ ..] => (find(inside, b'"').map_or(rest.len(), |length| length + 2), false),
            _ => (1, false),
        };
        let piece = &rest[..length];
        let documents = piece.starts_with(b"///") || (piece.starts_with(b"/**") && piece != b"/**/");
        if comment && !touches && !(documents && keep_documentation) {
            text.resize(text.len() + length, b' ');
        } else {
            text.extend_from_slice(piece);
            touches = !comment && !byte.is_ascii_whitespace();
        }
    }
    // Strings and comments are taken as a whole, so that no character is cut.
    String::from_utf8(text).unwrap_or_else(|_| source.into())
}

fn find(bytes: &[u8], wanted: u8) -> Option<usize> {
    bytes.iter().position(|byte| *byte == wanted)
}

/// Block comments nest.
fn block_length(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0, 0);
    loop {
        at += match bytes.get(at..at + 2)? {
            b"/*" => {
                depth += 1;
                2
            }
            b"*/" => {
                depth -= 1;
                2
            }
            _ => 1,
        };
        if depth == 0 {
            return Some(at);
        }
    }
}
