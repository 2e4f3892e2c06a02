//! Names of imports and exports: what two of them have in common.

use semver::Version;

/// How close two different names are that do not match.
#[derive(Debug, PartialEq)]
pub enum Likeness {
    /// Only the version differs, and semantic versioning promises nothing between the two.
    Version,
    /// The same words, in capitals or joined in another way.
    Spelling,
}

/// A name taken apart, so that many can be compared.
pub struct Name<'a> {
    pub text: &'a str,
    base: &'a str,
    /// The beginning that all versions have which wac takes for one another.
    pub track: Option<&'a str>,
    /// The base without case and without what joins its words.
    pub letters: String,
}

impl<'a> Name<'a> {
    pub fn new(text: &'a str) -> Self {
        let base = text.split_once('@').map_or(text, |(base, _)| base);
        let joint = |one: &char| !matches!(one, '-' | '_');
        let letters = base.chars().filter(joint).flat_map(char::to_lowercase).collect();
        Name { text, base, track: track(text), letters }
    }

    /// Does wac take one for the other?
    pub fn matches(&self, other: &Name) -> bool {
        self.text == other.text || (self.track.is_some() && self.track == other.track)
    }

    pub fn likeness(&self, other: &Name) -> Option<Likeness> {
        if self.matches(other) || self.letters != other.letters {
            return None;
        }
        Some(if self.base == other.base { Likeness::Version } else { Likeness::Spelling })
    }

    /// Says how the name that was found differs from this one, which was expected.
    pub fn explain(&self, found: &Name, likeness: &Likeness) -> String {
        match likeness {
            Likeness::Spelling => {
                format!("only the spelling differs: expected `{}`, found `{}`", self.text, found.text)
            }
            Likeness::Version => {
                let (expected, found) = (self.version(), found.version());
                format!("the versions are not compatible: expected {expected}, found {found}")
            }
        }
    }

    fn version(&self) -> String {
        match self.text.split_once('@') {
            None => "no version".into(),
            Some((_, version)) => {
                Version::parse(version).map_or_else(|_| version.into(), |one| one.to_string())
            }
        }
    }
}

/// What `are_semver_compatible` of wac-types compares, which would parse both versions for every pair.
fn track(text: &str) -> Option<&str> {
    let begin = text.find('@')? + 1;
    let version = Version::parse(&text[begin..]).ok()?;
    if !version.pre.is_empty() {
        return None;
    }
    let dots = match (version.major, version.minor) {
        (0, 0) => return None,
        (0, _) => 2,
        _ => 1,
    };
    text.match_indices('.').filter(|(at, _)| *at > begin).nth(dots - 1).map(|(at, _)| &text[..at])
}
