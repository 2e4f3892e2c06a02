//! A WIT package out of files in memory, as `Resolve::push_dir` of wit-parser reads it from a folder and with
//! the same messages. That function itself is of no use here: there is no file system.

use crate::WitFile;
use crate::failure::Failure;
use crate::nesting::check_nesting;
use crate::places::{Places, Position};
use crate::wit::decode_component;
use anyhow::{Error, anyhow};
use std::collections::BTreeMap;
use wasmparser::Parser;
use wat::Detect;
use wit_component::DecodedWasm;
use wit_parser::{PackageId, Resolve, SourceMap, Span, UnresolvedPackageGroup};

/// Resolves the files of a package: those at the top are the package; `deps/NAME.wit`, `deps/NAME/*.wit`,
/// `deps/NAME.wasm` and `deps/NAME.wat` what it uses.
///
/// `root` is how messages call the folder; or the file, where there is one file and `root` ends with it.
pub fn resolve(files: &[WitFile], root: &str) -> Result<(Resolve, PackageId), Failure> {
    let mut folder = Folder { files, root, resolve: Resolve::new() };
    let package = match files {
        [file] if root.rsplit(['/', '\\']).next() == Some(&file.path) => folder.resolve_file(file),
        _ => folder.resolve_folder(),
    };
    package.map(|package| (folder.resolve, package)).map_err(Broken::into_failure)
}

struct Folder<'a> {
    files: &'a [WitFile],
    root: &'a str,
    resolve: Resolve,
}

enum Entry<'a> {
    File(&'a WitFile),
    Folder(Vec<&'a WitFile>),
}

enum Parsed {
    Package(PackageId),
    Unresolved(UnresolvedPackageGroup),
}

impl<'a> Folder<'a> {
    fn resolve_file(&mut self, file: &'a WitFile) -> Result<PackageId, Broken> {
        match self.parse_file(file)? {
            Parsed::Package(package) => Ok(package),
            Parsed::Unresolved(group) => self.push(group, Vec::new()),
        }
    }

    fn resolve_folder(&mut self) -> Result<PackageId, Broken> {
        let is_top = |file: &&WitFile| !file.path.contains('/') && file.path.ends_with(".wit");
        let top: Vec<&WitFile> = self.files.iter().filter(is_top).collect();
        let top = self
            .parse_files(&top)
            .map_err(|broken| broken.context(format!("failed to parse package: {}", self.root)))?;
        let deps = self.parse_deps().map_err(|broken| {
            broken.context(format!("failed to parse dependency directory: {}", self.path("deps")))
        })?;
        self.push(top, deps)
    }

    fn parse_deps(&mut self) -> Result<Vec<UnresolvedPackageGroup>, Broken> {
        let mut entries: BTreeMap<&str, Entry> = BTreeMap::new();
        for file in self.files {
            match file.path.split('/').collect::<Vec<_>>().as_slice() {
                ["deps", name] if [".wit", ".wasm", ".wat"].iter().any(|end| name.ends_with(end)) => {
                    entries.insert(name, Entry::File(file));
                }
                ["deps", name, inner] if inner.ends_with(".wit") => {
                    if let Entry::Folder(files) = entries.entry(name).or_insert(Entry::Folder(Vec::new())) {
                        files.push(file);
                    }
                }
                _ => {}
            }
        }
        let mut deps = Vec::new();
        for (name, entry) in entries {
            match entry {
                Entry::Folder(files) => deps.push(self.parse_files(&files).map_err(|broken| {
                    let path = self.path(&format!("deps/{name}"));
                    broken.context(format!("failed to parse package: {path}"))
                })?),
                Entry::File(file) => match self.parse_file(file)? {
                    Parsed::Package(_) => {}
                    Parsed::Unresolved(group) => deps.push(group),
                },
            }
        }
        Ok(deps)
    }

    fn parse_files(&self, files: &[&WitFile]) -> Result<UnresolvedPackageGroup, Broken> {
        let mut map = SourceMap::new();
        for file in files {
            let text = std::str::from_utf8(&file.content).map_err(|_| {
                let unreadable = anyhow!("stream did not contain valid UTF-8");
                let path = self.path(&file.path);
                Broken::new(file, unreadable).context(format!("failed to read file {path:?}"))
            })?;
            map.push_str(&self.path(&file.path), text);
        }
        map.parse().map_err(|(map, error)| self.broken(&map, error.kind().span(), error.into()))
    }

    fn parse_file(&mut self, file: &WitFile) -> Result<Parsed, Broken> {
        let is_text = file.path.ends_with(".wat") && Detect::from_bytes(&file.content).is_wasm();
        if is_text || Parser::is_component(&file.content) {
            return self.decode(file).map(Parsed::Package).map_err(|error| Broken::new(file, error));
        }
        let path = self.path(&file.path);
        let text = std::str::from_utf8(&file.content)
            .map_err(|_| Broken::new(file, anyhow!("input file is not valid utf-8 [{path}]")))?;
        let mut map = SourceMap::new();
        map.push_str(&path, text);
        let parsed = map.parse().map_err(|(map, error)| self.broken(&map, error.kind().span(), error.into()));
        parsed.map(Parsed::Unresolved)
    }

    fn decode(&mut self, file: &WitFile) -> Result<PackageId, Error> {
        let bytes = wat::parse_bytes(&file.content).map_err(|mut error| {
            error.set_path(self.path(&file.path));
            error
        })?;
        check_nesting(&file.path, &bytes).map_err(|failure| anyhow!("{}", failure.message()))?;
        match decode_component(&bytes)? {
            DecodedWasm::Component(..) => {
                Err(anyhow!("found an actual component instead of an encoded WIT package in wasm"))
            }
            DecodedWasm::WitPackage(resolve, package) => {
                Ok(self.resolve.merge(resolve)?.packages[package.index()])
            }
        }
    }

    fn push(
        &mut self,
        main: UnresolvedPackageGroup,
        deps: Vec<UnresolvedPackageGroup>,
    ) -> Result<PackageId, Broken> {
        self.resolve
            .push_groups(main, deps)
            .map_err(|error| self.broken(&self.resolve.source_map, error.kind().span(), error.into()))
    }

    /// A file as messages call it.
    fn path(&self, path: &str) -> String {
        match self.files {
            [file] if file.path == path && self.root.ends_with(path) => self.root.into(),
            _ if self.root.is_empty() => path.into(),
            _ => format!("{}/{path}", self.root.trim_end_matches('/')),
        }
    }

    fn broken(&self, map: &SourceMap, span: Span, error: Error) -> Broken {
        let mut broken = Broken { message: format!("{error:#}"), error, file: None, position: None };
        if let Some(place) = map.resolve_span(span) {
            let file = self.files.iter().find(|file| self.path(&file.path) == place.path);
            broken.file = file.map(|file| file.path.clone());
            broken.position = file.and_then(|file| {
                let text = std::str::from_utf8(&file.content).ok()?;
                Some(Places::new(text).position(place.range.start, place.range.end))
            });
        }
        broken
    }
}

/// What is wrong, and where; the error gets the context that wit-parser gives it, the message stays as it is.
struct Broken {
    message: String,
    error: Error,
    file: Option<String>,
    position: Option<Position>,
}

impl Broken {
    fn new(file: &WitFile, error: Error) -> Self {
        let message = format!("{}: {error:#}", file.path);
        Broken { message, error, file: Some(file.path.clone()), position: None }
    }

    fn context(mut self, context: String) -> Self {
        self.error = self.error.context(context);
        self
    }

    fn into_failure(self) -> Failure {
        let mut failure = Failure::new("wit-invalid", self.message).report_of(&self.error);
        if let Some(file) = self.file {
            failure = failure.item(&file).detail("file", file);
        }
        match self.position {
            Some(position) => failure.at(position, None),
            None => failure,
        }
    }
}
