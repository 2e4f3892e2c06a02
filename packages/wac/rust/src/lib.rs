//! The WAC crates and their WIT companions behind one WIT interface. Nothing here does I/O.

mod contents;
mod document;
mod failure;
mod inspect;
mod limits;
mod nesting;
mod plug;
mod resolution;
mod signature;
mod targets;
mod wit;

use failure::Failure;
use std::cell::RefCell;

wit_bindgen::generate!({ path: "wit", world: "toolchain" });

thread_local! {
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the message of a panic where `last-panic` finds it: the panic itself becomes a trap.
fn record_panics() {
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        LAST_PANIC.with(|last| *last.borrow_mut() = Some(text));
    }));
}

fn answer<T>(run: impl FnOnce() -> Result<T, Failure>) -> Result<T, String> {
    record_panics();
    run().map_err(|failure| failure.to_json())
}

struct Toolchain;

impl Guest for Toolchain {
    fn plug(socket: Vec<u8>, plugs: Vec<NamedComponent>) -> Result<Composition, String> {
        answer(|| plug::plug(socket, plugs))
    }

    fn check_targets(component: Vec<u8>, wit: Vec<WitFile>, world: Option<String>) -> Result<String, String> {
        answer(|| targets::check_targets(component, &wit, world.as_deref()))
    }

    fn parse_document(source: String) -> Result<String, String> {
        answer(|| document::parse(&source))
    }

    fn resolve_document(source: String, packages: Vec<NamedComponent>) -> Result<String, String> {
        answer(|| document::resolve(&source, packages))
    }

    fn compose_document(
        source: String,
        packages: Vec<NamedComponent>,
        define_components: bool,
        validate: bool,
    ) -> Result<Vec<u8>, String> {
        answer(|| document::compose(&source, packages, define_components, validate))
    }

    fn inspect(bytes: Vec<u8>) -> Result<String, String> {
        answer(|| inspect::inspect(&bytes))
    }

    fn resolve_wit(files: Vec<WitFile>) -> Result<String, String> {
        answer(|| wit::resolve_to_json(&files))
    }

    fn encode_wit(files: Vec<WitFile>) -> Result<Vec<u8>, String> {
        answer(|| wit::encode(&files).map(|encoded| encoded.bytes))
    }

    fn print_wit(bytes: Vec<u8>) -> Result<String, String> {
        answer(|| wit::print(&bytes))
    }

    fn parse_wat(text: String) -> Result<Vec<u8>, String> {
        answer(|| wit::parse_wat(&text))
    }

    fn last_panic() -> Option<String> {
        LAST_PANIC.with(|last| last.borrow().clone())
    }
}

export!(Toolchain);
