//! Names of imports and exports: what two of them have in common.

use semver::Version;
use wac_types::are_semver_compatible;

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
    /// The base without case and without what joins its words.
    pub letters: String,
}

impl<'a> Name<'a> {
    pub fn new(text: &'a str) -> Self {
        let base = text.split_once('@').map_or(text, |(base, _)| base);
        let joint = |one: &char| !matches!(one, '-' | '_');
        let letters = base.chars().filter(joint).flat_map(char::to_lowercase).collect();
        Name { text, base, letters }
    }

    /// Does wac take one for the other?
    pub fn matches(&self, other: &Name) -> bool {
        self.base == other.base && are_semver_compatible(self.text, other.text)
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
