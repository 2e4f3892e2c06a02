//! The WAC crates and their WIT companions behind one WIT interface. Nothing here does I/O.

mod comments;
mod conformance;
mod contents;
mod defects;
mod diagnostic;
mod difference;
mod document;
mod evaluation;
mod explanation;
mod failure;
mod in_source;
mod inspect;
mod interface_form;
mod limits;
mod name_index;
mod names;
mod near_misses;
mod nesting;
mod open_imports;
mod parts;
mod places;
mod plug;
mod refusals;
mod resolution;
mod signature;
mod targets;
mod text_format;
mod tolerated;
mod type_table;
mod type_text;
mod wiring;
mod wishes;
mod wit;
mod wit_folder;

use failure::Failure;
use std::cell::RefCell;

wit_bindgen::generate!({ path: "wit", world: "toolchain" });

thread_local! {
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the message of a panic where `last-panic` finds it: the panic itself becomes a trap.
fn record_panics() {
    std::panic::set_hook(Box::new(|info| {
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().map(ToString::to_string);
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
        let text = text.unwrap_or_else(|| info.to_string());
        LAST_PANIC.with(|last| *last.borrow_mut() = Some(text));
    }));
}

fn answer<T>(run: impl FnOnce() -> Result<T, Failure>) -> Result<T, String> {
    record_panics();
    run().map_err(|failure| failure.to_json())
}

struct Toolchain;

impl Guest for Toolchain {
    fn plug(
        socket: Vec<u8>,
        plugs: Vec<NamedComponent>,
        options: PlugOptions,
    ) -> Result<Composition, String> {
        answer(|| plug::plug(socket, plugs, &options))
    }

    fn check_targets(
        component: Vec<u8>,
        wit: Vec<WitFile>,
        root: String,
        world: Option<String>,
    ) -> Result<String, String> {
        answer(|| targets::check_targets(component, &wit, &root, world.as_deref()))
    }

    fn parse_document(document: Document) -> Result<String, String> {
        answer(|| document::parse(&document))
    }

    fn list_packages(document: Document) -> Result<String, String> {
        answer(|| document::list_packages(&document))
    }

    fn resolve_document(document: Document, packages: Vec<NamedPackage>) -> Result<String, String> {
        answer(|| document::resolve(&document, packages))
    }

    fn print_graph(document: Document, packages: Vec<NamedPackage>) -> Result<String, String> {
        answer(|| document::print_graph(&document, packages))
    }

    fn compose_document(
        document: Document,
        packages: Vec<NamedPackage>,
        define_components: bool,
        validate: bool,
    ) -> Result<Vec<u8>, String> {
        answer(|| document::compose(&document, packages, define_components, validate))
    }

    fn inspect(bytes: Vec<u8>) -> Result<String, String> {
        answer(|| inspect::inspect(&bytes))
    }

    fn resolve_wit(files: Vec<WitFile>, root: String) -> Result<String, String> {
        answer(|| wit::resolve_to_json(&files, &root))
    }

    fn encode_wit(files: Vec<WitFile>, root: String) -> Result<Vec<u8>, String> {
        answer(|| wit::encode(&files, &root).map(|encoded| encoded.bytes))
    }

    fn decode_wit(bytes: Vec<u8>) -> Result<Vec<WitFile>, String> {
        answer(|| wit::decode(&bytes))
    }

    fn print_wit(bytes: Vec<u8>) -> Result<String, String> {
        answer(|| wit::print(&bytes))
    }

    fn parse_wat(text: String, path: Option<String>) -> Result<Vec<u8>, String> {
        answer(|| text_format::parse(&text, path.as_deref()))
    }

    fn print_component(bytes: Vec<u8>) -> Result<String, String> {
        answer(|| text_format::print(&bytes))
    }

    fn last_panic() -> Option<String> {
        LAST_PANIC.with(|last| last.borrow().clone())
    }
}

export!(Toolchain);
